//! Whether addresses of other sites answer, asked politely: one host is asked one thing at a time, with a pause, and few hosts at once.
//!
//! The system's `curl` asks, as it has the certificates and the proxies of the author's machine; a client of our own with TLS would need a
//! C compiler or cost a minute of every first build.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// So many hosts are asked at once.
const AT_ONCE: usize = 4;
/// So many times a request is sent on.
const HOPS: usize = 5;
const AGENT: &str = concat!("diptych/", env!("CARGO_PKG_VERSION"), " (checks links)");
/// Codes with which curl ends: no such host, no answer in time.
const NO_HOST: i32 = 6;
const TOO_SLOW: i32 = 28;

/// What became of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Good,
    /// It answers, and says that it is another for good.
    Moved(String),
    /// There is nothing there: the status.
    Gone(u16),
    NoHost,
    /// It cannot be told, and why.
    Unknown(String),
}

/// Whether there is a `curl` to ask with.
pub fn can_ask() -> bool {
    let version = Command::new("curl")
        .arg("--version")
        .stdout(Stdio::null())
        .status();
    version.is_ok_and(|status| status.success())
}

/// Asks for each address, with a pause between two requests to one host.
pub fn ask(addresses: &[&str], pause: Duration) -> BTreeMap<String, Answer> {
    let mut by_host: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for address in addresses {
        by_host.entry(host(address)).or_default().push(address);
    }
    let hosts = Mutex::new(by_host.into_values());
    let answers = Mutex::new(BTreeMap::new());
    let next = || hosts.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work = || {
        while let Some(addresses) = next() {
            for address in addresses {
                let answer = follow(address, pause);
                let mut answers = answers.lock().unwrap_or_else(PoisonError::into_inner);
                answers.insert(address.to_owned(), answer);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(work);
        }
    });
    answers.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

/// Goes where an address leads; as far as each step is for good, that is its new address.
fn follow(address: &str, pause: Duration) -> Answer {
    let (mut at, mut lasting) = (address.to_owned(), Some(address.to_owned()));
    let mut new = None;
    for _ in 0..=HOPS {
        let (status, next) = match request(&at, pause) {
            Ok(reply) => reply,
            Err(NO_HOST) => return Answer::NoHost,
            Err(TOO_SLOW) => return Answer::Unknown("no answer in time".to_owned()),
            Err(code) => return Answer::Unknown(format!("curl: error {code}")),
        };
        match status {
            200..=299 => return new.map_or(Answer::Good, Answer::Moved),
            404 | 410 => return Answer::Gone(status),
            300..=399 if !next.is_empty() => {
                lasting = lasting
                    .filter(|_| matches!(status, 301 | 308))
                    .map(|_| next.clone());
                new = lasting.clone().or(new);
                at = next;
            }
            _ => return Answer::Unknown(status.to_string()),
        }
    }
    Answer::Unknown("sent on too often".to_owned())
}

/// The status of an address and where it sends on to; else the code of curl's error. Hosts that refuse HEAD are asked for the page.
fn request(address: &str, pause: Duration) -> Result<(u16, String), i32> {
    let of_head = curl(address, &["--head"]);
    std::thread::sleep(pause);
    match of_head {
        Ok((200..=399 | 429, _)) | Err(NO_HOST | TOO_SLOW) => of_head,
        _ => {
            let of_page = curl(address, &[]);
            std::thread::sleep(pause);
            of_page
        }
    }
}

fn curl(address: &str, how: &[&str]) -> Result<(u16, String), i32> {
    let output = Command::new("curl")
        .args([
            "--silent",
            "--globoff",
            "--proto",
            "=http,https",
            "--user-agent",
            AGENT,
        ])
        .args([
            "--connect-timeout",
            "10",
            "--max-time",
            "20",
            "--max-filesize",
            "5000000",
        ])
        .args(["--write-out", "%{stderr}%{http_code} %{redirect_url}"])
        .args(how)
        .args(["--url", address])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output();
    let output = output.map_err(|_| -1)?;
    let told = String::from_utf8_lossy(&output.stderr);
    let (status, next) = told.trim().split_once(' ').unwrap_or((told.trim(), ""));
    match status.parse() {
        Ok(status) if status > 0 => Ok((status, next.to_owned())),
        _ => Err(output.status.code().unwrap_or(-1)),
    }
}
