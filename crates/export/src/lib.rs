//! Clinicore: export.
#![forbid(unsafe_code)]
