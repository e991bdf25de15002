//! The pool's sources are built for loom here.

fn main() {
    println!("cargo::rustc-cfg=loom");
}
