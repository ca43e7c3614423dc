//! One plain-text archive file after another → posts: lines, furniture, boundaries, blocks, copies; every line accounted for.
#![allow(missing_docs)]
#[derive(Clone, Debug)]
pub struct File<'a> {
    pub name: &'a str,
    pub text: &'a str,
}
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lines {
    pub file: usize,
    pub first: usize,
    pub last: usize,
}
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Title,
    H2,
    H3,
    Item,
    Quote,
    Url,
    Para,
}
#[derive(Clone, Debug)]
pub struct Block {
    pub kind: Kind,
    pub first: usize,
    pub last: usize,
    pub text: String,
    pub number: Option<u32>,
}
#[derive(Clone, Debug)]
pub struct Piece {
    pub title: Option<String>,
    pub language: usize,
    pub truncated: bool,
    pub copies: Vec<Lines>,
    pub blocks: Vec<Block>,
    pub signature: Option<String>,
    pub date: Option<(i32, u32, u32)>,
    pub elsewhere: Vec<(usize, usize)>,
    pub lost: Vec<(usize, String)>,
}
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reason {
    Furniture,
}
#[derive(Clone, Debug)]
pub struct Dropped {
    pub file: usize,
    pub line: usize,
    pub text: Option<String>,
    pub reason: Reason,
}
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum About {
    Boundary,
}
#[derive(Clone, Debug)]
pub struct Doubt {
    pub file: usize,
    pub line: usize,
    pub about: About,
    pub why: String,
    pub correction: At,
    pub weight: f64,
}
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Do {
    Start,
    Join,
    Drop,
    Keep,
}
#[derive(Clone, Debug)]
pub struct At {
    pub file: Option<String>,
    pub line: Option<usize>,
    pub text: String,
    pub action: Do,
}
#[derive(Clone, Debug, Default)]
pub struct Reading {
    pub posts: Vec<Piece>,
    pub dropped: Vec<Dropped>,
    pub doubts: Vec<Doubt>,
    pub unmatched: Vec<usize>,
}
pub fn read(_files: &[File], _languages: &[&str], _corrections: &[At]) -> Reading {
    Reading::default()
}
