//! The size that an SVG names, in pixels.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::Size;

/// How far into the file its first element is looked for.
const WITHIN: u64 = 64 << 10;

/// The size, where the drawing has one of its own; a `viewBox` alone is a shape, not a size.
pub fn size(drawing: impl BufRead) -> Option<Size> {
    let mut reader = Reader::from_reader(drawing.take(WITHIN));
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(element) | Event::Empty(element) => {
                let pixels = |name: &str| {
                    let attribute = element.try_get_attribute(name).ok()??;
                    pixels(&attribute.value)
                };
                return (element.local_name().as_ref() == "svg")
                    .then(|| Some(Size { width: pixels("width")?, height: pixels("height")? }))?;
            }
            Event::Eof => return None,
            _ => buffer.clear(),
        }
    }
}

fn pixels(value: &str) -> Option<u32> {
    let number: f64 = value.trim().trim_end_matches("px").parse().ok()?;
    let number = number.round();
    (1.0..=f64::from(u32::MAX)).contains(&number).then_some(number as u32)
}
