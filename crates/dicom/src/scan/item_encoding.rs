//! How the items of a sequence are encoded, told by what stands in them.

use super::Open;
use crate::element::Tag;
use crate::header::{self, Encoding, Header, UNDEFINED};
use crate::source::Source;
use crate::vr::Vr;

/// Whether an item starts here.
pub(super) fn starts_with_item(source: &(impl Source + ?Sized), value: u64, encoding: Encoding) -> bool {
    header::array(source, value, source.length()).is_some_and(|bytes| encoding.tag(bytes) == Tag::ITEM)
}

/// Items may be implicit where their data set is explicit: inside UN, where they always should be (PS3.5 6.2.2), and by
/// mistake.
pub(super) fn item_encoding(
    source: &(impl Source + ?Sized),
    value: u64,
    end: u64,
    sequence: &Open,
) -> Encoding {
    let outer = sequence.encoding;
    let Some([t0, t1, t2, t3, v0, v1]) = header::array::<6>(source, value, end) else { return outer };
    let explicit = outer.tag([t0, t1, t2, t3]).group() == 0xFFFE
        || header::is_vr_like([v0, v1]) && (!sequence.unnamed || is_explicit(source, value, end, outer));
    Encoding { explicit: outer.explicit && explicit, ..outer }
}

/// Whether the first two elements, as far as there are two near by, make sense as explicit ones. One alone would not do:
/// an implicit length of 0x4F4C spells LO.
fn is_explicit(source: &(impl Source + ?Sized), start: u64, end: u64, encoding: Encoding) -> bool {
    /// How far the second may be, so that little of a file need be at hand at once.
    const NEAR: u64 = 65_536;
    let mut at = start;
    for _ in 0..2 {
        if at == end || at - start > NEAR {
            return true;
        }
        let Ok(Header { tag, length, value, .. }) = header::read(source, at, end, encoding) else {
            return false;
        };
        if tag.group() == 0xFFFE {
            return true;
        }
        let named = header::array(source, at + 4, end).and_then(Vr::from_code);
        if named.is_none() || length != UNDEFINED && u64::from(length) > end - value {
            return false;
        }
        if length == UNDEFINED {
            return true;
        }
        at = value + u64::from(length);
    }
    true
}
