//! Names of image files, as an old blog wrote them and as the author keeps them.

/// Endings of the images that browsers show.
pub const ENDINGS: &[&str] = &[
    "jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "bmp", "tiff", "tif",
];

/// Whether a file's name ends like an image's.
pub fn is_image(name: &str) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, ending)| ENDINGS.contains(&ending.to_lowercase().as_str()))
}

/// What two names of one image share: no folder, ending, case, signs, nor the size that WordPress appends (`-300x200`).
pub fn key(name: &str) -> String {
    let name = name.trim().rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = if is_image(name) {
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    } else {
        name
    };
    super::titles::slug(without_size(stem))
}

/// The name without the size that WordPress appends to the files it scales (developer.wordpress.org, `wp_get_attachment_image_src`).
pub fn without_size(stem: &str) -> &str {
    let Some((rest, size)) = stem.rsplit_once('-') else {
        return stem;
    };
    let is_number =
        |text: &str| (1..=5).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    match size.split_once('x') {
        Some((width, height)) if is_number(width) && is_number(height) => rest,
        _ => stem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_image() {
        for (a, b, same) in [
            ("jardin", "Jardin.JPG", true),
            ("img_1234-300x200", "IMG_1234.jpeg", true),
            ("le guichet.png", "le-guichet.png", true),
            ("été à nœux", "ete-a-noeux.webp", true),
            ("jardin", "jardin2.jpg", false),
            ("v1.2", "v1.3.png", false),
        ] {
            assert_eq!(key(a) == key(b), same, "{a} {b}");
        }
    }
}
