//! What the cells of a column are, counted: of that its type is found.

use super::cell_class::{CellClass, cell_class};
use super::number::scale_of;
use super::{Reading, Rows};

/// Classes of cells.
pub const CLASSES: usize = 16;
/// How many rows of each class are listed.
pub const LISTED: usize = 100;

/// See the module.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// How many cells of each class there are.
    pub counts: [u32; CLASSES],
    /// The first rows of each class but that of empty cells, class after class.
    pub rows: Vec<u32>,
    /// The most decimals of a number.
    pub decimals: u32,
    /// The most digits before the point.
    pub digits: u32,
}

impl Rows {
    /// Counts the classes of a column's cells.
    #[must_use]
    pub fn tally(&self, cell: usize, reading: &Reading) -> Tally {
        let mut counts = [0; CLASSES];
        let mut firsts: [Vec<u32>; CLASSES] = Default::default();
        let (mut decimals, mut digits) = (0, 0);
        let point = reading.point();
        for (row, text) in (0..).zip(self.column(cell)) {
            let Some(text) = text.filter(|&text| !reading.is_null(text)) else {
                counts[CellClass::None as usize] += 1;
                continue;
            };
            let class = cell_class(text.bytes, reading);
            let count = &mut counts[class as usize];
            if (*count as usize) < LISTED && class != CellClass::None {
                firsts[class as usize].push(row);
            }
            *count += 1;
            if matches!(class, CellClass::Int32 | CellClass::Int64 | CellClass::Decimal) {
                let scale = if class == CellClass::Decimal { scale_of(text.bytes, point) } else { 0 };
                let sign = usize::from(text.bytes[0] == b'-');
                let whole = text.bytes.len() - if scale > 0 { scale + 1 } else { 0 } - sign;
                decimals = decimals.max(scale);
                digits = digits.max(whole);
            }
        }
        let [decimals, digits] = [decimals, digits].map(|most| u32::try_from(most).unwrap_or(u32::MAX));
        Tally { counts, rows: firsts.concat(), decimals, digits }
    }
}
