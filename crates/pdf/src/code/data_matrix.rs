//! Data Matrix codes (ISO/IEC 16022, ECC 200), square ones.

use datamatrix::{DataMatrix, SymbolList};

use crate::code::{Modules, square};

/// Free modules on each side (ISO/IEC 16022, 7.5).
const QUIET: usize = 1;

/// The code of a text, in the smallest size that holds it: as Latin-1, which readers assume, else as UTF-8 that says so (ECI).
pub(super) fn modules(value: &str) -> Result<Modules, &'static str> {
    let code = DataMatrix::encode_str(value, SymbolList::default().enforce_square())
        .map_err(|_| "be shorter: no Data Matrix code can hold it")?;
    let bitmap = code.bitmap();
    Ok(square(bitmap.width(), QUIET, bitmap.bits().iter().copied()))
}
