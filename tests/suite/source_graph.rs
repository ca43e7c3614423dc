//! Which file imports from which, by the tokens of the sources.
//!
//! File A imports from file B when A names an item that is *defined* in B, in a `use` or by a path. A re-export (`pub use`) is
//! resolved to the file of the definition, and is no import itself: a child that takes a sibling's item through `super::` imports
//! from that sibling. `mod x;` alone imports nothing; methods and fields are not seen; code that is compiled for tests only does
//! not count.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

type Segments = Vec<String>;

/// One `use`, flattened: `use a::{b, c as d}` is two.
struct Use {
    path: Segments,
    /// The name that it brings in, `*` for all.
    name: String,
    public: bool,
}

/// One module as written.
#[derive(Default)]
struct Module {
    file: String,
    items: BTreeSet<String>,
    uses: Vec<Use>,
    /// The paths in its code, those of one segment too.
    paths: BTreeSet<Segments>,
}

/// A crate's modules by their paths.
pub struct Crate {
    src: PathBuf,
    modules: BTreeMap<Segments, Module>,
}

/// What a path leads to.
enum Target {
    Module(Segments),
    Item(Segments),
}

impl Crate {
    /// Reads the crate whose `lib.rs` lies in `src`.
    pub fn read(src: &Path) -> Self {
        let mut read = Self {
            src: src.to_owned(),
            modules: BTreeMap::new(),
        };
        read.file(Vec::new(), src.join("lib.rs"));
        read
    }

    fn file(&mut self, path: Segments, file: PathBuf) {
        let text = fs::read_to_string(&file).unwrap();
        let tokens: TokenStream = text.parse().unwrap();
        let name = file.strip_prefix(&self.src).unwrap();
        let module = Module {
            file: name.to_string_lossy().replace('\\', "/"),
            ..Module::default()
        };
        self.modules.insert(path.clone(), module);
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        self.items(&path, &tokens);
    }

    /// Reads the items of a module, then the code in them.
    fn items(&mut self, path: &[String], tokens: &[TokenTree]) {
        let mut at = 0;
        while at < tokens.len() {
            let word = word(&tokens[at..]);
            if is_test_attribute(&tokens[at..]) {
                at += 2 + item_len(&tokens[at + 2..]);
            } else if word == "mod" {
                self.child(path, &tokens[at + 1..]);
                at += 3;
            } else if word == "use" {
                at = self.import(path, tokens, at);
            } else {
                let module = self.modules.get_mut(path).unwrap();
                if let Some(name) = defined(&tokens[at..]) {
                    module.items.insert(name);
                }
                at += self.code(path, &tokens[at..]);
            }
        }
    }

    fn child(&mut self, parent: &[String], tokens: &[TokenTree]) {
        let name = word(tokens);
        let path = [parent, std::slice::from_ref(&name)].concat();
        if let Some(TokenTree::Group(body)) = tokens.get(1) {
            let file = self.modules[parent].file.clone();
            let module = Module {
                file,
                ..Module::default()
            };
            self.modules.insert(path.clone(), module);
            let tokens: Vec<TokenTree> = body.stream().into_iter().collect();
            return self.items(&path, &tokens);
        }
        let folder = path.iter().fold(self.src.clone(), |at, part| at.join(part));
        let file = folder.with_extension("rs");
        let file = if file.is_file() {
            file
        } else {
            folder.join("mod.rs")
        };
        self.file(path, file);
    }

    /// Reads the `use` at `at`; where the next token after it is.
    fn import(&mut self, path: &[String], tokens: &[TokenTree], at: usize) -> usize {
        let public = at > 0
            && match &tokens[at - 1] {
                TokenTree::Ident(before) => *before == "pub",
                TokenTree::Group(group) => group.delimiter() == Delimiter::Parenthesis,
                _ => false,
            };
        let end = at + item_len(&tokens[at..]);
        let module = self.modules.get_mut(path).unwrap();
        flatten(&tokens[at + 1..end - 1], &[], public, &mut module.uses);
        end
    }

    /// Takes the path, or the group, that the tokens begin with; how many tokens it has.
    fn code(&mut self, module: &[String], tokens: &[TokenTree]) -> usize {
        match &tokens[0] {
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let mut at = 0;
                while at < inner.len() {
                    if word(&inner[at..]) == "use" && group.delimiter() == Delimiter::Brace {
                        at = self.import(module, &inner, at);
                    } else {
                        at += self.code(module, &inner[at..]);
                    }
                }
                1
            }
            TokenTree::Ident(_) => {
                let (path, length) = path_at(tokens);
                self.modules.get_mut(module).unwrap().paths.insert(path);
                length
            }
            // A method or a field is no path.
            TokenTree::Punct(dot) if dot.as_char() == '.' => {
                1 + usize::from(matches!(tokens.get(1), Some(TokenTree::Ident(_))))
            }
            _ => 1,
        }
    }

    fn resolve(&self, module: &[String], path: &[String], depth: usize) -> Option<Target> {
        if depth > 16 {
            return None;
        }
        let [first, rest @ ..] = path else {
            return Some(Target::Module(module.to_vec()));
        };
        match first.as_str() {
            "crate" => return self.resolve(&[], rest, depth + 1),
            "self" => return self.resolve(module, rest, depth + 1),
            "super" => return self.resolve(&module[..module.len() - 1], rest, depth + 1),
            _ => {}
        }
        let child = [module, std::slice::from_ref(first)].concat();
        if self.modules.contains_key(&child) {
            return self.resolve(&child, rest, depth + 1);
        }
        let here = &self.modules[module];
        if here.items.contains(first) {
            return Some(Target::Item(module.to_vec()));
        }
        // `use html;` of a crate `html` names itself.
        let named = |u: &&Use| u.name == *first && u.path.first() != Some(first);
        if let Some(import) = here.uses.iter().find(named) {
            return match self.resolve(module, &import.path, depth + 1)? {
                Target::Module(to) => self.resolve(&to, rest, depth + 1),
                item => Some(item),
            };
        }
        let mut globs = here.uses.iter().filter(|u| u.name == "*");
        globs.find_map(|glob| match self.resolve(module, &glob.path, depth + 1)? {
            Target::Module(to) if to != module => self.resolve(&to, path, depth + 1),
            _ => None,
        })
    }

    /// File → the files it imports from.
    pub fn edges(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (path, module) in &self.modules {
            let to = edges.entry(module.file.clone()).or_default();
            let used = module.uses.iter().filter(|u| !u.public).map(|u| &u.path);
            for path_used in used.chain(&module.paths) {
                if let Some(Target::Item(target)) = self.resolve(path, path_used, 0) {
                    to.insert(self.modules[&target].file.clone());
                }
            }
            to.remove(&module.file);
        }
        edges
    }

    /// Top module → the top modules that its code names by `crate::…`.
    pub fn top_imports(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (path, module) in &self.modules {
            let Some(top) = path.first() else { continue };
            let of = imports.entry(top.clone()).or_default();
            let paths = module.uses.iter().map(|u| &u.path).chain(&module.paths);
            let named = paths
                .filter(|path| path[0] == "crate")
                .filter_map(|path| path.get(1));
            of.extend(named.filter(|name| *name != top).cloned());
        }
        imports
    }
}

/// The circles of a graph, which are its strongly connected components of two files or more. A `mod.rs` is no part of one: it
/// defines what its children share, and calls them.
pub fn circles(edges: &BTreeMap<String, BTreeSet<String>>) -> Vec<Vec<String>> {
    let is_face = |file: &String| file.ends_with("mod.rs") || file == "lib.rs";
    let reach = |from: &String| {
        let (mut seen, mut left) = (BTreeSet::new(), vec![from]);
        while let Some(file) = left.pop() {
            let next = edges[file].iter().filter(|to| !is_face(to));
            left.extend(next.filter(|to| seen.insert((*to).clone())));
        }
        seen
    };
    let reached: BTreeMap<&String, BTreeSet<String>> =
        edges.keys().map(|file| (file, reach(file))).collect();
    let circle = |file: &String| -> Vec<String> {
        let around = reached[file].iter();
        let circle = around.filter(|to| reached[to].contains(file));
        circle.cloned().collect()
    };
    let files = edges.keys().filter(|file| !is_face(file));
    let circles: BTreeSet<Vec<String>> = files.map(circle).collect();
    circles
        .into_iter()
        .filter(|circle| circle.len() > 1)
        .collect()
}

fn word(tokens: &[TokenTree]) -> String {
    match tokens.first() {
        Some(TokenTree::Ident(ident)) => ident.to_string(),
        _ => String::new(),
    }
}

/// The name that an item of these tokens defines.
fn defined(tokens: &[TokenTree]) -> Option<String> {
    let keywords = [
        "fn", "struct", "enum", "trait", "type", "const", "static", "union",
    ];
    let name = word(&tokens[1..]);
    (keywords.contains(&word(tokens).as_str()) && !name.is_empty() && name != "fn").then_some(name)
}

/// `#[cfg(test)]`, alone or with other conditions that must hold too.
fn is_test_attribute(tokens: &[TokenTree]) -> bool {
    let [TokenTree::Punct(hash), TokenTree::Group(attribute), ..] = tokens else {
        return false;
    };
    let text = attribute.stream().to_string().replace(' ', "");
    hash.as_char() == '#' && (text.starts_with("cfg(test") || text.starts_with("cfg(all(test"))
}

/// How many tokens an item has: to its `;`, or to its body.
fn item_len(tokens: &[TokenTree]) -> usize {
    let is_use = tokens
        .iter()
        .take(3)
        .any(|t| matches!(t, TokenTree::Ident(i) if i == "use"));
    let last = tokens.iter().position(|token| match token {
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace && !is_use,
        _ => false,
    });
    last.map_or(tokens.len(), |last| last + 1)
}

/// The path that the tokens begin with, and how many of them it takes.
fn path_at(tokens: &[TokenTree]) -> (Segments, usize) {
    let (mut path, mut at) = (vec![word(tokens)], 1);
    while let [
        TokenTree::Punct(a),
        TokenTree::Punct(b),
        TokenTree::Ident(next),
        ..,
    ] = &tokens[at..]
        && a.as_char() == ':'
        && b.as_char() == ':'
    {
        path.push(next.to_string());
        at += 3;
    }
    (path, at)
}

/// The names that a `use` tree brings in.
fn flatten(tokens: &[TokenTree], before: &[String], public: bool, uses: &mut Vec<Use>) {
    for tree in tokens.split(|t| matches!(t, TokenTree::Punct(p) if p.as_char() == ',')) {
        let (mut path, mut name) = (before.to_vec(), None);
        for (at, token) in tree.iter().enumerate() {
            match token {
                TokenTree::Ident(ident) if ident == "as" => {
                    name = Some(word(&tree[at + 1..]));
                    break;
                }
                TokenTree::Ident(ident) if ident == "self" && !path.is_empty() => {}
                TokenTree::Ident(ident) => path.push(ident.to_string()),
                TokenTree::Punct(star) if star.as_char() == '*' => name = Some("*".to_owned()),
                TokenTree::Group(group) => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    flatten(&inner, &path, public, uses);
                    path.clear();
                    break;
                }
                _ => {}
            }
        }
        if let Some(last) = path.last() {
            let name = name.unwrap_or_else(|| last.clone());
            uses.push(Use { path, name, public });
        }
    }
}

#[test]
fn circles_are_found_by_definition_and_without_tests() {
    let src = tempfile::tempdir().unwrap();
    let check = |files: &[(&str, &str)], expected: &[&[&str]]| {
        for (file, text) in files {
            let path = src.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let edges = Crate::read(src.path()).edges();
        assert_eq!(circles(&edges), expected, "{files:?}");
    };
    check(
        &[
            ("lib.rs", "pub mod m;"),
            ("m/mod.rs", "mod a; mod b; pub use b::B as C; pub struct M;"),
            ("m/a.rs", "use super::{C, M}; pub fn f(_: C) -> M { M }"),
            ("m/b.rs", "use super::M; pub struct B(M);"),
        ],
        &[],
    );
    let back = "use super::M; pub struct B(M); fn g() { vec![super::a::f] }";
    check(&[("m/b.rs", back)], &[&["m/a.rs", "m/b.rs"]]);
    let through = "use crate::m::{self, M}; pub struct B(M); fn g() { m::a::f }";
    check(&[("m/b.rs", through)], &[&["m/a.rs", "m/b.rs"]]);
    let test = "pub struct B; #[cfg(test)] mod tests { use super::super::a::f; }";
    check(&[("m/b.rs", test)], &[]);
}
