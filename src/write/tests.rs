//! Publications, one after the other: in one step and in place, ended at every point, among files of others.

use std::collections::BTreeMap;

use super::disk::tests::end_after;
use super::*;
use crate::manifest::Entry;

type Files<'a> = &'a [(&'a str, &'a str)];

fn manifest(files: Files) -> Manifest {
    let mut manifest = Manifest::new();
    let entries = files
        .iter()
        .map(|(file, _)| (file.to_string(), Entry::default()));
    manifest.files.extend(entries);
    manifest
}

fn put(stage: &Stage, files: Files) -> Result<(), Error> {
    let mut files = files.iter();
    files.try_for_each(|(file, text)| stage.put(file, text.as_bytes()))
}

/// The disk of a test need not outlive the machine.
fn open(root: &Path) -> Stage {
    let stage = Stage::open(root, &root.join("public"), false);
    stage.unwrap().without_sync()
}

fn publish(root: &Path, files: Files, adopt: bool) -> Result<(), Error> {
    let stage = Stage::open(root, &root.join("public"), adopt)?.without_sync();
    put(&stage, files)?;
    stage.publish(&manifest(files))
}

/// The files below a folder and what is in them, the manifest apart.
fn tree(folder: &Path) -> BTreeMap<PathBuf, String> {
    let entries = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok);
    let files =
        entries.filter(|entry| entry.file_type().is_file() && entry.file_name() != manifest::FILE);
    let file = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(folder).unwrap().to_owned();
        (path, fs::read_to_string(entry.path()).unwrap())
    };
    files.map(file).collect()
}

fn site(files: Files) -> BTreeMap<PathBuf, String> {
    let files = files.iter();
    files
        .map(|(file, text)| (PathBuf::from(file), text.to_string()))
        .collect()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[cfg(unix)]
fn inode(path: &Path) -> u64 {
    use std::os::unix::fs::MetadataExt;
    fs::symlink_metadata(path).unwrap().ino()
}

#[test]
fn only_what_the_manifest_lists_is_deleted() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let public = root.join("public");
    publish(root, &[("a/index.html", "1"), ("b.html", "1")], false).unwrap();
    fs::write(public.join("mine.txt"), "mine").unwrap();
    fs::create_dir_all(public.join(".git/refs/heads")).unwrap();
    publish(root, &[("b.html", "2")], false).unwrap();
    let left = site(&[("b.html", "2"), ("mine.txt", "mine")]);
    assert_eq!(tree(&public), left);
    assert!(
        public.join(".git/refs/heads").is_dir(),
        "an empty folder of others stays"
    );
    assert!(!public.join("a").exists(), "an empty folder of ours goes");
    let refused = publish(root, &[("mine.txt", "ours")], false).unwrap_err();
    assert!(matches!(refused, Error::Refused(_)), "{refused}");
    assert_eq!(tree(&public), left);
    assert_eq!(
        names(root),
        [".cache", "public"],
        "nothing is left beside the output"
    );
    publish(root, &[("mine.txt", "ours")], true).unwrap();
    assert_eq!(tree(&public), site(&[("mine.txt", "ours")]));
}

/// What others made where a page or its folder shall be is never replaced by surprise, nor half of the site published.
#[test]
fn a_place_that_is_taken_is_refused_before_anything_is_done() {
    for (theirs, page, adopt, may_be) in [
        ("x", "x", true, true),
        ("x", "x", false, false),
        ("x", "x/y.html", true, false),
        ("x/z", "x", true, false),
        ("a/mine", "a", true, false),
        ("x/z", "x/y.html", false, true),
        ("a/mine", "a/c.html", false, true),
    ] {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        let public = root.join("public");
        publish(root, &[("a/b.html", "1"), ("c.html", "1")], false).unwrap();
        fs::create_dir_all(public.join(theirs).parent().unwrap()).unwrap();
        fs::write(public.join(theirs), "mine").unwrap();
        let before = tree(&public);
        let published = publish(root, &[(page, "2"), ("c.html", "2")], adopt);
        assert_eq!(published.is_ok(), may_be, "{theirs} {page}: {published:?}");
        if !may_be {
            assert!(matches!(published, Err(Error::Refused(_))), "{published:?}");
            assert_eq!(tree(&public), before);
            assert_eq!(names(root), [".cache", "public"]);
        }
    }
}

#[test]
fn a_folder_of_others_is_refused_unless_adopted() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    fs::create_dir(root.join("public")).unwrap();
    publish(root, &[("a.html", "1")], false).unwrap();
    fs::remove_file(root.join("public/.diptych.json")).unwrap();
    assert!(matches!(
        publish(root, &[("a.html", "2")], false),
        Err(Error::Refused(_))
    ));
    assert_eq!(fs::read_to_string(root.join("public/a.html")).unwrap(), "1");
    publish(root, &[("a.html", "2")], true).unwrap();
    assert_eq!(fs::read_to_string(root.join("public/a.html")).unwrap(), "2");
}

#[test]
fn two_builds_at_once_are_one_too_many() {
    let root = tempfile::tempdir().unwrap();
    let stage = Stage::open(root.path(), &root.path().join("public"), false).unwrap();
    let second = Stage::open(root.path(), &root.path().join("public"), false).unwrap_err();
    assert!(second.to_string().contains("another build"), "{second}");
    drop(stage);
    Stage::open(root.path(), &root.path().join("public"), false).unwrap();
}

#[test]
fn an_abandoned_stage_leaves_the_last_site() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    publish(root, &[("a.html", "1")], false).unwrap();
    let stage = open(root);
    stage.put("a.html", b"2").unwrap();
    drop(stage);
    assert_eq!(fs::read_to_string(root.join("public/a.html")).unwrap(), "1");
    fs::rename(root.join("public"), root.join(".public.diptych-old")).unwrap();
    publish(root, &[("b.html", "1")], false).unwrap();
    assert_eq!(tree(&root.join("public")), site(&[("b.html", "1")]));
}

#[test]
fn a_stage_that_others_remove_is_an_error() {
    for foreign in [false, true] {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        let public = root.join("public");
        publish(root, &[("a.html", "1"), ("b.html", "1")], false).unwrap();
        if foreign {
            fs::write(public.join("mine"), "").unwrap();
        }
        let before = tree(&public);
        let removed = [
            ".public.diptych/new",
            ".public.diptych/new/b.html",
            "public/a.html",
        ];
        for removed in &removed[..2] {
            let next: Files = &[("a.html", "1"), ("b.html", "2")];
            let stage = open(root);
            put(&stage, next).unwrap();
            let removed = root.join(removed);
            fs::remove_file(&removed)
                .or_else(|_| fs::remove_dir_all(&removed))
                .unwrap();
            let error = stage.publish(&manifest(next)).unwrap_err();
            assert!(
                matches!(error, Error::Refused(_) | Error::Io(..)),
                "{error}"
            );
            assert_eq!(tree(&public), before);
        }
        // What is to be carried over is not there any more: not in silence, and the next build makes it again.
        let next: Files = &[("a.html", "1"), ("b.html", "2")];
        let stage = open(root);
        put(&stage, next).unwrap();
        fs::remove_file(root.join(removed[2])).unwrap();
        let error = stage.publish(&manifest(next)).unwrap_err();
        assert!(
            error.to_string().contains("public/a.html` was removed"),
            "{error}"
        );
        publish(root, next, false).unwrap();
        assert_eq!(fs::read_to_string(public.join("a.html")).unwrap(), "1");
    }
}

/// Whatever a build was doing when it was killed, the next one works; in one step the output is whole all the time, and in place a page
/// that both sites have is always there.
#[test]
fn a_build_may_be_killed_at_any_point() {
    let sites: [Files; 3] = [
        &[
            ("a/index.html", "1"),
            ("b/index.html", "1"),
            ("c", "1"),
            ("d/e", "1"),
        ],
        &[
            ("a/index.html", "1"),
            ("b/index.html", "2"),
            ("c/f", "2"),
            ("d", "2"),
        ],
        &[("a/index.html", "3"), ("b/index.html", "2"), ("g/h/i", "3")],
    ];
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    let mut points = [0, 0];
    pool.install(|| {
        for (which, (foreign, lasts)) in [(None, 0..=3), (Some("mine"), 1..=2)]
            .into_iter()
            .enumerate()
        {
            for last in lasts {
                for point in 0.. {
                    points[which] += 1;
                    if killed_at(point, &sites[..last], sites[last % 3], foreign) {
                        break;
                    }
                }
            }
        }
    });
    assert!(points.iter().all(|points| *points > 25), "{points:?}");
}

/// Publishes sites, and kills the build of the next at a point; whether that was behind its end.
fn killed_at(point: usize, sites: &[Files], next: Files, foreign: Option<&str>) -> bool {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let public = root.join("public");
    for files in sites {
        publish(root, files, false).unwrap();
        if let Some(name) = foreign {
            fs::write(public.join(name), "mine").unwrap();
        }
    }
    let with_foreign = |files: Files| {
        let mut files = site(files);
        let mine = foreign.filter(|_| !sites.is_empty());
        files.extend(mine.map(|name| (PathBuf::from(name), "mine".to_owned())));
        files
    };
    let (old, new) = (
        with_foreign(sites.last().copied().unwrap_or_default()),
        with_foreign(next),
    );
    end_after(Some(point));
    let ended = publish(root, next, false).is_ok();
    end_after(None);
    let there = tree(&public);
    if foreign.is_none() {
        assert!(there == old || there == new, "point {point}: {there:?}");
    }
    for file in old.keys().filter(|file| new.contains_key(*file)) {
        assert!(
            [old.get(file), new.get(file)].contains(&there.get(file)),
            "point {point}: {file:?}"
        );
    }
    assert!(ended || point < 500);
    // The one that goes on may be killed too.
    end_after(Some(point / 3));
    let _ = publish(root, next, false);
    end_after(None);
    let there = tree(&public);
    assert!(
        foreign.is_some() || there == old || there == new,
        "point {point}: {there:?}"
    );
    // The next build is of the same site, or of another one.
    match point % 2 {
        0 => publish(root, next, false).unwrap(),
        _ => {
            let other: Files = &[("other", "4"), ("b/index.html", "2")];
            publish(root, other, false).unwrap();
            assert_eq!(tree(&public), with_foreign(other), "point {point}");
            publish(root, next, false).unwrap();
        }
    }
    assert_eq!(tree(&public), new, "point {point}");
    ended
}

/// Any row of publications, with what others do in between, ends in the same output as the last alone; the record may be lost, pages
/// may be kept without their bytes.
#[test]
fn any_row_of_publications_is_as_the_last_alone() {
    let mut seed = 7_u64;
    let mut dice = |sides: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % sides
    };
    for foreign in [false, true] {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        let public = root.join("public");
        let mut last: BTreeMap<String, String> = BTreeMap::new();
        for round in 0..60 {
            let mut next = last.clone();
            for _ in 0..dice(4) {
                let file = format!("{}/{}.html", ["a", "b", "b/c"][dice(3) as usize], dice(4));
                match dice(3) {
                    0 => drop(next.remove(&file)),
                    _ => drop(next.insert(file, dice(3).to_string())),
                }
            }
            match dice(6) {
                0 => drop(fs::remove_dir_all(root.join(".cache"))),
                1 => drop(fs::remove_dir_all(root.join(".public.diptych"))),
                2 if !last.is_empty() => {
                    let file = last.keys().nth(dice(last.len() as u64) as usize).unwrap();
                    let file = public.join(file);
                    let other = fs::read_to_string(&file).unwrap_or_default() + "more";
                    fs::remove_file(&file).unwrap();
                    if dice(2) == 0 {
                        fs::write(file, other).unwrap();
                    }
                }
                _ => {}
            }
            let stage = open(root);
            let mut manifest = Manifest::new();
            for (file, text) in &next {
                if last.get(file) != Some(text) || dice(2) == 0 || !stage.keep(file) {
                    stage.put(file, text.as_bytes()).unwrap();
                }
                manifest.files.insert(file.clone(), Entry::default());
            }
            stage.publish(&manifest).unwrap();
            let mut expected: BTreeMap<PathBuf, String> = next
                .iter()
                .map(|(file, text)| (PathBuf::from(file), text.clone()))
                .collect();
            if foreign && round > 0 {
                expected.insert("b/c/mine".into(), "mine".to_owned());
            }
            assert_eq!(tree(&public), expected, "round {round}");
            let written = fs::read_to_string(public.join(manifest::FILE)).unwrap();
            assert_eq!(written, manifest.to_json(), "round {round}");
            if foreign {
                fs::create_dir_all(public.join("b/c")).unwrap();
                fs::write(public.join("b/c/mine"), "mine").unwrap();
            }
            last = next;
        }
    }
}

#[cfg(unix)]
#[test]
fn what_is_as_it_was_is_not_written() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let public = root.join("public");
    let asset = Asset {
        path: "static/pic".into(),
        blob: Blob::Disk(root.join("pic")),
    };
    let publish = |b: &str| {
        let stage = open(root);
        if !stage.keep("a.html") {
            stage.put("a.html", b"1").unwrap();
        }
        stage.put("b.html", b.as_bytes()).unwrap();
        stage.put_asset("pic", &asset).unwrap();
        let files: Files = &[("a.html", ""), ("b.html", ""), ("pic", "")];
        stage.publish(&manifest(files)).unwrap();
    };
    fs::write(root.join("pic"), "one").unwrap();
    publish("1");
    let ids = || ["a.html", "b.html", "pic", ""].map(|file| inode(&public.join(file)));
    let first = ids();
    publish("1");
    assert_eq!(ids(), first, "nothing has changed");
    publish("2");
    let second = ids();
    assert_eq!((second[0], second[2]), (first[0], first[2]));
    assert!(
        second[1] != first[1] && second[3] != first[3],
        "another file, in one step"
    );
    // Of the same size, and within the clock's resolution.
    fs::write(root.join("pic"), "two").unwrap();
    publish("3");
    assert_eq!(fs::read_to_string(public.join("pic")).unwrap(), "two");
    assert!(names(&root.join(".public.diptych")).contains(&"spare".to_owned()));
}

#[test]
fn only_what_is_as_we_wrote_it_is_kept() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let public = root.join("public");
    let change: [(&str, &dyn Fn()); 4] = [
        ("nothing", &|| ()),
        ("removed", &|| {
            fs::remove_file(public.join("a.html")).unwrap()
        }),
        ("written", &|| {
            fs::write(public.join("a.html"), "22").unwrap()
        }),
        ("no record", &|| {
            fs::remove_dir_all(root.join(".cache")).unwrap()
        }),
    ];
    for (what, change) in change {
        publish(root, &[("a.html", "1"), ("b.html", what)], false).unwrap();
        change();
        let stage = open(root);
        assert_eq!(stage.keep("a.html"), what == "nothing", "{what}");
        assert!(!stage.keep("c.html"));
    }
}

#[test]
fn hashed_assets_stay_one_publication_longer() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let public = root.join("public");
    let (one, two) = ("style.00000001.css", "style.00000002.css");
    let page = |text| ("a.html", text);
    for (files, kept) in [
        (&[(one, "1"), page("1")], &[][..]),
        (&[(two, "2"), page("2")], &[one][..]),
        (&[(two, "2"), page("2")], &[one]),
        (&[(two, "2"), page("3")], &[]),
        (&[(one, "1"), page("4")], &[two]),
        (&[(two, "2"), page("5")], &[one]),
    ] {
        publish(root, files, false).unwrap();
        let mut expected = site(files);
        expected.extend(
            kept.iter()
                .map(|file| (PathBuf::from(file), file[13..14].to_owned())),
        );
        assert_eq!(tree(&public), expected, "{files:?}");
    }
}

#[cfg(unix)]
#[test]
fn what_others_put_there_during_a_build_is_kept_under_its_name() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let names = [&b"caf\xe8.txt"[..], b"caf\xe9.txt", b"plain.txt"].map(OsStr::from_bytes);
    for early in [false, true] {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        let public = root.join("public");
        let put_there = || {
            for name in names {
                let folder = public.join("up").join(name);
                fs::create_dir_all(&folder).unwrap();
                fs::write(folder.join(name), name.as_bytes()).unwrap();
                fs::write(public.join("a").join(name), name.as_bytes()).unwrap();
            }
            std::os::unix::fs::symlink("nowhere", public.join("link")).unwrap();
        };
        for text in ["1", "2", "3"] {
            publish(root, &[("a/index.html", text)], false).unwrap();
        }
        if early {
            put_there();
        }
        let stage = open(root);
        stage.put("b/index.html", b"4").unwrap();
        if early {
            stage.publish(&manifest(&[("b/index.html", "")])).unwrap();
        } else {
            // Just when the folders have been exchanged: what is in the spare then was put into the output.
            stage.publish(&manifest(&[("b/index.html", "")])).unwrap();
            fs::rename(&public, root.join("next")).unwrap();
            fs::rename(root.join(".public.diptych/spare"), &public).unwrap();
            put_there();
            fs::rename(&public, root.join(".public.diptych/spare")).unwrap();
            fs::rename(root.join("next"), &public).unwrap();
            fs::create_dir(root.join(".public.diptych/new")).unwrap();
        }
        publish(root, &[("b/index.html", "5")], false).unwrap();
        publish(root, &[("b/index.html", "6")], false).unwrap();
        for name in names {
            for path in [public.join("up").join(name), public.join("a")] {
                assert_eq!(fs::read(path.join(name)).unwrap(), name.as_bytes());
            }
        }
        assert!(public.join("link").is_symlink());
        assert!(!public.join("a/index.html").exists());
    }
}

#[cfg(unix)]
#[test]
fn the_folder_keeps_its_mode() {
    use std::os::unix::fs::PermissionsExt;
    for (folder, mode) in [("", 0o700), ("", 0o755), ("", 0o2750), ("a", 0o750)] {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        let public = root.join("public");
        fs::create_dir(&public).unwrap();
        for text in ["1", "2", "3"] {
            let at = public.join(folder);
            if at.exists() {
                fs::set_permissions(&at, fs::Permissions::from_mode(mode)).unwrap();
            }
            publish(root, &[("a/index.html", text)], false).unwrap();
            if text != "1" || folder.is_empty() {
                let kept = fs::metadata(&at).unwrap().permissions().mode();
                assert_eq!(kept & 0o7777, mode, "{folder} {text}");
            }
            assert_eq!(
                fs::read_to_string(public.join("a/index.html")).unwrap(),
                text
            );
        }
        assert_eq!(
            root.join(".public.diptych/spare").exists(),
            folder.is_empty()
        );
    }
}

/// As where the output is a mount, or its folder is another's.
#[cfg(unix)]
#[test]
fn without_a_place_beside_the_output_it_is_written_in_place() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let public = root.join("public");
    fs::create_dir(&public).unwrap();
    fs::write(root.join(".public.diptych"), "").unwrap();
    let folder = inode(&public);
    for text in ["1", "2", "2", "3"] {
        publish(root, &[("a/index.html", text), ("b.html", "1")], false).unwrap();
        assert_eq!(
            tree(&public),
            site(&[("a/index.html", text), ("b.html", "1")])
        );
        assert_eq!(inode(&public), folder);
        assert_eq!(names(&public), [".diptych.json", "a", "b.html"]);
    }
}
