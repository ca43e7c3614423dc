//! The theme and the languages are embedded from these folders: a file added to them must be seen.

fn main() {
    println!("cargo:rerun-if-changed=templates");
    println!("cargo:rerun-if-changed=static");
    println!("cargo:rerun-if-changed=src/languages/packs");
    println!("cargo:rerun-if-changed=build.rs");
}
