//! Clinicore: crypto.
#![forbid(unsafe_code)]
