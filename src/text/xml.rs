//! XML 1.0 written element by element: escaped, and without the characters that no XML may hold.

/// A document as it grows.
pub struct Xml(String);

/// The attributes of an element.
pub type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Xml {
    /// A document with its declaration.
    pub fn new() -> Self {
        Self("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned())
    }

    /// A document with a style sheet at this path, for browsers (W3C, "Associating Style Sheets with XML documents").
    pub fn styled(sheet: Option<&str>) -> Self {
        let mut xml = Self::new();
        if let Some(path) = sheet {
            xml.push([
                "<?xml-stylesheet type=\"text/css\" href=\"",
                &escape(path),
                "\"?>\n",
            ]);
        }
        xml
    }

    /// Opens an element that holds others.
    pub fn open(&mut self, name: &str, attributes: Attributes) {
        self.start(name, attributes);
        self.0.push_str(">\n");
    }

    pub fn close(&mut self, name: &str) {
        self.push(["</", name, ">\n"]);
    }

    /// An element that holds text.
    pub fn text(&mut self, name: &str, attributes: Attributes, text: &str) {
        self.start(name, attributes);
        self.push([">", &escape(text), "</", name, ">\n"]);
    }

    /// An element that holds nothing.
    pub fn empty(&mut self, name: &str, attributes: Attributes) {
        self.start(name, attributes);
        self.0.push_str("/>\n");
    }

    pub fn finish(self) -> String {
        self.0
    }

    fn push<const N: usize>(&mut self, parts: [&str; N]) {
        parts.iter().for_each(|part| self.0.push_str(part));
    }

    fn start(&mut self, name: &str, attributes: Attributes) {
        self.push(["<", name]);
        for (key, value) in attributes {
            self.push([" ", key, "=\"", &escape(value), "\""]);
        }
    }
}

impl Default for Xml {
    fn default() -> Self {
        Self::new()
    }
}

/// Escapes text for XML, attributes included.
pub fn escape(text: &str) -> String {
    // The two letters above ASCII that may not stand in XML begin with this byte.
    let may_be_left_out = |byte: u8| byte < b' ' || byte == 0xEF;
    if !text.bytes().any(may_be_left_out) {
        return super::html::escape(text);
    }
    super::html::escape(&text.chars().filter(|c| is_char(*c)).collect::<String>())
}

/// XML 1.0, production 2: not even an escape may stand for the others.
fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_may_not_hold_is_dropped_and_the_rest_escaped() {
        for (text, expected) in [
            ("a < b & \"c\"", "a &lt; b &amp; &quot;c&quot;"),
            ("a\u{0}b\u{B}c\u{1B}d\u{FFFE}e", "abcde"),
            ("tab\tline\nend\r", "tab\tline\nend\r"),
            ("é 😀 \u{85}", "é 😀 \u{85}"),
        ] {
            assert_eq!(escape(text), expected);
        }
    }

    #[test]
    fn elements() {
        let mut xml = Xml::new();
        xml.open("a", &[("b", "1 < 2")]);
        xml.text("c", &[], "x & y");
        xml.empty("d", &[("e", "\u{1}f")]);
        xml.close("a");
        let expected = "<a b=\"1 &lt; 2\">\n<c>x &amp; y</c>\n<d e=\"f\"/>\n</a>\n";
        assert_eq!(
            xml.finish(),
            format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{expected}")
        );
    }
}
