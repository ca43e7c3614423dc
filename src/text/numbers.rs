//! Numbers in a text, as they are compared from one language to another.

use super::words::fold;

/// The numbers of a text in digits, and Roman ones of centuries (`XIXe`): as they are compared, without what parts thousands or
/// decimals, and as they are written.
pub fn numbers(text: &str) -> impl Iterator<Item = (String, String)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..]
        .find(|c: char| c.is_ascii_digit())
        .map(|at| from + at)
    {
        let end = end_of(&text[at..]) + at;
        let written = &text[at..end];
        let digits: String = written.chars().filter(char::is_ascii_digit).collect();
        let plain = digits.trim_start_matches('0');
        found.push((plain.to_owned(), written.to_owned()));
        from = end;
    }
    found.extend(text.split(|c: char| !c.is_alphanumeric()).filter_map(roman));
    found.into_iter().filter(|(plain, _)| !plain.is_empty())
}

/// Where a number ends: one sign or space between two digits is of it, a space only before three digits.
fn end_of(text: &str) -> usize {
    let mut end = 0;
    loop {
        end += text[end..].bytes().take_while(u8::is_ascii_digit).count();
        let mut next = text[end..].chars();
        let Some(sign) = next.next() else {
            return end;
        };
        let digits = next.as_str().bytes().take_while(u8::is_ascii_digit).count();
        let goes_on = match sign {
            ',' | '.' => digits > 0,
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’' => digits == 3,
            _ => false,
        };
        if !goes_on {
            return end;
        }
        end += sign.len_utf8();
    }
}

/// A century: `XIXe`, `XXᵉ`.
fn roman(word: &str) -> Option<(String, String)> {
    let numeral = word.trim_end_matches(|c: char| !"IVXLC".contains(c));
    let ending = fold(&word[numeral.len()..]);
    let is_century = ["e", "eme", "ᵉ", "º"].contains(&ending.as_str());
    if !is_century || numeral.is_empty() || numeral.contains(|c: char| !"IVXLC".contains(c)) {
        return None;
    }
    let value = |c: char| match c {
        'I' => 1,
        'V' => 5,
        'X' => 10,
        'L' => 50,
        _ => 100,
    };
    let values: Vec<i32> = numeral.chars().map(value).collect();
    let signed = values
        .iter()
        .enumerate()
        .map(|(at, value)| match values.get(at + 1) {
            Some(next) if next > value => -value,
            _ => *value,
        });
    Some((signed.sum::<i32>().to_string(), word.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_texts() {
        for (text, expected) in [
            ("en 1931, puis", &["1931"][..]),
            ("1 500,50 € et 1,500.50", &["150050", "150050"]),
            ("le 3 mai 2014", &["3", "2014"]),
            ("12 345 678", &["12345678"]),
            ("3 12", &["3", "12"]),
            ("v2.4.1", &["241"]),
            ("au XIXe siècle, XXᵉ, Xavier, IV", &["19", "20"]),
            ("007", &["7"]),
            ("0", &[]),
        ] {
            let found: Vec<String> = numbers(text).map(|(plain, _)| plain).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
