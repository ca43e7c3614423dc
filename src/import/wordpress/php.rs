//! Arrays as PHP's `serialize` writes them (php.net/manual/function.serialize), which is how Polylang keeps its groups:
//! `a:2:{s:2:"fr";i:400;s:2:"en";i:398;}`. Nothing is ever made but plain values: objects are refused.

/// A plain value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `i:3;`, `s:1:"3";`, `b:1;`, `d:0.5;`, `N;`: as text, since Polylang writes ids as numbers and as strings.
    Text(String),
    /// `a:1:{…}`.
    Array(Vec<(String, Value)>),
}

impl Value {
    /// The entries of an array that are plain texts.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let entries = match self {
            Value::Array(entries) => entries.as_slice(),
            Value::Text(_) => &[],
        };
        entries.iter().filter_map(|(key, value)| match value {
            Value::Text(text) => Some((key.as_str(), text.as_str())),
            Value::Array(_) => None,
        })
    }
}

/// Arrays in arrays are read to this depth.
const DEEPEST: usize = 16;

/// Reads a value. What follows a broken entry is left out, what precedes it is kept; `None` where there is no value at all.
pub fn read(text: &str) -> Option<Value> {
    let mut parser = PhpParser {
        text: text.trim(),
        at: 0,
    };
    parser.value(0)
}

struct PhpParser<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> PhpParser<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn take(&mut self, part: &str) -> Option<()> {
        self.rest().starts_with(part).then(|| self.at += part.len())
    }

    /// The text up to a sign, which is passed.
    fn until(&mut self, sign: char) -> Option<&'a str> {
        let length = self.rest().find(sign)?;
        let found = &self.rest()[..length];
        self.at += length + sign.len_utf8();
        Some(found)
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        match self.rest().get(..2)? {
            "N;" => {
                self.at += 2;
                Some(Value::Text(String::new()))
            }
            "i:" | "b:" | "d:" => {
                self.at += 2;
                Some(Value::Text(self.until(';')?.trim().to_owned()))
            }
            "s:" => self.string().map(Value::Text),
            "a:" if depth < DEEPEST => self.array(depth),
            _ => None,
        }
    }

    /// Lengths count bytes; where they are wrong (a search and replace in the file changed the text), the closing `";` tells.
    fn string(&mut self) -> Option<String> {
        self.at += 2;
        let length: usize = self.until(':')?.trim().parse().ok()?;
        self.take("\"")?;
        let told = self
            .rest()
            .get(..length)
            .filter(|_| self.rest()[length..].starts_with("\";"));
        let found =
            told.or_else(|| self.rest().find("\";").map(|length| &self.rest()[..length]))?;
        self.at += found.len() + 2;
        Some(found.to_owned())
    }

    fn array(&mut self, depth: usize) -> Option<Value> {
        self.at += 2;
        self.until(':')?;
        self.take("{")?;
        let mut entries = Vec::new();
        while self.take("}").is_none() {
            let Some(Value::Text(key)) = self.value(depth + 1) else {
                break;
            };
            let Some(value) = self.value(depth + 1) else {
                break;
            };
            entries.push((key, value));
        }
        Some(Value::Array(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let value = read(text);
        assert_eq!(
            value.iter().flat_map(Value::texts).collect::<Vec<_>>(),
            expected,
            "{text}"
        );
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
            read(&text);
        }
    }
}
