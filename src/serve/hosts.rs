//! Whom the preview answers: drafts are nobody's but the author's, and a page of another site can ask for them under a name of its own
//! that leads to this machine (DNS rebinding).

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Names of this machine.
const OWN: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Whom the preview answers.
#[derive(Debug)]
pub struct Allowed {
    names: Vec<String>,
    /// Whether other machines may ask, by an address of this one: no name leads there but by the author's will.
    addresses: bool,
}

impl Allowed {
    pub fn new(host: IpAddr, names: Vec<String>) -> Self {
        let addresses = !host.is_loopback();
        Self { names, addresses }
    }

    fn holds(&self, name: &str) -> bool {
        let is_address = || name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
        let mut names = self.names.iter().map(String::as_str).chain(OWN);
        names.any(|own| own.eq_ignore_ascii_case(name)) || (self.addresses && is_address())
    }
}

/// Answers only what is asked for under a name of this machine, or one that the author allows, and by no page of another site.
pub async fn check(State(allowed): State<Arc<Allowed>>, request: Request, next: Next) -> Response {
    match may_ask(request.headers(), &allowed) {
        true => next.run(request).await,
        false => {
            let help =
                "diptych answers to localhost; allow another name with `--allow-host NAME`\n";
            (StatusCode::FORBIDDEN, help).into_response()
        }
    }
}

fn may_ask(headers: &HeaderMap, allowed: &Allowed) -> bool {
    let value = |name| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or_default())
    };
    let is_allowed = |host: &str| allowed.holds(without_port(host).trim_end_matches('.'));
    let origin = value(header::ORIGIN).and_then(|origin| Some(origin.split_once("://")?.1));
    let is_own_origin = !headers.contains_key(header::ORIGIN) || origin.is_some_and(is_allowed);
    value(header::HOST).is_some_and(is_allowed) && is_own_origin
}

fn without_port(host: &str) -> &str {
    let port = host
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()));
    port.map_or(host, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_ask() {
        for (host, origin, expected) in [
            (Some("localhost:1414"), None, true),
            (Some("127.0.0.1:1414"), Some("http://127.0.0.1:1414"), true),
            (Some("[::1]:80"), None, true),
            (Some("[::1]"), None, true),
            (Some("My-Laptop.local:1414"), None, true),
            (Some("LocalHost.:1414"), None, true),
            (Some("evil.example"), None, false),
            (Some("localhost.evil.example:1414"), None, false),
            (Some("localhost:1414"), Some("https://evil.example"), false),
            (Some("localhost:1414"), Some("null"), false),
            (None, None, false),
        ] {
            let mut headers = HeaderMap::new();
            for (name, value) in [(header::HOST, host), (header::ORIGIN, origin)] {
                if let Some(value) = value {
                    headers.insert(name, value.parse().unwrap());
                }
            }
            let allowed = Allowed::new([127, 0, 0, 1].into(), vec!["my-laptop.local".to_owned()]);
            assert_eq!(may_ask(&headers, &allowed), expected, "{host:?} {origin:?}");
        }
    }
    #[test]
    fn addresses_may_be_asked_where_other_machines_may() {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, "192.168.1.20:1414".parse().unwrap());
        for (host, expected) in [([0, 0, 0, 0], true), ([127, 0, 0, 1], false)] {
            assert_eq!(
                may_ask(&headers, &Allowed::new(host.into(), Vec::new())),
                expected
            );
        }
    }
}
