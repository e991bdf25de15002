//! What a cell is by itself, before its column has a type. The numbers of the classes are those of
//! `js/export/table/cell-class.ts`, which finds the type.

use super::Reading;
use super::day::moment;
use super::number::{boolean, decimal, integer, scale_of};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellClass {
    None = 0,
    Int32 = 7,
    Int64 = 8,
    Decimal = 9,
    Boolean = 10,
    Day = 11,
    Moment = 12,
    Text = 13,
}

/// No text that says a number, a day or a moment is longer.
const MAX_LENGTH: usize = 40;

/// The class of a text that is not empty.
pub(super) fn cell_class(text: &[u8], reading: &Reading) -> CellClass {
    let &[first, ..] = text else { return CellClass::None };
    if !(first.is_ascii_digit() || first == b'-') {
        let is_boolean = text.len() <= 5 && boolean(text).is_some();
        return if is_boolean { CellClass::Boolean } else { CellClass::Text };
    }
    if text.len() > MAX_LENGTH {
        return CellClass::Text;
    }
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    let whole = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    // Leading zeros make it a text, but for days.
    let is_number = whole == 1 || (whole > 1 && digits[0] != b'0');
    if is_number && whole == digits.len() {
        return match integer(text) {
            Some(value) if i32::try_from(value).is_ok() => CellClass::Int32,
            Some(_) => CellClass::Int64,
            None => CellClass::Text,
        };
    }
    let point = reading.point();
    if is_number && digits[whole] == point {
        let decimals = &digits[whole + 1..];
        if !decimals.is_empty() && decimals.iter().all(u8::is_ascii_digit) {
            let fits = decimal(text, point, scale_of(text, point)).is_some();
            return if fits { CellClass::Decimal } else { CellClass::Text };
        }
    }
    if reading.days.day(text).is_some() {
        return CellClass::Day;
    }
    if moment(text).is_some() { CellClass::Moment } else { CellClass::Text }
}
