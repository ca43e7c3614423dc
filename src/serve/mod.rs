//! The preview: the site in memory, on this machine only; it rebuilds when a source changes and the browser follows.
//!
//! A build with errors leaves the last pages in place, with the errors over them.

mod hosts;
mod page;
mod watch;

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockWriteGuard, mpsc};
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode, Uri, header};
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::sync::watch as signal;

use crate::cache::{self, Digest, Memo};
use crate::diag::{self, Diagnostic};
use crate::load::Blob;
use crate::pipeline;
use crate::plan::Route;
use crate::project::Options;
use crate::render::Sink;
use crate::source::Sources;

/// A browser's question for a newer version is answered after so long at the latest.
const PATIENCE: Duration = Duration::from_secs(25);

/// What is shown, and where the browser learns that it changed.
struct Preview {
    shown: RwLock<Shown>,
    version: signal::Sender<u64>,
}

impl Preview {
    fn write(&self) -> RwLockWriteGuard<'_, Shown> {
        self.shown.write().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Default)]
struct Shown {
    /// Rendered pages by path.
    pages: HashMap<String, ShownPage>,
    /// Files by path.
    files: HashMap<String, Blob>,
    /// The files of the index that is searched, by path.
    index: HashMap<String, Vec<u8>>,
    /// What is not published yet, by the paths of its pages, and why.
    unpublished: HashMap<String, String>,
    /// The path that the site has on its host.
    base: String,
    /// The errors of the last build, as lines.
    errors: Vec<String>,
}

/// A page, and the digest of what it was filled with.
#[derive(Clone)]
struct ShownPage {
    of: Option<Digest>,
    bytes: Arc<[u8]>,
}

/// The pages that were shown, and those that take their place.
struct Pages {
    shown: HashMap<String, ShownPage>,
    next: Mutex<HashMap<String, ShownPage>>,
}

impl Pages {
    fn add(&self, route: &Route, page: ShownPage) {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        next.insert(route.path.clone(), page);
    }
}

impl Sink for Pages {
    type Error = std::convert::Infallible;

    fn keeps(&self, route: &Route, of: Digest) -> bool {
        let shown = self.shown.get(&route.path);
        let kept = shown.filter(|page| page.of == Some(of));
        kept.map(|page| self.add(route, page.clone())).is_some()
    }

    fn put(&self, route: &Route, of: Option<Digest>, bytes: Vec<u8>) -> Result<(), Self::Error> {
        let bytes = bytes.into();
        self.add(route, ShownPage { of, bytes });
        Ok(())
    }
}

/// Where the preview listens, and whom it answers.
#[derive(Clone, Debug)]
pub struct Listening {
    /// This machine's own address alone, unless others may see the site.
    pub host: IpAddr,
    /// Any that is free, where it is 0.
    pub port: u16,
    /// Names that it answers to, beside this machine's.
    pub allowed: Vec<String>,
}

/// Serves until the process ends. `ready` gets the address of the site, `built` the diagnostics of each build.
pub fn serve(
    options: Options,
    listening: Listening,
    ready: impl FnOnce(&str),
    built: impl Fn(&[Diagnostic], &Sources) + Send + 'static,
) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind((listening.host, listening.port)).await?;
        let address = listener.local_addr()?;
        // A browser that comes from an earlier server must not take this one's first version for the one that it has.
        let first = u64::from(std::process::id()) << 32;
        let preview = Arc::new(Preview {
            shown: RwLock::default(),
            version: signal::Sender::new(first),
        });
        let mut changes = watch::changes(&options.root).map_err(std::io::Error::other)?;
        let memo = Memo::open(&options.root, cache::this_program());
        let (builder, (first_shown, is_shown)) = (preview.clone(), mpsc::channel());
        std::thread::spawn(move || {
            let build = || {
                let base_url = format!("http://{address}{}", pipeline::base_path(&options.root));
                let options = Options {
                    base_url: Some(base_url),
                    ..options.clone()
                };
                rebuild(&builder, &options, &memo, &built, &first_shown);
            };
            build();
            memo.save();
            while changes.next().is_some() {
                build();
            }
        });
        // Without a first version the preview has gone wrong already.
        let _ = is_shown.recv();
        let base = preview
            .shown
            .read()
            .map(|shown| shown.base.clone())
            .unwrap_or_default();
        ready(&format!("http://{address}{base}"));
        let allowed = hosts::Allowed::new(listening.host, listening.allowed);
        let app = axum::Router::new()
            .route("/_diptych/wait", get(wait))
            .fallback(get(show))
            .with_state(preview)
            .layer(from_fn_with_state(Arc::new(allowed), hosts::check));
        axum::serve(listener, app).await
    })
}

/// Builds; sends to `first_shown` when the pages are shown, which is before they can be searched.
fn rebuild(
    preview: &Preview,
    options: &Options,
    memo: &Memo,
    built: &impl Fn(&[Diagnostic], &Sources),
    first_shown: &mpsc::Sender<()>,
) {
    let mut diagnostics = Vec::new();
    let shown = preview.shown.read().unwrap_or_else(PoisonError::into_inner);
    let pages = Pages {
        shown: shown.pages.clone(),
        next: Mutex::default(),
    };
    drop(shown);
    let mut prepared = pipeline::prepare(options, memo, &mut diagnostics);
    let (mut files, mut unpublished, mut base) = (HashMap::new(), HashMap::new(), "/".to_owned());
    let sources = match &mut prepared {
        Ok(prepared) => {
            let Ok(()) = prepared.pages(&mut diagnostics, &pages);
            let published = std::mem::take(&mut prepared.files).into_iter();
            files.extend(published.map(|(path, asset)| (path, asset.blob)));
            unpublished.extend(prepared.unpublished(options.now));
            base.clone_from(&prepared.project.config.base.path);
            prepared.settle(&mut diagnostics);
            &prepared.project.inputs.sources
        }
        Err(sources) => &**sources,
    };
    diag::sort(&mut diagnostics, sources);
    built(&diagnostics, sources);
    let errors = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == diag::Severity::Error);
    let errors: Vec<String> = errors
        .map(|diagnostic| diag::plain(diagnostic, sources))
        .collect();
    let is_shown = errors.is_empty();
    {
        let mut shown = preview.write();
        if is_shown {
            let next = pages.next.into_inner();
            shown.pages = next.unwrap_or_else(PoisonError::into_inner);
            shown.files = files;
            shown.unpublished = unpublished;
        }
        shown.base = base;
        shown.errors = errors;
    }
    preview.version.send_modify(|version| *version += 1);
    // Nobody listens after the first time.
    let _ = first_shown.send(());
    if let Some(prepared) = prepared.ok().filter(|_| is_shown) {
        let files = pipeline::search_index(&prepared.search_records()).into_iter();
        let index = files.map(|(file, bytes)| (format!("/{file}"), bytes));
        preview.write().index = index.collect();
    }
}

/// Answers when there is a newer version than `?since=N`.
async fn wait(State(preview): State<Arc<Preview>>, uri: Uri) -> String {
    let since: u64 = uri
        .query()
        .and_then(|query| query.strip_prefix("since=")?.parse().ok())
        .unwrap_or(0);
    let mut version = preview.version.subscribe();
    let _ = tokio::time::timeout(PATIENCE, version.wait_for(|version| *version != since)).await;
    version.borrow().to_string()
}

async fn show(State(preview): State<Arc<Preview>>, uri: Uri) -> Response<Body> {
    let version = *preview.version.borrow();
    let shown = preview.shown.read().unwrap_or_else(PoisonError::into_inner);
    let asked = crate::text::url::decode(uri.path());
    let Some(path) = asked.strip_prefix(shown.base.trim_end_matches('/')) else {
        return redirect(&shown.base);
    };
    let path = match path {
        "" => return redirect(&shown.base),
        path => path.to_owned(),
    };
    let dressed = |status, path: &str, page: &[u8]| {
        let unpublished = shown.unpublished.get(path).map(String::as_str);
        let page = page::dressed(page, path, &shown.errors, unpublished, version);
        answer(status, path, page)
    };
    // As a host does: `/a/` is `/a/index.html`, whichever of the two is asked for.
    let folder = path
        .strip_suffix("index.html")
        .filter(|folder| folder.ends_with('/'));
    let page = shown.pages.get(&path);
    if let Some(page) = page.or_else(|| shown.pages.get(folder?)) {
        return dressed(StatusCode::OK, &path, &page.bytes);
    }
    if let Some(bytes) = shown.index.get(&path) {
        return answer(StatusCode::OK, &path, bytes.clone());
    }
    let index = format!("{path}index.html");
    let file = shown.files.get(&path);
    if let Some(blob) = file.or_else(|| shown.files.get(&index).filter(|_| path.ends_with('/'))) {
        return file_of(blob, &path);
    }
    if shown.pages.contains_key(&format!("{path}/"))
        || shown.files.contains_key(&format!("{path}/index.html"))
    {
        return redirect(&format!("{}/", uri.path()));
    }
    let status = match shown.pages.is_empty() {
        true => StatusCode::INTERNAL_SERVER_ERROR,
        false => StatusCode::NOT_FOUND,
    };
    let page = not_found(&shown, &path).map_or(
        &b"<!doctype html><title>diptych</title><body></body>"[..],
        |page| &page.bytes[..],
    );
    dressed(status, "/404.html", page)
}

fn redirect(to: &str) -> Response<Body> {
    let response = Response::builder()
        .status(StatusCode::TEMPORARY_REDIRECT)
        .header(header::LOCATION, to);
    response.body(Body::empty()).unwrap_or_default()
}

/// A file, read when asked for: a picture that has just been saved is the one that is shown.
fn file_of(blob: &Blob, path: &str) -> Response<Body> {
    let bytes = match blob {
        Blob::Embedded(bytes) => Ok(bytes.to_vec()),
        Blob::Made(bytes) => Ok(bytes.to_vec()),
        Blob::Disk(file) => std::fs::read(file),
    };
    match bytes {
        Ok(bytes) => answer(StatusCode::OK, path, bytes),
        Err(_) => answer(
            StatusCode::NOT_FOUND,
            "/404.txt",
            b"this file has just gone".to_vec(),
        ),
    }
}

/// The 404 of the path's language, else the one in all of them.
fn not_found<'s>(shown: &'s Shown, path: &str) -> Option<&'s ShownPage> {
    let language = path.match_indices('/').nth(1).map(|(end, _)| &path[..=end]);
    let own = language.and_then(|folder| shown.pages.get(&format!("{folder}404.html")));
    own.or_else(|| shown.pages.get("/404.html"))
}

fn answer(status: StatusCode, path: &str, bytes: Vec<u8>) -> Response<Body> {
    let response = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, page::content_type(path))
        .header(header::CACHE_CONTROL, "no-store");
    response.body(Body::from(bytes)).unwrap_or_default()
}
