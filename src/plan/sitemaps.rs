//! Into which files the sitemap is cut: none may hold more than 50,000 addresses or 50 MB (sitemaps.org, "Sitemap index").

use std::ops::Range;

use super::Route;
use crate::config::Config;

/// Addresses in a file.
const ADDRESSES: usize = 50_000;
/// Bytes in a file: 50 MB, less what stands around the addresses.
const BYTES: usize = 50_000_000 - 1_000;

/// The routes of each part, by their place among those that are indexed; there is at least one part.
pub fn parts<'a>(indexed: impl Iterator<Item = &'a Route>, config: &Config) -> Vec<Range<usize>> {
    cut(indexed.map(|route| weight(route, config)), ADDRESSES, BYTES)
}

/// No fewer bytes than an address takes with its alternates. An address is escaped, and holds no sign that XML escapes.
fn weight(route: &Route, config: &Config) -> usize {
    let address = |path: &str| config.base.origin.len() + config.base.encoded_path_of(path).len();
    // `<url>`, `<loc>`, `<lastmod>` and their ends take 80 bytes; an `xhtml:link` takes 80 with its language.
    let alternates = route
        .alternates
        .iter()
        .map(|alternate| 100 + address(&alternate.path));
    100 + address(&route.path) + alternates.sum::<usize>()
}

fn cut(weights: impl Iterator<Item = usize>, most: usize, bytes: usize) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let (mut start, mut end, mut sum) = (0, 0, 0);
    for weight in weights {
        if end - start == most || (sum + weight > bytes && end > start) {
            parts.push(start..end);
            (start, sum) = (end, 0);
        }
        end += 1;
        sum += weight;
    }
    parts.push(start..end);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::single_range_in_vec_init)]
    fn parts_hold_no_more_than_they_may() {
        for (weights, expected) in [
            (&[][..], &[0..0][..]),
            (&[1, 1, 1], &[0..3]),
            (&[1, 1, 1, 1], &[0..3, 3..4]),
            (&[6, 6, 1], &[0..1, 1..3]),
            (&[20, 1], &[0..1, 1..2]),
            (&[5, 5, 5, 5], &[0..2, 2..4]),
        ] {
            assert_eq!(cut(weights.iter().copied(), 3, 10), expected, "{weights:?}");
        }
    }
}
