//! Colours, and how well they stand out from each other (WCAG 2.2, 1.4.3 and its definition of contrast).

/// A colour of the screen: red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

/// The contrast that text needs against what it stands on (WCAG 2.2, 1.4.3).
pub const READABLE: f64 = 4.5;

impl Colour {
    pub const WHITE: Self = Self([255; 3]);

    /// Reads `#1f3a5f` or `#abc`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: Vec<u8> = text
            .strip_prefix('#')?
            .chars()
            .map(|c| c.to_digit(16).map(|d| d as u8))
            .collect::<Option<_>>()?;
        match digits[..] {
            [r, g, b] => Some(Self([r, g, b].map(|digit| digit * 17))),
            [r1, r0, g1, g0, b1, b0] => Some(Self(
                [(r1, r0), (g1, g0), (b1, b0)].map(|(high, low)| high * 16 + low),
            )),
            _ => None,
        }
    }

    /// As style sheets write it: `#1f3a5f`.
    pub fn hex(self) -> String {
        let Self([r, g, b]) = self;
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    /// This colour, a third of the way to another.
    pub fn mixed(self, other: Self) -> [u8; 3] {
        self.towards(other, 1.0 / 3.0).0
    }

    /// The contrast of two colours, from 1 to 21, whichever comes first.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        };
        let Self([r, g, b]) = self;
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }

    /// This colour, lightened until it stands out from a dark `page` as it should.
    pub fn lightened_for(self, page: Self, contrast: f64) -> Self {
        let steps = (0..=20).map(|step| self.towards(Self::WHITE, f64::from(step) / 20.0));
        steps
            .into_iter()
            .find(|colour| colour.contrast(page) >= contrast)
            .unwrap_or(Self::WHITE)
    }

    fn towards(self, other: Self, share: f64) -> Self {
        let mix = |from: u8, to: u8| {
            (f64::from(from) + (f64::from(to) - f64::from(from)) * share).round() as u8
        };
        let (Self(from), Self(to)) = (self, other);
        Self([
            mix(from[0], to[0]),
            mix(from[1], to[1]),
            mix(from[2], to[2]),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read() {
        for (text, expected) in [
            ("#1f3a5f", Some([0x1f, 0x3a, 0x5f])),
            ("#ABC", Some([0xaa, 0xbb, 0xcc])),
            ("1f3a5f", None),
            ("#1f3a5", None),
            ("#1f3a5é", None),
            ("blue", None),
            ("", None),
        ] {
            assert_eq!(Colour::parse(text), expected.map(Colour), "{text}");
        }
        assert_eq!(Colour([0x0f, 0, 0xff]).hex(), "#0f00ff");
    }

    /// Values of the contrast checker of WebAIM.
    #[test]
    fn contrasts() {
        for (a, b, expected) in [
            ("#000", "#fff", 21.0),
            ("#777", "#fff", 4.48),
            ("#1f3a5f", "#fbf8f2", 10.79),
            ("#fff", "#fff", 1.0),
        ] {
            let (a, b) = (Colour::parse(a).unwrap(), Colour::parse(b).unwrap());
            assert!(
                (a.contrast(b) - expected).abs() < 0.05,
                "{a:?} {b:?}: {}",
                a.contrast(b)
            );
        }
    }

    #[test]
    fn any_colour_is_lightened_until_it_is_read() {
        let page = Colour([0x17, 0x18, 0x1b]);
        for colour in [
            Colour([0; 3]),
            Colour([0x1f, 0x3a, 0x5f]),
            Colour([255, 0, 0]),
            Colour::WHITE,
        ] {
            assert!(
                colour.lightened_for(page, 7.0).contrast(page) >= 7.0,
                "{colour:?}"
            );
        }
    }
}
