//! The preview: in memory, on this machine, drafts shown, rebuilt on change, with its errors in the page.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{SITE, TestSite, post};

pub struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(site: &TestSite) -> Self {
        Self::start_with(site, &[])
    }

    fn start_with(site: &TestSite, arguments: &[&str]) -> Self {
        Self::start_in(site.root(), arguments)
    }

    pub fn start_in(site: &Path, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
        let mut child = command
            .args(["serve", "--port", "0"])
            .args(arguments)
            .current_dir(site)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = lines
            .find_map(|line| {
                Some(
                    line.unwrap()
                        .strip_prefix("serving http://")?
                        .split('/')
                        .next()?
                        .to_owned(),
                )
            })
            .unwrap();
        // What else it says must be read, or its pipe fills.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            self.address
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Asks under another name.
    fn get_as(&self, host: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Asks until the answer holds `part`: a change takes a moment to be seen.
    pub fn until(&self, path: &str, part: &str) -> String {
        let start = Instant::now();
        loop {
            let answer = self.get(path);
            if answer.contains(part) {
                return answer;
            }
            assert!(
                start.elapsed() < Duration::from_secs(20),
                "{path} never held {part}\n{answer}"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn preview() {
    let site = TestSite::new(&[
        (
            "content/posts/a.fr.md",
            &post("title = \"A\"\ndraft = true", "Avant."),
        ),
        ("content/posts/i.svg", "<svg/>"),
    ]);
    let server = Server::start(&site);
    let page = server.get("/fr/a/");
    assert!(
        page.starts_with("HTTP/1.1 200")
            && page.contains("Avant.")
            && page.contains("diptych-draft"),
        "drafts are shown, as such\n{page}"
    );
    assert!(
        page.contains(&format!(
            "<link rel=\"canonical\" href=\"http://{}/fr/a/\">",
            server.address
        )),
        "{page}"
    );
    assert!(server.get("/fr/a").starts_with("HTTP/1.1 307"));
    assert!(server.get("/nowhere/").starts_with("HTTP/1.1 404"));
    let page = server.get("/en/nowhere/");
    assert!(
        page.contains("Page not found") && !page.contains("introuvable"),
        "in the path's language\n{page}"
    );
    #[cfg(feature = "search")]
    server.until("/search-index/index.json", "\"posts\":[1]");
    assert!(server.get("/media/posts/i.svg").contains("image/svg+xml"));
    for path in [
        "/../site.toml",
        "/%2e%2e/site.toml",
        "/site.toml",
        "/.diptych.json",
    ] {
        assert!(server.get(path).starts_with("HTTP/1.1 404"), "{path}");
    }
    assert!(!site.output().exists(), "nothing is written");

    site.write(
        "content/posts/a.fr.md",
        post("title = \"A\"\ndraft = true", "Après."),
    );
    server.until("/fr/a/", "Après.");
    site.write("content/posts/a.fr.md", "+++\ntitle = \n+++\n");
    let page = server.until("/fr/a/", "diptych-errors");
    assert!(
        page.contains("Après.") && page.contains("content/posts/a.fr.md:2:9"),
        "the last page, and the error\n{page}"
    );
    site.write("content/posts/a.fr.md", post("title = \"A\"", "Encore."));
    let page = server.until("/fr/a/", "Encore.");
    assert!(!page.contains("diptych-errors") && !page.contains("diptych-draft"));

    // A folder that comes to be while it runs.
    site.write("templates/post.html", "<p>mine: {{ post.title }}</p>");
    server.until("/fr/a/", "mine: A");
    site.write("templates/post.html", "<p>still mine: {{ post.title }}</p>");
    server.until("/fr/a/", "still mine: A");
    site.remove("templates/post.html");
    server.until("/fr/a/", "Encore.");

    // The browser is told of a newer version at once, and of the present one after a while.
    assert!(
        server
            .get("/_diptych/wait?since=0")
            .trim_end()
            .ends_with(char::is_numeric)
    );
}

#[test]
fn a_site_stands_below_its_path_and_drafts_may_be_left_out() {
    let site = TestSite::new(&[
        ("content/posts/a.fr.md", &post("title = \"A\"", "Un.")),
        (
            "content/posts/b.fr.md",
            &post("title = \"B\"\ndraft = true", "Deux."),
        ),
    ]);
    site.write(
        "site.toml",
        SITE.replace("example.org/", "example.org/blog/"),
    );
    let server = Server::start_with(&site, &["--no-drafts"]);
    assert!(server.get("/blog/fr/a/").contains("<a href=\"/blog/fr/\""));
    assert!(server.get("/blog/fr/b/").starts_with("HTTP/1.1 404"));
    for path in ["/", "/fr/a/", "/blog"] {
        let answer = server.get(path);
        assert!(
            answer.starts_with("HTTP/1.1 307") && answer.contains("location: /blog/"),
            "{path}\n{answer}"
        );
    }
}

#[test]
fn a_page_of_an_earlier_server_is_out_of_date() {
    let site = TestSite::new(&[("content/posts/a.fr.md", &post("title = \"A\"", "Un."))]);
    let version = || {
        let page = Server::start(&site).get("/fr/a/");
        page.split("since=")
            .nth(1)
            .and_then(|rest| rest.split('\'').next())
            .unwrap()
            .to_owned()
    };
    assert_ne!(version(), version());
}

#[test]
fn a_site_that_never_built_says_why() {
    let site = TestSite::new(&[("site.toml", "base_url = 3")]);
    let server = Server::start(&site);
    let page = server.get("/");
    assert!(
        page.starts_with("HTTP/1.1 500") && page.contains("site.toml:1:12"),
        "{page}"
    );
}

#[test]
fn the_preview_answers_under_names_of_this_machine_alone() {
    let site = TestSite::new(&[(
        "content/posts/a.fr.md",
        &post("title = \"Un\"", "Un texte."),
    )]);
    let server = Server::start(&site);
    server.until("/fr/", "Un");
    assert!(server.get_as("localhost").starts_with("HTTP/1.1 200"));
    assert!(server.get_as("evil.example").starts_with("HTTP/1.1 403"));
}
