//! The size that an SVG names, in pixels, or its proportions.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{Header, Size};

/// How far into the file its first element is looked for.
const WITHIN: u64 = 64 << 10;

/// What the first element tells; a `viewBox` alone is a shape, not a size.
pub fn header(drawing: impl BufRead) -> Header {
    root(drawing).unwrap_or(Header::Scalable(None))
}

fn root(drawing: impl BufRead) -> Option<Header> {
    let mut reader = Reader::from_reader(drawing.take(WITHIN));
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(element) | Event::Empty(element) => {
                if element.local_name().as_ref() != "svg" {
                    return None;
                }
                let value =
                    |name: &str| Some(element.try_get_attribute(name).ok()??.value.into_owned());
                let pixels = |name: &str| pixels(&value(name)?);
                let size = pixels("width")
                    .zip(pixels("height"))
                    .map(|(width, height)| Header::Size(Size { width, height }));
                return Some(size.unwrap_or_else(|| {
                    Header::Scalable(value("viewBox").and_then(|value| shape(&value)))
                }));
            }
            Event::Eof => return None,
            _ => buffer.clear(),
        }
    }
}

/// The proportions of a `viewBox`, `0 0 3 2`, in the least whole numbers.
fn shape(view_box: &str) -> Option<Size> {
    let numbers = view_box
        .split([' ', ',', '\t', '\n'])
        .filter(|part| !part.is_empty())
        .map(|part| part.parse::<f64>().ok());
    let [_, _, width, height] = numbers.collect::<Option<Vec<f64>>>()?[..] else {
        return None;
    };
    let (width, height) = (hundredths(width)?, hundredths(height)?);
    let (mut divisor, mut rest) = (width, height);
    while rest > 0 {
        (divisor, rest) = (rest, divisor % rest);
    }
    Some(Size {
        width: width / divisor,
        height: height / divisor,
    })
}

fn hundredths(number: f64) -> Option<u32> {
    let number = (number * 100.0).round();
    (1.0..=f64::from(u32::MAX))
        .contains(&number)
        .then_some(number as u32)
}

fn pixels(value: &str) -> Option<u32> {
    let number: f64 = value.trim().trim_end_matches("px").parse().ok()?;
    let number = number.round();
    (1.0..=f64::from(u32::MAX))
        .contains(&number)
        .then_some(number as u32)
}
