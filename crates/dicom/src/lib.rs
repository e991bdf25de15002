//! Clinicore: dicom.
#![forbid(unsafe_code)]
