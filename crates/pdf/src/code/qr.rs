//! QR codes (ISO/IEC 18004).

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

use crate::code::{Modules, square};
use crate::model::Level;

/// Free modules on each side (ISO/IEC 18004, 5.3.8).
const QUIET: usize = 4;
/// The least version with a cross: most smaller ones have an alignment pattern where the cross is, without which some readers
/// are lost.
const CROSSED: u8 = 14;

/// The code of a text, in the smallest version that holds it. What is not ASCII is UTF-8 without saying so (ECI): that is
/// what the payloads of payments ask for, and what readers take it for.
///
/// One with a cross leaves its quiet zone to what is around it.
pub(super) fn modules(value: &str, level: Option<Level>, cross: bool) -> Result<Modules, &'static str> {
    let level = match level.unwrap_or(Level::M) {
        Level::L => QrCodeEcc::Low,
        Level::M => QrCodeEcc::Medium,
        Level::Q => QrCodeEcc::Quartile,
        Level::H => QrCodeEcc::High,
    };
    let segments = QrSegment::make_segments(value);
    let (least, quiet) = if cross { (Version::new(CROSSED), 0) } else { (Version::MIN, QUIET) };
    let code = QrCode::encode_segments_advanced(&segments, level, least, Version::MAX, None::<Mask>, false)
        .map_err(|_| "be shorter: no QR code of this error correction can hold it")?;
    let size = code.size();
    let dark = (0..size).flat_map(|y| (0..size).map(move |x| (x, y))).map(|(x, y)| code.get_module(x, y));
    Ok(square(usize::try_from(size).expect("a code has modules"), quiet, dark))
}
