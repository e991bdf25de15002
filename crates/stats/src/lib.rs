//! Clinicore: stats.
#![forbid(unsafe_code)]
