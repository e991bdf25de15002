//! Link settings of a Node.js addon, and what it can say of its own build.
use std::path::Path;

fn main() {
    napi_build::setup();
    // Cargo tells a build script the profile it inherits from; its own name is only in the path: target/<profile>/build/<crate>/out.
    let out = std::env::var("OUT_DIR").expect("Cargo sets OUT_DIR");
    let profile = Path::new(&out).ancestors().nth(3).and_then(Path::file_name);
    println!(
        "cargo:rustc-env=CLINICORE_PROFILE={}",
        profile.and_then(|name| name.to_str()).unwrap_or("unknown")
    );
}
