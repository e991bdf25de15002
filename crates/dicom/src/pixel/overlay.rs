use super::fault::{Fault, Result};
use super::frame::{Layout, Overlay};

/// Draws an overlay (PS3.3 C.9.2) in white over what is displayed, as far as it lies within the image.
pub(super) fn draw(
    overlay: &Overlay,
    tables: &[u8],
    display: &mut [u8],
    layout: &Layout,
    samples: usize,
) -> Result<()> {
    let count = u64::from(overlay.rows) * u64::from(overlay.columns);
    let required = overlay.at.saturating_add(count.div_ceil(8));
    let given = tables.len() as u64;
    if required > given {
        return Err(Fault::CutShort { required, given });
    }
    let bits = usize::try_from(overlay.at).ok().and_then(|at| tables.get(at..)).unwrap_or_default();
    let inside = |start: i32, length: u32, size: usize| {
        let (start, size) = (i64::from(start), size as i64);
        let first = (-start).max(0);
        let end = (size - start).min(length.into());
        // As the overlay's own indexes, and what is to be added to make the image's of them.
        (first..end.max(first)).map(move |index| (index as usize, (index + start) as usize))
    };
    for (y, row) in inside(overlay.y, overlay.rows, layout.rows) {
        for (x, column) in inside(overlay.x, overlay.columns, layout.columns) {
            let bit = y * overlay.columns as usize + x;
            if bits[bit / 8] >> (bit % 8) & 1 == 1 {
                display[(row * layout.columns + column) * samples..][..samples].fill(255);
            }
        }
    }
    Ok(())
}
