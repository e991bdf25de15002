//! Clinicore: pdf.
#![forbid(unsafe_code)]
