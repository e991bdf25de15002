//! Workbooks of Office Open XML: ECMA-376 part 1, `SpreadsheetML`.

pub(super) mod book;
pub(super) mod escape;
mod formula;
pub(super) mod strings;
pub(super) mod styles;
pub(super) mod worksheet;
