//! Areas of cells that are one, whose value is repeated in all of them.

use std::sync::Arc;

use super::address::Area;
use super::grid::OwnedValue;

/// The merged areas of a sheet, and those that the row at hand goes through.
#[derive(Default)]
pub(super) struct Merges {
    /// By their first rows, the last one first.
    coming: Vec<Area>,
    active: Vec<(Area, Arc<OwnedValue>)>,
}

impl Merges {
    pub(super) fn new(mut areas: Vec<Area>) -> Self {
        areas.retain(|area| area.first != area.last);
        areas.sort_unstable_by_key(|area| std::cmp::Reverse(area.first));
        Self { coming: areas, active: Vec::new() }
    }

    /// Adds an area that begins in the row at hand.
    pub(super) fn add(&mut self, area: Area) {
        if area.first != area.last {
            self.coming.push(area);
        }
    }

    /// Whether none goes through a row or begins there.
    pub(super) fn is_over(&self) -> bool {
        self.active.is_empty()
    }

    /// The areas that begin in a row or before; those before it began in a row without cells, and are empty.
    pub(super) fn beginning(&mut self, row: u32) -> Option<Area> {
        while let Some(area) = self.coming.pop_if(|area| area.first.0 <= row) {
            if area.first.0 == row {
                return Some(area);
            }
        }
        None
    }

    /// From here on the area has a value.
    pub(super) fn begin(&mut self, area: Area, value: Arc<OwnedValue>) {
        self.active.push((area, value));
    }

    /// The areas that a row goes through, with their values; those that ended before are let go of.
    pub(super) fn through(&mut self, row: u32) -> &[(Area, Arc<OwnedValue>)] {
        self.active.retain(|(area, _)| area.last.0 >= row);
        &self.active
    }
}
