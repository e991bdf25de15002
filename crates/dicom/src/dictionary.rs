//! The VRs of PS3.6, for data whose elements do not carry their own.

mod table;

use crate::element::{Tag, flags};
use crate::vr::Vr;

/// What PS3.6 says of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    Vr(Vr),
    /// US or SS, by (0028,0103) Pixel Representation.
    UsOrSs,
    /// US or OW, by (0028,3002) LUT Descriptor.
    UsOrOw,
}

/// The VR of a tag where the data do not say it, with [`flags::AMBIGUOUS`] where the data set decides. Private and
/// unknown elements are UN (PS3.5 6.2.2), private creators LO (PS3.5 7.8.1).
pub(crate) fn implicit_vr(tag: Tag) -> (Vr, u8) {
    let Tag(number) = tag;
    if tag.element() == 0 {
        return (Vr::Ul, 0);
    }
    if tag.is_private() {
        return (if (0x10..=0xFF).contains(&tag.element()) { Vr::Lo } else { Vr::Un }, 0);
    }
    match lookup(number) {
        Some(Entry::Vr(vr)) => (vr, 0),
        Some(Entry::UsOrSs | Entry::UsOrOw) => (Vr::Us, flags::AMBIGUOUS),
        None => (Vr::Un, 0),
    }
}

/// Whether PS3.6 lists the tag.
pub(crate) fn knows(tag: Tag) -> bool {
    lookup(tag.0).is_some()
}

fn lookup(number: u32) -> Option<Entry> {
    if let Ok(at) = table::TAGS.binary_search_by_key(&number, |(tag, _)| *tag) {
        return Some(table::TAGS[at].1);
    }
    table::REPEATING.iter().find(|(mask, value, _)| number & mask == *value).map(|(_, _, entry)| *entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_plain_repeating_private_and_unknown_tags() {
        assert_eq!(implicit_vr(Tag(0x0010_0010)), (Vr::Pn, 0));
        assert_eq!(implicit_vr(Tag(0x6002_3000)), (Vr::Ow, 0));
        assert_eq!(implicit_vr(Tag(0x0028_0106)), (Vr::Us, flags::AMBIGUOUS));
        assert_eq!(implicit_vr(Tag(0x0009_0010)), (Vr::Lo, 0));
        assert_eq!(implicit_vr(Tag(0x0009_1001)), (Vr::Un, 0));
        assert_eq!(implicit_vr(Tag(0x0008_0000)), (Vr::Ul, 0));
        assert_eq!(implicit_vr(Tag(0x0008_FFFF)), (Vr::Un, 0));
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(table::TAGS.is_sorted_by(|a, b| a.0 < b.0));
    }
}
