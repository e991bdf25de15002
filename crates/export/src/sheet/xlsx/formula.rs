//! Formulas that cells share: ECMA-376 part 1, 18.3.1.40.

use std::collections::HashMap;

use super::super::address::MAX_COLUMNS;
use super::super::grid::Value;

/// The formulas that were shared so far, each with the row and column of its first cell.
#[derive(Default)]
pub(super) struct SharedFormulas {
    first: HashMap<u32, (Vec<u8>, (u32, u32))>,
}

impl SharedFormulas {
    /// A cell's formula; none if it is not UTF-8, or one that nobody shares. What is there begins with an equals sign.
    pub(super) fn of<'a>(
        &'a mut self,
        formula: &'a mut Vec<u8>,
        shared: Option<u32>,
        place: (u32, u32),
    ) -> Option<Value<'a>> {
        if !formula.is_empty() {
            std::str::from_utf8(formula).ok()?;
            formula.insert(0, b'=');
            if let Some(index) = shared {
                self.first.insert(index, (formula.clone(), place));
            }
            return Some(Value::Formula(formula));
        }
        let (formula, first) = self.first.get(&shared?)?;
        let rows = f64::from(place.0) - f64::from(first.0);
        let columns = f64::from(place.1) - f64::from(first.1);
        Some(Value::SharedFormula(formula, rows * f64::from(MAX_COLUMNS) + columns))
    }
}
