use std::fs;

use super::*;

fn digest(text: &str) -> Digest {
    Digester::new("test").text(text).finish()
}

/// Asks for a text's length, and says whether it was remembered.
fn is_known(memo: &Memo, text: &str) -> bool {
    let mut is_known = true;
    let length = memo.get(digest(text), || {
        is_known = false;
        text.len()
    });
    assert_eq!(length, text.len());
    is_known
}

fn program(version: &str) -> Digest {
    digest(version)
}

#[test]
fn results_are_remembered_by_what_they_are_made_of() {
    let root = tempfile::tempdir().unwrap();
    for (version, text, expected) in [
        ("1", "a", false),
        ("1", "a", true),
        ("1", "b", false),
        ("1", "a", true),
        ("2", "a", false),
        ("1", "a", false),
    ] {
        let memo = Memo::open(root.path(), program(version));
        assert_eq!(is_known(&memo, text), expected, "{version} {text}");
        assert!(is_known(&memo, text));
        memo.save();
    }
}

#[test]
fn what_was_not_put_is_not_known() {
    let memo = Memo::default();
    assert_eq!(memo.find::<u32>(digest("x")), None);
    memo.put(digest("x"), &1_u32);
    assert_eq!(memo.find(digest("x")), Some(1_u32));
    assert_eq!(memo.find::<u32>(digest("y")), None);
}

#[test]
fn digests_tell_values_apart() {
    let of = || Digester::new("a");
    let texts = |texts: &[(u8, &str)]| of().texts(texts.iter().copied()).finish();
    let digests = [
        of().finish(),
        Digester::new("b").finish(),
        of().text("").finish(),
        of().text("xy").finish(),
        of().text("x").text("y").finish(),
        of().text("y").text("x").finish(),
        of().value(&"x").value(&"y").finish(),
        of().value(&"xy").finish(),
        texts(&[]),
        texts(&[(1, "x")]),
        texts(&[(2, "x")]),
        texts(&[(1, "x"), (1, "")]),
    ];
    for (at, digest) in digests.iter().enumerate() {
        assert!(!digests[..at].contains(digest), "{at}");
    }
    assert_eq!(of().text("xy").finish(), of().text("xy").finish());
}

#[test]
fn what_is_damaged_is_made_again() {
    let root = tempfile::tempdir().unwrap();
    let memo = Memo::open(root.path(), program("1"));
    is_known(&memo, "a long text");
    memo.save();
    let folder = root.path().join(".cache/results");
    let file = fs::read_dir(folder)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let whole = fs::read(&file).unwrap();
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        fs::write(&file, bytes).unwrap();
        assert!(
            !is_known(&Memo::open(root.path(), program("1")), "a long text"),
            "{at}"
        );
        fs::write(&file, &whole[..at]).unwrap();
        assert!(
            !is_known(&Memo::open(root.path(), program("1")), "a long text"),
            "{at}"
        );
    }
    fs::write(&file, &whole).unwrap();
    assert!(is_known(
        &Memo::open(root.path(), program("1")),
        "a long text"
    ));
}

#[test]
fn files_do_not_grow_without_end() {
    let root = tempfile::tempdir().unwrap();
    for build in 0..40 {
        let memo = Memo::open(root.path(), program("1"));
        is_known(&memo, "stays");
        if build == 0 {
            memo.put(digest("is kept"), &7_u32);
        }
        memo.keep(digest("is kept"));
        is_known(&memo, &format!("of build {build}"));
        memo.save();
    }
    let memo = Memo::open(root.path(), program("1"));
    assert!(memo.generations.read().unwrap().len() <= MOST);
    assert!(is_known(&memo, "stays") && is_known(&memo, "of build 39"));
    assert!(!is_known(&memo, "of build 1"));
    assert_eq!(memo.find(digest("is kept")), Some(7_u32));
}
