//! Addresses of videos, and the players that show them in a page.

use serde::Serialize;

/// A video of a platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Player {
    /// The platform's name; of PeerTube, whose instances are many, the host.
    pub platform: String,
    /// Where a reader without a player sees the video.
    pub page: String,
    /// What an `<iframe>` loads; of the forms that a platform offers, the one that follows readers least.
    pub embed: String,
}

/// The player of an address; `None` where it is no video that we know.
pub fn player(url: &str) -> Option<Player> {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))?;
    let (host, path) = rest.split_once('/')?;
    let host = host.to_lowercase();
    let host = ["www.", "m.", "music."]
        .iter()
        .find_map(|sub| host.strip_prefix(sub))
        .unwrap_or(&host);
    let path = path.split('#').next().unwrap_or_default();
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    match host {
        "youtube.com" | "youtube-nocookie.com" | "youtu.be" => youtube(host, &parts, query),
        "vimeo.com" | "player.vimeo.com" => vimeo(&parts, query),
        "dailymotion.com" | "dai.ly" | "geo.dailymotion.com" => dailymotion(&parts, query),
        host => peertube(host, &parts),
    }
}

/// support.google.com/youtube/answer/171780: the "privacy-enhanced mode" is another host.
fn youtube(host: &str, parts: &[&str], query: &str) -> Option<Player> {
    let id = match parts {
        [id] if host == "youtu.be" => id,
        ["watch"] => parameter(query, "v")?,
        ["embed" | "shorts" | "live" | "v", id] => id,
        _ => return None,
    };
    let start = parameter(query, "t")
        .or(parameter(query, "start"))
        .and_then(seconds)
        .filter(|seconds| *seconds > 0);
    let (at, from) = start.map_or_else(Default::default, |s| {
        (format!("&t={s}s"), format!("&start={s}"))
    });
    is_id(id).then(|| Player {
        platform: "YouTube".to_owned(),
        page: format!("https://www.youtube.com/watch?v={id}{at}"),
        embed: format!("https://www.youtube-nocookie.com/embed/{id}?autoplay=1{from}"),
    })
}

/// help.vimeo.com, "Embed options": `dnt` stops the player from following; `h` is the key of an unlisted video.
fn vimeo(parts: &[&str], query: &str) -> Option<Player> {
    let (id, key) = match parts {
        [id] | ["video", id] | ["channels", _, id] => (*id, parameter(query, "h")),
        [id, key] | ["video", id, key] => (*id, Some(*key)),
        _ => return None,
    };
    let key = key.filter(|key| is_id(key));
    (!id.is_empty() && id.bytes().all(|b| b.is_ascii_digit())).then(|| Player {
        platform: "Vimeo".to_owned(),
        page: format!(
            "https://vimeo.com/{id}{}",
            key.map(|key| format!("/{key}")).unwrap_or_default()
        ),
        embed: format!(
            "https://player.vimeo.com/video/{id}?autoplay=1&dnt=1{}",
            key.map(|key| format!("&h={key}")).unwrap_or_default()
        ),
    })
}

/// developers.dailymotion.com/guides/embed: `geo` is the player's host.
fn dailymotion(parts: &[&str], query: &str) -> Option<Player> {
    let id = match parts {
        ["video", id] | ["embed", "video", id] => id,
        [player] if player.starts_with("player") => parameter(query, "video")?,
        [id] => id,
        _ => return None,
    };
    // Older addresses carry the title: `x2abc_le-titre`.
    let id = id.split('_').next().unwrap_or(id);
    is_id(id).then(|| Player {
        platform: "Dailymotion".to_owned(),
        page: format!("https://www.dailymotion.com/video/{id}"),
        embed: format!("https://geo.dailymotion.com/player.html?video={id}"),
    })
}

/// docs.joinpeertube.org: any host; a video is known by a UUID, or the same in 22 letters.
fn peertube(host: &str, parts: &[&str]) -> Option<Player> {
    let (["w", id] | ["videos", "watch" | "embed", id]) = parts else {
        return None;
    };
    let is_uuid = id.len() == 36 && id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    let is_short = id.len() == 22 && id.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_host = host.contains('.')
        && host
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b".-:".contains(&b));
    (is_host && (is_uuid || is_short)).then(|| Player {
        platform: host.to_owned(),
        page: format!("https://{host}/w/{id}"),
        embed: format!("https://{host}/videos/embed/{id}?autoplay=1"),
    })
}

fn parameter<'q>(query: &'q str, name: &str) -> Option<&'q str> {
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
}

/// `90`, `90s`, `1m30s`, `1h2m3s`.
fn seconds(text: &str) -> Option<u32> {
    let of_part = |part: &str| {
        let number = part.trim_end_matches(['h', 'm', 's']);
        let unit = match &part[number.len()..] {
            "h" => 3600,
            "m" => 60,
            _ => 1,
        };
        let is_number = number.bytes().all(|b| b.is_ascii_digit());
        number
            .parse::<u32>()
            .ok()
            .filter(|_| is_number)?
            .checked_mul(unit)
    };
    text.split_inclusive(['h', 'm', 's'])
        .try_fold(0u32, |total, part| total.checked_add(of_part(part)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_their_players() {
        for (url, expected) in [
            (
                "https://www.youtube.com/watch?v=a_B-9",
                Some("https://www.youtube-nocookie.com/embed/a_B-9?autoplay=1"),
            ),
            (
                "https://youtu.be/abc?t=1m30s",
                Some("https://www.youtube-nocookie.com/embed/abc?autoplay=1&start=90"),
            ),
            (
                "http://m.youtube.com/shorts/abc",
                Some("https://www.youtube-nocookie.com/embed/abc?autoplay=1"),
            ),
            (
                "https://www.youtube.com/embed/abc?start=5&x=1",
                Some("https://www.youtube-nocookie.com/embed/abc?autoplay=1&start=5"),
            ),
            ("https://www.youtube.com/@quelqu-un", None),
            ("https://www.youtube.com/watch?v=a\"b", None),
            ("https://www.youtube.com/watch?list=a", None),
            (
                "https://vimeo.com/1234",
                Some("https://player.vimeo.com/video/1234?autoplay=1&dnt=1"),
            ),
            (
                "https://vimeo.com/1234/ab12",
                Some("https://player.vimeo.com/video/1234?autoplay=1&dnt=1&h=ab12"),
            ),
            (
                "https://player.vimeo.com/video/12?h=ab",
                Some("https://player.vimeo.com/video/12?autoplay=1&dnt=1&h=ab"),
            ),
            ("https://vimeo.com/about", None),
            (
                "https://www.dailymotion.com/video/x2abc_le-titre",
                Some("https://geo.dailymotion.com/player.html?video=x2abc"),
            ),
            (
                "https://dai.ly/x2abc",
                Some("https://geo.dailymotion.com/player.html?video=x2abc"),
            ),
            (
                "https://tube.example.org/w/abcdefghijklmnopqrstuv",
                Some("https://tube.example.org/videos/embed/abcdefghijklmnopqrstuv?autoplay=1"),
            ),
            (
                "https://tube.example.org/videos/watch/9c9de5e8-0a1e-484a-b099-e80766180a6d",
                Some(
                    "https://tube.example.org/videos/embed/9c9de5e8-0a1e-484a-b099-e80766180a6d?autoplay=1",
                ),
            ),
            ("https://example.org/w/page", None),
            ("https://example.org", None),
            ("a.mp4", None),
        ] {
            assert_eq!(
                player(url).map(|player| player.embed).as_deref(),
                expected,
                "{url}"
            );
        }
    }

    #[test]
    fn a_page_is_a_video_too() {
        for url in [
            "https://youtu.be/abc?t=90",
            "https://vimeo.com/1/ab",
            "https://dai.ly/x2",
            "https://t.org/w/abcdefghijklmnopqrstuv",
        ] {
            let first = player(url).unwrap();
            assert_eq!(player(&first.page), Some(first.clone()), "{url}");
        }
    }
}
