//! Memory that is used again.

use super::rows::Cell;

/// The memory of rows that were read, for the next. Freed and allocated anew by several threads, as much again would be
/// kept by none.
#[derive(Debug, Default)]
pub struct Room {
    pub(super) cells: Vec<Cell>,
    pub(super) starts: Vec<u32>,
    pub(super) places: Vec<u32>,
}
