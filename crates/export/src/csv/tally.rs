//! What the cells of a column are, counted: of that its type is found.

use super::cell_class::{CellClass, cell_class};
use super::fill::Type;
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

/// The class of each cell of a column.
#[derive(Debug)]
pub struct Classes(Vec<CellClass>);

impl Classes {
    /// Whether a row's cell is of a type beyond doubt: `00123` may be an integer to a schema, but no column is of integers
    /// because of it.
    pub(super) fn is_certainly(&self, row: usize, kind: Type) -> bool {
        use CellClass::{Boolean, Day, Decimal, Int32, Int64, Moment};
        let class = self.0[row];
        match kind {
            Type::Int32 => class == Int32,
            Type::Int64 => matches!(class, Int32 | Int64),
            Type::Decimal { .. } => matches!(class, Int32 | Int64 | Decimal),
            Type::Boolean => class == Boolean,
            Type::Date => class == Day,
            Type::Timestamp => class == Moment,
            Type::Float64 | Type::Text | Type::Category => true,
        }
    }
}

impl Rows {
    /// Finds the classes of a column's cells, and counts them.
    #[must_use]
    pub fn classify(&self, cell: usize, reading: &Reading) -> (Classes, Tally) {
        let mut classes = Vec::with_capacity(self.len());
        let mut counts = [0; CLASSES];
        let mut firsts: [Vec<u32>; CLASSES] = Default::default();
        let (mut decimals, mut digits) = (0, 0);
        let point = reading.point();
        for (row, text) in (0..).zip(self.column(cell)) {
            let Some(text) = text.filter(|&text| !reading.is_null(text)) else {
                counts[CellClass::None as usize] += 1;
                classes.push(CellClass::None);
                continue;
            };
            let class = cell_class(text.bytes, reading);
            classes.push(class);
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
        (Classes(classes), Tally { counts, rows: firsts.concat(), decimals, digits })
    }
}
