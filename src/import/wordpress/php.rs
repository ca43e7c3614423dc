//! Arrays as PHP's `serialize` writes them (php.net/manual/function.serialize), which is how Polylang keeps its groups:
//! `a:2:{s:2:"fr";i:400;s:2:"en";i:398;}`. Nothing is ever made but plain values: objects are refused.

/// Arrays in arrays are read to this depth.
const DEEPEST: usize = 16;

/// The entries of an array that are plain values, as texts, since Polylang writes ids as numbers and as strings. What follows a
/// broken entry is left out, what precedes it is kept.
pub fn texts(text: &str) -> Vec<(&str, &str)> {
    let mut parser = PhpParser { rest: text.trim() };
    parser.array(0).unwrap_or_default()
}

struct PhpParser<'a> {
    rest: &'a str,
}

impl<'a> PhpParser<'a> {
    fn take(&mut self, part: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(part)?;
        Some(())
    }

    /// The text up to a sign, which is passed.
    fn until(&mut self, sign: char) -> Option<&'a str> {
        let (found, rest) = self.rest.split_once(sign)?;
        self.rest = rest;
        Some(found)
    }

    /// `i:3;`, `s:1:"3";`, `b:1;`, `d:0.5;`, `N;`; of an array, only that it is one.
    fn value(&mut self, depth: usize) -> Option<Option<&'a str>> {
        match self.rest.get(..2)? {
            "N;" => self.take("N;").map(|()| Some("")),
            "i:" | "b:" | "d:" => {
                let value = self.until(';')?;
                Some(Some(value[2..].trim()))
            }
            "s:" => self.string().map(Some),
            "a:" if depth < DEEPEST => self.array(depth).map(|_| None),
            _ => None,
        }
    }

    /// Lengths count bytes; where they are wrong (a search and replace in the file changed the text), the closing `";` tells.
    fn string(&mut self) -> Option<&'a str> {
        self.take("s:")?;
        let length: usize = self.until(':')?.trim().parse().ok()?;
        self.take("\"")?;
        let exact = self.rest.get(..length);
        let exact = exact.filter(|_| self.rest[length..].starts_with("\";"));
        let found = exact.or_else(|| Some(self.rest.split_once("\";")?.0))?;
        self.rest = &self.rest[found.len() + 2..];
        Some(found)
    }

    fn array(&mut self, depth: usize) -> Option<Vec<(&'a str, &'a str)>> {
        self.take("a:")?;
        self.until(':')?;
        self.take("{")?;
        let mut entries = Vec::new();
        while self.take("}").is_none() {
            let Some(Some(key)) = self.value(depth + 1) else {
                break;
            };
            let Some(value) = self.value(depth + 1) else {
                break;
            };
            entries.extend(value.map(|value| (key, value)));
        }
        Some(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        assert_eq!(texts(text), expected, "{text}");
    }

    #[test]
    fn groups() {
        check(
            "a:2:{s:2:\"fr\";i:40;s:2:\"en\";i:38;}",
            &[("fr", "40"), ("en", "38")],
        );
        check(
            "a:2:{s:2:\"fr\";s:2:\"40\";s:2:\"en\";i:38;}",
            &[("fr", "40"), ("en", "38")],
        );
        check(
            "a:2:{s:4:\"sync\";a:1:{s:2:\"fr\";s:2:\"en\";}s:2:\"fr\";i:4;}",
            &[("fr", "4")],
        );
        check(
            "a:2:{s:3:\"été\";i:1;s:5:\"été\";i:2;}",
            &[("été", "1"), ("été", "2")],
        );
        check("a:1:{s:99:\"fr\";i:4;}", &[("fr", "4")]);
        check("a:2:{s:2:\"fr\";i:4;O:8:\"stdClass\":0:{}", &[("fr", "4")]);
        check("a:0:{}", &[]);
        check("", &[]);
        check(
            "a:1:{s:1:\"a\";b:1;s:1:\"n\";N;s:1:\"d\";d:0.5;}",
            &[("a", "1"), ("n", ""), ("d", "0.5")],
        );
    }

    proptest! {
        #[test]
        fn never_panics(text in "([abisNO]:|[0-9]{1,3}|[:;\"{}]|é){0,30}") {
            texts(&text);
        }
    }
}
