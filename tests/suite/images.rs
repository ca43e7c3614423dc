//! Pictures on the pages of whole sites: their size, their text and, with the feature `images`, their variants.

use std::io::Write;

use crate::support::{Built, SITE, TestSite, post};

/// A GIF of one colour; of it only the head matters.
fn gif(width: u16, height: u16) -> Vec<u8> {
    [
        b"GIF89a",
        &width.to_le_bytes()[..],
        &height.to_le_bytes(),
        &[0, 0, 0, 0x3B],
    ]
    .concat()
}

fn site(text: &str) -> TestSite {
    let site = TestSite::new(&[
        ("content/posts/a.fr.md", &post("title = \"Un\"", text)),
        ("content/posts/a.en.md", &post("title = \"One\"", text)),
        (
            "content/posts/c.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"30\" height=\"20\"/>",
        ),
    ]);
    site.write("content/posts/a.gif", gif(320, 200));
    site
}

#[track_caller]
fn found(text: &str, expected: &[&str]) -> Built {
    let built = site(text).build();
    assert!(built.published);
    let of_images = |head: &&str| head.contains("a.fr.md") || head.contains("warning[image]");
    let heads: Vec<&str> = built.heads().into_iter().filter(of_images).collect();
    assert_eq!(heads, expected, "{text}");
    built
}

#[test]
fn browsers_know_sizes_before_they_load_and_load_late_what_is_far_down() {
    let text = "![Une image](a.gif)\n\n![Un dessin](c.svg)\n\n<img src=\"a.gif\" alt=\"La même\" width=\"16\">\n\n![Loin](https://b.org/x.png \"Ailleurs\")";
    let built = found(text, &[]);
    let page = "/fr/a/";
    built.holds(
        page,
        "<img src=\"/media/posts/a.gif\" alt=\"Une image\" width=\"320\" height=\"200\" />",
    );
    let drawing = "<img src=\"/media/posts/c.svg\" alt=\"Un dessin\" width=\"30\" height=\"20\" loading=\"lazy\" decoding=\"async\" />";
    built.holds(page, drawing);
    built.holds(
        page,
        "alt=\"La même\" width=\"16\" loading=\"lazy\" decoding=\"async\">",
    );
    built.holds(
        page,
        "<img src=\"https://b.org/x.png\" alt=\"Loin\" loading=\"lazy\" decoding=\"async\" />",
    );
    built.lacks(page, "<picture");
}

#[test]
fn a_picture_stands_for_a_post_in_lists_and_above_its_text() {
    let thumbnail = |file: &str| {
        format!(
            "aria-hidden=\"true\"><img src=\"/media/posts/{file}\" srcset=\"/media/posts/{file} 320w\" sizes="
        )
    };
    let cover = "<figure class=\"cover\"><img src=\"/media/posts/b.gif\"";
    for (theme, front, text, listed, covered) in [
        ("", "", "![Une](a.gif)", Some("a.gif"), false),
        (
            "",
            "image = \"b.gif\"",
            "![Une](a.gif)",
            Some("b.gif"),
            false,
        ),
        // An address elsewhere, a drawing and an icon stand for nothing.
        (
            "",
            "",
            "![Une](https://b.org/x.gif) ![Dessin](c.svg) ![Icône](d.gif)",
            None,
            false,
        ),
        ("thumbnails = \"chosen\"", "", "![Une](a.gif)", None, false),
        (
            "thumbnails = \"none\"",
            "image = \"b.gif\"",
            "Un.",
            None,
            false,
        ),
        (
            "cover = true",
            "image = \"b.gif\"",
            "![Une](a.gif)",
            Some("b.gif"),
            true,
        ),
        // It is not shown twice.
        (
            "cover = true",
            "image = \"b.gif\"",
            "![Une](b.gif)",
            Some("b.gif"),
            false,
        ),
        ("cover = true", "", "![Une](a.gif)", Some("a.gif"), false),
    ] {
        let settings = format!("{SITE}[theme]\n{theme}\n[accept]\nunused-file = true\n");
        let site = site(text);
        site.write("site.toml", settings);
        site.write(
            "content/posts/a.fr.md",
            post(&format!("title = \"A\"\n{front}"), text),
        );
        site.write("content/posts/b.gif", b"GIF89a\x40\x01\xc8\0\0\0\0;");
        site.write("content/posts/d.gif", b"GIF89a\x20\0\x20\0\0\0\0;");
        let built = site.build();
        match listed {
            Some(file) => built.holds("/fr/", &thumbnail(file)),
            None => built.lacks("/fr/", "class=\"thumbnail\""),
        }
        match covered {
            true => built.holds("/fr/a/", cover),
            false => built.lacks("/fr/a/", "class=\"cover\""),
        }
    }
}

#[test]
fn who_links_to_a_post_is_shown_its_picture() {
    let text = "Un dessin ![Dessin](c.svg), puis ![Une « image »](a.gif).";
    let gif = Some((
        "https://example.org/media/posts/a.gif",
        "Une « image »",
        "320",
    ));
    for (front, expected, told) in [
        ("", gif, vec![]),
        (
            "image = \"c.svg\"",
            Some(("https://example.org/media/posts/c.svg", "Dessin", "30")),
            vec![],
        ),
        ("image = \"media/posts/a.gif\"", gif, vec![]),
        (
            "images = [\"https://b.org/x.png\"]",
            Some(("https://b.org/x.png", "", "")),
            vec![],
        ),
        (
            "image = \"b.gif\"",
            gif,
            vec!["content/posts/a.fr.md:3:9: warning[link]: there is no image `b.gif`"],
        ),
        (
            "[extra]\nimage = \"c.svg\"",
            Some(("https://example.org/media/posts/c.svg", "Dessin", "30")),
            vec![],
        ),
        ("[extra]\nimage = \"hero\"", gif, vec![]),
    ] {
        let site = site("");
        site.write(
            "content/posts/a.fr.md",
            post(&format!("title = \"Un\"\n{front}"), text),
        );
        let built = site.build();
        let heads: Vec<&str> = built
            .heads()
            .into_iter()
            .filter(|head| head.contains("a.fr.md"))
            .collect();
        assert_eq!(heads, told, "{front}");
        let page = built.page("/fr/a/");
        let value = |name: &str| {
            let rest = page.split(&format!("=\"{name}\" content=\"")).nth(1);
            rest.map_or(String::new(), |rest| {
                rest.split('"')
                    .next()
                    .unwrap()
                    .replace(['\u{a0}', '\u{202f}'], " ")
            })
        };
        let (url, alt, width) = expected.unwrap();
        assert_eq!(
            [
                value("og:image"),
                value("og:image:alt"),
                value("og:image:width")
            ],
            [url, alt, width],
            "{front}"
        );
        assert_eq!(value("twitter:card"), "summary_large_image");
        built.holds("/fr/a/", &format!("\"image\":\"{url}\""));
        // A page without a picture has the card of its language, where one can be drawn.
        match cfg!(feature = "images") {
            true => built.holds(
                "/en/a/",
                "<meta property=\"og:image\" content=\"https://example.org/card-en.",
            ),
            false => built.lacks("/en/a/", "og:image"),
        }
    }
}

#[test]
fn parallel_pages_show_the_same_pictures() {
    let site = site("");
    let names = "Marie Duval, 14 juin 1994, Dakar, Genève";
    let french = format!(
        "![Une image](a.gif)\n\n{names} : une boutique de 40 mètres.\n\n<img src=\"c.svg\" alt=\"Un dessin\">\n\nEn 1998, Paul Martin l’a vendue 300 francs."
    );
    let english = format!(
        "![A picture](a.gif)\n\n{names}: a shop of 40 metres.\n\n<img src=\"c.svg\" alt=\"A drawing\">\n\nIn 1998, Paul Martin sold it for 300 francs."
    );
    site.write("content/posts/a.fr.md", post("title = \"Un\"", &french));
    site.write("content/posts/a.en.md", post("title = \"One\"", &english));
    let built = site.build();
    assert_eq!(built.page("/fr-en/a/").matches("<img").count(), 4);
    for (path, page) in built
        .files
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
    {
        let ids: Vec<&str> = page
            .split(" id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        let unique: std::collections::BTreeSet<&&str> = ids.iter().collect();
        assert_eq!(ids.len(), unique.len(), "{path}");
        for tag in page.split("<img").skip(1) {
            let tag = tag.split('>').next().unwrap();
            assert!(
                tag.contains(" width=\"") && tag.contains(" height=\""),
                "{path}: {tag}"
            );
        }
    }
}

#[test]
fn images_without_a_text_are_told_each_once() {
    let text = "![](a.gif)\n\nIci ![IMG_1234.jpg](a.gif).\n\n{{ figure(src=\"a.gif\") }}\n\n{{ figure(src=\"a.gif\", alt=\"\") }}\n\n![](c.svg \"Un dessin\")";
    let built = found(
        text,
        &[
            "content/posts/a.fr.md:5:1: warning[alt]: this image has no alt text: `a.gif`",
            "content/posts/a.fr.md:7:5: warning[alt]: the alt text of this image is a file name: `IMG_1234.jpg`",
            "content/posts/a.fr.md:9:16: warning[alt]: this image has no alt text: `a.gif`",
        ],
    );
    let help = "describe it: `![…](a.gif)`; if it is decorative, say so: `{{ figure(src=\"a.gif\", alt=\"\") }}`";
    assert!(
        built.found.iter().any(|text| text.ends_with(help)),
        "{:#?}",
        built.found
    );
}

#[test]
fn what_came_from_elsewhere_is_told_once_a_post() {
    let site = site("Un.");
    let front = "title = \"Vieux\"\nlang = \"fr\"\norigin = \"https://b.org/?p=1\"";
    site.write(
        "content/posts/old.fr.md",
        post(front, "![](a.gif)\n\n![](a.gif)\n\n![](c.svg)"),
    );
    let built = site.build();
    let told: Vec<&str> = built
        .heads()
        .into_iter()
        .filter(|head| head.contains("[alt]"))
        .collect();
    let expected = "content/posts/old.fr.md:7:1: warning[alt]: this image has no alt text: `a.gif`; so have 2 others of this post";
    assert_eq!(told, [expected]);
}

#[test]
fn a_broken_image_is_told_and_published_as_it_is() {
    let site = site("![Une image](b.jpg)");
    site.write("content/posts/b.jpg", "no image");
    let built = site.build();
    assert!(built.published, "{:#?}", built.found);
    let told: Vec<&str> = built
        .heads()
        .into_iter()
        .filter(|head| head.contains("[image]"))
        .collect();
    let expected = "warning[image]: `content/posts/b.jpg` is broken: its beginning is not that of an image; it is published as it is";
    assert_eq!(told, [expected]);
    assert_eq!(built.files["media/posts/b.jpg"], "no image");
    built.holds(
        "/fr/a/",
        "<img src=\"/media/posts/b.jpg\" alt=\"Une image\" />",
    );
}

#[test]
fn an_image_that_no_post_shows_is_not_looked_into() {
    let site = site("[Un lien](b.jpg)");
    site.write("content/posts/b.jpg", "no image");
    assert!(!site.build().found.iter().any(|text| text.contains("b.jpg")));
}

#[cfg(not(feature = "images"))]
#[test]
fn settings_that_cannot_be_followed_are_told() {
    let site = site("Un.");
    site.write(
        "site.toml",
        format!("{}[images]\nenabled = true\n", crate::support::SITE),
    );
    let head =
        "site.toml:7:11: warning[config]: this Diptych was built without the making of images";
    assert!(
        site.build().heads().contains(&head),
        "{:#?}",
        site.build().found
    );
}

#[test]
fn settings_are_checked() {
    let site = site("Un.");
    site.write(
        "site.toml",
        format!(
            "{}[images]\nwidths = [1, 480]\nquality = 0\n",
            crate::support::SITE
        ),
    );
    let built = site.build();
    for head in [
        "site.toml:7:10: error[config]: `widths` must be a list of numbers from 16 to 16383",
        "site.toml:8:11: error[config]: `quality` must be from 1 to 100",
    ] {
        assert!(built.heads().contains(&head), "{:#?}", built.found);
    }
}

/// An uncompressed PNG that looks like a photograph; written here, as the library only reads them.
fn photograph(width: u32, height: u32) -> Vec<u8> {
    let mut raw = Vec::new();
    for y in 0..height {
        raw.push(0);
        for x in 0..width {
            let wave = ((x as f32 / 40.0).sin() + (y as f32 / 30.0).cos() + 2.0) * 50.0;
            raw.extend([
                wave as u8,
                (y * 200 / height) as u8,
                (x * 200 / width) as u8,
            ]);
        }
    }
    let crc = |bytes: &[u8]| {
        let step = |crc: u32| {
            if crc & 1 == 1 {
                0xEDB8_8320 ^ (crc >> 1)
            } else {
                crc >> 1
            }
        };
        !bytes.iter().fold(!0u32, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc))
        })
    };
    let adler = raw.iter().fold((1u32, 0u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (a + b) % 65_521)
    });
    let mut zlib = vec![0x78, 0x01];
    let blocks = raw.chunks(0xFFFF).count();
    for (at, block) in raw.chunks(0xFFFF).enumerate() {
        zlib.push(u8::from(at + 1 == blocks));
        zlib.extend((block.len() as u16).to_le_bytes());
        zlib.extend((!(block.len() as u16)).to_le_bytes());
        zlib.extend(block);
    }
    zlib.extend(((adler.1 << 16) | adler.0).to_be_bytes());
    let head = [
        &width.to_be_bytes()[..],
        &height.to_be_bytes(),
        &[8, 2, 0, 0, 0],
    ]
    .concat();
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, bytes) in [(b"IHDR", head), (b"IDAT", zlib), (b"IEND", Vec::new())] {
        let chunk = [&kind[..], &bytes].concat();
        png.write_all(&(bytes.len() as u32).to_be_bytes()).unwrap();
        png.extend(&chunk);
        png.extend(crc(&chunk).to_be_bytes());
    }
    png
}

#[test]
fn sizes_are_those_of_photographs() {
    let site = site("![Un jardin](b.png)");
    site.write("content/posts/b.png", photograph(60, 40));
    let built = site.build();
    built.holds("/fr/a/", " alt=\"Un jardin\" width=\"60\" height=\"40\" ");
    assert!(
        !built.found.iter().any(|text| text.contains("b.png")),
        "{:#?}",
        built.found
    );
}

#[cfg(feature = "images")]
mod variants {
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::PathBuf;
    use std::time::SystemTime;

    use super::{found, photograph, site};
    use crate::support::{Built, SITE, TestSite};

    /// The ending and the media type of variants.
    const FORMAT: (&str, &str) = match cfg!(feature = "webp") {
        true => (".webp", "image/webp"),
        false => (".jpg", "image/jpeg"),
    };

    /// A site with a photograph, in three sizes.
    fn with_photograph() -> TestSite {
        let site = site("![Un jardin](b.png)");
        site.write("content/posts/b.png", photograph(300, 200));
        site.write(
            "site.toml",
            format!("{SITE}[images]\nwidths = [200, 100, 400]\n"),
        );
        site
    }

    fn made(built: &Built) -> Vec<&str> {
        built
            .files
            .keys()
            .filter(|file| file.ends_with(FORMAT.0))
            .map(String::as_str)
            .collect()
    }

    /// The files of the cache, and when they were written.
    fn cache(site: &TestSite) -> BTreeMap<PathBuf, SystemTime> {
        let files = fs::read_dir(site.root().join(".cache/images"))
            .unwrap()
            .map(Result::unwrap);
        files
            .map(|file| (file.path(), file.metadata().unwrap().modified().unwrap()))
            .collect()
    }

    #[test]
    fn a_photograph_is_made_in_every_width_that_it_has_once_for_both_languages() {
        let built = with_photograph().build();
        let files = made(&built);
        let [small, middle, own] = files[..] else {
            panic!("{files:?}")
        };
        assert!(
            small.starts_with("media/posts/b-100w.") && middle.starts_with("media/posts/b-200w."),
            "{files:?}"
        );
        assert!(own.starts_with("media/posts/b-300w."), "{files:?}");
        for page in ["/fr/a/", "/en/a/"] {
            built.holds(
                page,
                &format!(
                    "<picture><source type=\"{}\" srcset=\"/{small} 100w, /{middle} 200w, /{own} 300w\" \
                     sizes=\"(min-width: 330px) 300px, 92vw\"><img src=\"/media/posts/b.png\" alt=\"Un jardin\" width=\"300\" \
                     height=\"200\" /></picture>",
                    FORMAT.1
                ),
            );
        }
        let manifest = &built.files[".diptych.json"];
        assert!(manifest.contains(own), "{manifest}");
    }

    /// A build that is made, though it is like the one before: a build of which nothing changed does not look at pictures.
    fn after_an_edit(site: &TestSite) -> Built {
        site.write(
            "site.toml",
            fs::read(site.root().join("site.toml")).unwrap(),
        );
        site.build()
    }

    #[test]
    fn a_second_build_makes_nothing_and_a_spoilt_file_is_made_anew() {
        let site = with_photograph();
        let first = site.build();
        let times = cache(&site);
        assert_eq!(times.len(), 4);
        let second = site.build();
        assert_eq!(cache(&site), times, "nothing was written");
        assert_eq!(first.files, second.files);
        let spoilt = times
            .keys()
            .find(|path| {
                path.to_string_lossy()
                    .ends_with(&format!("200w{}", FORMAT.0))
            })
            .unwrap();
        let good = fs::read(spoilt).unwrap();
        for bad in [
            b"".to_vec(),
            good[..good.len() / 2].to_vec(),
            [&good[..20], b"?", &good[21..]].concat(),
        ] {
            fs::write(spoilt, bad).unwrap();
            assert_eq!(after_an_edit(&site).files, first.files);
            assert_eq!(fs::read(spoilt).unwrap(), good);
        }
        let record = times
            .keys()
            .find(|path| path.to_string_lossy().ends_with(".txt"))
            .unwrap();
        fs::write(record, "").unwrap();
        assert_eq!(after_an_edit(&site).files, first.files);
        fs::remove_dir_all(site.root().join(".cache")).unwrap();
        assert_eq!(site.build().files, first.files, "the same bytes");
    }

    #[test]
    fn a_changed_photograph_has_new_addresses_and_no_old_one_is_missed() {
        let site = with_photograph();
        let first = site.build();
        site.write("content/posts/b.png", photograph(300, 210));
        let second = site.build();
        let (old, both) = (made(&first), made(&second));
        assert_eq!((old.len(), both.len()), (3, 6));
        assert!(
            old.iter().all(|file| both.contains(file)),
            "for pages that readers have open"
        );
        let page = &second.files["fr/a/index.html"];
        let named = both.iter().filter(|file| page.contains(**file));
        assert!(named.eq(both.iter().filter(|file| !old.contains(file))));
        site.write(
            "content/posts/c.fr.md",
            "+++\ntitle = \"Un autre\"\ndate = 2024-05-02\n+++\n\nUn texte.\n",
        );
        let third = site.build();
        assert_eq!(made(&third).len(), 3, "the old ones are gone");
        assert!(
            !second.found.iter().any(|text| text.contains("is no more")),
            "{:#?}",
            second.found
        );
    }

    #[test]
    fn a_file_of_the_author_s_is_never_written_over() {
        let site = with_photograph();
        let name = made(&site.build())[0].to_owned();
        site.write(
            "content/posts/c.fr.md",
            "+++\ntitle = \"C\"\ndate = 2024-05-02\nfiles = [\"*w.*\"]\n+++\n\nUn texte.\n",
        );
        site.write(
            &format!("content/{}", name.strip_prefix("media/").unwrap()),
            "the author's",
        );
        let built = site.build();
        assert_eq!(built.files[&name], "the author's");
        built.lacks("/fr/a/", " 100w");
    }

    #[test]
    fn nothing_is_made_where_it_is_turned_off_or_of_what_moves_or_is_broken() {
        let site = with_photograph();
        site.write("site.toml", format!("{SITE}[images]\nenabled = false\n"));
        assert_eq!(made(&site.build()), Vec::<&str>::new());
        assert!(!site.root().join(".cache/images").exists());
        assert_eq!(made(&found("![Une image](a.gif)", &[])), Vec::<&str>::new());
        let site = with_photograph();
        site.write("content/posts/b.png", &photograph(300, 200)[..2000]);
        let built = site.build();
        let told: Vec<&str> = built
            .heads()
            .into_iter()
            .filter(|head| head.contains("[image]"))
            .collect();
        assert_eq!(told.len(), 1, "{:#?}", built.found);
        assert!(
            told[0].starts_with("warning[image]: `content/posts/b.png` is broken: "),
            "{told:?}"
        );
        built.holds(
            "/fr/a/",
            "<img src=\"/media/posts/b.png\" alt=\"Un jardin\" width=\"300\" height=\"200\" />",
        );
        assert!(built.files.contains_key("media/posts/b.png"));
    }

    #[test]
    fn a_folder_that_cannot_be_written_costs_only_the_variants() {
        let site = with_photograph();
        site.write(".cache", "in the way");
        let built = site.build();
        assert!(built.published);
        assert_eq!(made(&built), Vec::<&str>::new());
        let told = built
            .heads()
            .into_iter()
            .filter(|head| head.starts_with("warning[image]: cannot write "))
            .count();
        assert_eq!(told, 1, "{:#?}", built.found);
    }
}

#[test]
fn photographs_do_not_tell_where_they_were_taken() {
    let segment = |marker: u8, contents: &[u8]| {
        [&[0xFF, marker, 0, contents.len() as u8 + 2][..], contents].concat()
    };
    let frame = segment(0xC0, b"\x08\0\x10\0\x10\x01\x01\x11\0");
    let scan = [
        segment(0xDA, b"\x01\x01\0\0\x3f\0"),
        b"\x12\x34\xFF\xD9".to_vec(),
    ]
    .concat();
    let xmp = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0 45.75 N");
    let photograph = [&[0xFF, 0xD8][..], &xmp, &frame, &scan].concat();
    let site = TestSite::new(&[(
        "content/posts/a.fr.md",
        &post("title = \"A\"", "![Un lac](lac.jpg)"),
    )]);
    site.write("content/posts/lac.jpg", &photograph);
    site.write("static/lac.jpg", &photograph);
    for (settings, is_told) in [
        ("", false),
        ("[images]\nmetadata = \"keep\"\n", true),
        ("", false),
    ] {
        site.write("site.toml", [SITE, settings].concat());
        let built = site.build();
        assert!(built.published, "{:?}", built.found);
        for file in ["media/posts/lac.jpg", "lac.jpg"] {
            let published = std::fs::read(site.output().join(file)).unwrap();
            assert_eq!(
                published.windows(7).any(|part| part == b"45.75 N"),
                is_told,
                "{settings} {file}"
            );
            assert_eq!(published == photograph, is_told);
        }
    }
    assert_eq!(
        std::fs::read(site.root().join("content/posts/lac.jpg")).unwrap(),
        photograph
    );
}
