//! Publishing from outside: builds that are killed, folders that are not plain ones, sites that have lost their texts.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::support::{TestSite, files, post};

fn build(site: &TestSite, more: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_diptych"))
        .arg("build")
        .args(more)
        .current_dir(site.root())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// What a build says; whether it published.
fn built(site: &TestSite, more: &[&str]) -> (bool, String) {
    let output = build(site, more).wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.success(), said)
}

/// Twelve posts, in one of two versions of the site; the second has other posts too.
fn write(site: &TestSite, version: usize) {
    for number in 0..12 {
        let name = |version: usize| format!("content/posts/{}{number}.fr.md", ["a", "b"][version]);
        let text = post(
            &format!("title = \"Titre {number}\""),
            &format!("Version {version}."),
        );
        site.write(&format!("content/posts/c{number}.fr.md"), &text);
        site.write(&name(version), text);
        let _ = fs::remove_file(site.root().join(name(1 - version)));
    }
}

#[test]
fn a_build_that_is_killed_leaves_a_whole_site() {
    let site = TestSite::new(&[]);
    let public = |site: &TestSite| files(&site.output());
    // Each version over the other, so that what is kept from the one before is there too.
    let mut versions: Vec<BTreeMap<String, String>> = Vec::new();
    for version in [0, 1, 0, 1] {
        write(&site, version);
        assert!(built(&site, &["--allow-removals"]).0);
        versions.push(public(&site));
    }
    let listed = site.root().join(".public.diptych/new/.diptych.json");
    let mut killed = 0;
    for round in 0..16_u32 {
        write(&site, round as usize % 2);
        let mut child = build(&site, &["--allow-removals"]);
        // The manifest is the last that is written before the site is published.
        while child.try_wait().unwrap().is_none() && !listed.exists() {
            std::thread::sleep(Duration::from_micros(50));
        }
        std::thread::sleep(Duration::from_micros(300) * (round % 8));
        let _ = child.kill();
        killed += u32::from(!child.wait().unwrap().success());
        let there = public(&site);
        let differs = |version: &BTreeMap<String, String>| -> Vec<String> {
            let names = version.keys().chain(there.keys());
            let names = names.filter(|name| version.get(*name) != there.get(*name));
            names.cloned().collect()
        };
        let differences: Vec<_> = versions.iter().map(differs).collect();
        assert!(
            differences.iter().any(Vec::is_empty),
            "round {round}: {differences:?}"
        );
    }
    assert!(killed > 3, "{killed} of 16 were killed in time");
    write(&site, 0);
    assert!(built(&site, &["--allow-removals"]).0);
    assert!(versions[..].contains(&public(&site)));
    assert!(public(&site).contains_key("fr/a3/index.html"));
}

#[test]
fn a_site_that_has_lost_its_texts_is_not_published() {
    let site = TestSite::new(&[]);
    write(&site, 0);
    assert!(built(&site, &[]).0);
    let before = files(&site.output());
    fs::rename(site.root().join("content"), site.root().join("away")).unwrap();
    let (published, said) = built(&site, &[]);
    assert!(!published && files(&site.output()) == before);
    assert!(
        said.contains("error[removals]: there is no `content/` in the site's folder"),
        "{said}"
    );
    fs::create_dir_all(site.root().join("content/posts")).unwrap();
    let (published, said) = built(&site, &[]);
    assert!(!published && files(&site.output()) == before);
    for part in [
        "error[removals]: 24 of the 24 posts of the last site would be removed, that of `content/posts/a",
        "help: put back what is missing; if it shall go, build with `--allow-removals`",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert!(built(&site, &["--allow-removals", "--no-sync"]).0);
    assert!(!site.output().join("fr/a1").exists());
}

#[test]
fn a_build_without_changes_touches_nothing() {
    let site = TestSite::new(&[]);
    write(&site, 0);
    site.write(
        "static/picture.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    );
    let times = |folder: &Path| -> Vec<_> {
        let entries = walkdir::WalkDir::new(folder)
            .sort_by_file_name()
            .into_iter();
        let entries = entries.map(|entry| entry.unwrap());
        entries
            .map(|entry| {
                (
                    entry.path().to_owned(),
                    entry.metadata().unwrap().modified().unwrap(),
                )
            })
            .collect()
    };
    site.build();
    let first = times(&site.output());
    site.build();
    assert!(times(&site.output()) == first);
    site.write(
        "content/posts/c1.fr.md",
        post("title = \"Autre\"", "Autre."),
    );
    site.build();
    assert!(times(&site.output()) != first);
}

/// A mount keeps the folder that it is mounted on; without leave to mount there is nothing to see.
#[cfg(target_os = "linux")]
#[test]
fn a_mount_is_written_in_place() {
    let site = TestSite::new(&[]);
    site.write("other/mine", "mine");
    fs::create_dir(site.output()).unwrap();
    fs::remove_file(site.root().join("other/mine")).unwrap();
    write(&site, 0);
    let script = format!(
        "mount --bind other public || exit 99\nfor i in 1 2; do {0} build && echo $i > content/posts/n$i.en.md && {0} build || exit 1; done",
        env!("CARGO_BIN_EXE_diptych")
    );
    let unshare = Command::new("unshare")
        .args(["--map-root-user", "--mount", "sh", "-ec", &script])
        .current_dir(site.root())
        .output();
    let Ok(output) = unshare else { return };
    let said = String::from_utf8_lossy(&output.stderr);
    if said.contains("unshare:") || output.status.code() == Some(99) {
        eprintln!("not mounted: {said}");
        return;
    }
    assert!(output.status.success(), "{said}");
    assert_eq!(files(&site.output()).len(), 0);
    let published = files(&site.root().join("other"));
    assert!(
        published.contains_key("fr/c1/index.html") && published.contains_key("en/n2/index.html")
    );
    assert!(
        published.keys().all(|file| !file.starts_with(".diptych/")),
        "{published:?}"
    );
}
