//! Links to other sites are asked for, told and remembered.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::NaiveDate;
use diptych::diag::{self, Code};
use diptych::pipeline::{self, Checking};

use crate::support::{TestSite, post};

/// Paths, how each answers HEAD and GET, and where it sends on to.
const PAGES: &[(&str, u16, u16, &str)] = &[
    ("/good", 200, 200, ""),
    ("/gone", 404, 404, ""),
    ("/moved", 301, 301, "/good"),
    ("/twice", 308, 308, "/moved"),
    ("/elsewhere", 302, 302, "/good"),
    ("/no-head", 405, 200, ""),
    ("/busy", 503, 503, ""),
    ("/home", 301, 301, "/"),
    ("/", 200, 200, ""),
];

/// A host on this machine, and the requests that it got.
fn host() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let requests = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&requests);
    std::thread::spawn(move || {
        for stream in listener.incoming().map(Result::unwrap) {
            let lines = BufReader::new(&stream).lines().map_while(Result::ok);
            let lines: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
            let Some((method, rest)) = lines.first().and_then(|line| line.split_once(' ')) else {
                continue;
            };
            let path = rest.split(' ').next().unwrap();
            let agent = lines
                .iter()
                .any(|line| line.to_lowercase().starts_with("user-agent: diptych/"));
            log.lock().unwrap().push(format!(
                "{method} {path}{}",
                if agent { "" } else { " unnamed" }
            ));
            let page = PAGES.iter().find(|page| page.0 == path).unwrap();
            let (_, head, get, to) = *page;
            let status = if method == "HEAD" { head } else { get };
            let answer = format!(
                "HTTP/1.1 {status} x\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            );
            let _ = (&stream).write_all(answer.as_bytes());
        }
    });
    (base, requests)
}

#[test]
fn links_to_other_sites_are_asked_for_and_remembered() {
    let has_curl = Command::new("curl")
        .arg("--version")
        .stdout(Stdio::null())
        .status();
    let (base, requests) = host();
    let links = PAGES
        .iter()
        .map(|(path, ..)| format!("[un]({base}{path}#ici)"));
    let links: Vec<String> = links.collect();
    let own = "[moi](https://example.org/fr/a/)";
    let text = format!("{}\n{own}", links.join("\n"));
    let mut site = TestSite::new(&[(
        "content/posts/a.fr.md",
        &post("title = \"A\"\ndate = 2019-03-02", &text),
    )]);
    let mut found = |day: (u32, u32), links| {
        site.options.now = NaiveDate::from_ymd_opt(2026, day.0, day.1).unwrap();
        requests.lock().unwrap().clear();
        let how = Checking {
            links,
            ..Default::default()
        };
        let report = pipeline::check(&site.options, &site.output(), how);
        let told = report
            .diagnostics
            .iter()
            .filter(|found| found.code == Code::LinkOut);
        let told: Vec<String> = told
            .map(|found| diag::plain(found, &report.sources).replace(&base, ""))
            .collect();
        (
            told,
            requests
                .lock()
                .unwrap()
                .iter()
                .cloned()
                .collect::<BTreeSet<_>>(),
        )
    };
    assert_eq!(found((3, 1), None), Default::default(), "off by default");
    let (told, asked) = found((3, 1), Some(Duration::ZERO));
    if !has_curl.is_ok_and(|status| status.success()) {
        assert!(
            told[0].contains("there is no program `curl` here"),
            "{told:?}"
        );
        return;
    }
    let expected = [
        "content/posts/a.fr.md:7:1: warning[link-out]: this link leads nowhere: `/gone` (404)\n  help: correct it, or lead to a copy in a web archive",
        "content/posts/a.fr.md:8:1: note[link-out]: this address is another for good: `/moved`\n  help: write `/good`",
        "content/posts/a.fr.md:9:1: note[link-out]: this address is another for good: `/twice`\n  help: write `/good`",
        "note[link-out]: of 1 link it cannot be told whether it leads somewhere: `/busy` (503)\n  help: look at them in a browser",
    ];
    assert_eq!(told, expected);
    let get = asked.iter().filter(|request| request.starts_with("GET"));
    assert_eq!(
        get.collect::<Vec<_>>(),
        ["GET /busy", "GET /gone", "GET /no-head"]
    );
    assert!(asked.contains("HEAD /good"), "{asked:?}");
    for (day, all) in [((3, 30), false), ((4, 1), true)] {
        let (again, asked) = found(day, Some(Duration::ZERO));
        assert_eq!(again, told, "{day:?}");
        assert!(
            asked.contains("HEAD /gone"),
            "what is broken is asked again"
        );
        assert_eq!(asked.contains("HEAD /good"), all, "{day:?} {asked:?}");
    }
}
