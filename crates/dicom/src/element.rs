use crate::vr::Vr;
use std::fmt;

/// A data element's tag: group in the upper, element in the lower half.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(pub u32);

impl Tag {
    /// (0008,0005) Specific Character Set.
    pub const SPECIFIC_CHARACTER_SET: Self = Self(0x0008_0005);
    /// (0028,0103) Pixel Representation.
    pub const PIXEL_REPRESENTATION: Self = Self(0x0028_0103);
    /// (0028,3002) LUT Descriptor.
    pub const LUT_DESCRIPTOR: Self = Self(0x0028_3002);
    /// (0028,3006) LUT Data.
    pub const LUT_DATA: Self = Self(0x0028_3006);
    /// (7FE0,0010) Pixel Data.
    pub const PIXEL_DATA: Self = Self(0x7FE0_0010);
    /// (FFFE,E000) Item.
    pub const ITEM: Self = Self(0xFFFE_E000);
    /// (FFFE,E00D) Item Delimitation Item.
    pub const ITEM_DELIMITER: Self = Self(0xFFFE_E00D);
    /// (FFFE,E0DD) Sequence Delimitation Item.
    pub const SEQUENCE_DELIMITER: Self = Self(0xFFFE_E0DD);

    /// The group number.
    #[must_use]
    pub const fn group(self) -> u16 {
        (self.0 >> 16) as u16
    }

    /// The element number within the group.
    #[must_use]
    pub const fn element(self) -> u16 {
        (self.0 & 0xFFFF) as u16
    }

    /// Whether the group is odd, which makes the element a vendor's own (PS3.5 7.8).
    #[must_use]
    pub const fn is_private(self) -> bool {
        self.group() % 2 == 1
    }

    /// Whether the value is the image itself: Pixel Data, Float Pixel Data or Double Float Pixel Data.
    #[must_use]
    pub const fn is_pixel_data(self) -> bool {
        matches!(self.0, 0x7FE0_0008..=0x7FE0_0010)
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({:04X},{:04X})", self.group(), self.element())
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// How an element was encoded; bits of [`Element::flags`].
pub(crate) mod flags {
    /// The value's numbers are big endian.
    pub const BIG_ENDIAN: u8 = 1;
    /// The length was undefined: the value ended with a delimiter.
    pub const UNDEFINED_LENGTH: u8 = 2;
    /// The VR depends on other elements of the data set.
    pub const AMBIGUOUS: u8 = 4;
    /// The header has 12 bytes, not 8.
    pub const LONG_HEADER: u8 = 8;
}

/// One entry of the flat index. A sequence is followed by its items (tag [`Tag::ITEM`]), an item by its elements; both
/// stand one deeper than what holds them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element {
    /// Where the value starts, in bytes from the start of the file.
    pub offset: u64,
    /// The value's length in bytes, without the delimiter of an undefined length.
    pub length: u64,
    /// The tag.
    pub tag: Tag,
    /// How deep the element stands: 0 in the data set itself, 1 for an item of a sequence there, 2 in that item; 65,535
    /// for that deep and deeper.
    pub depth: u16,
    /// The value representation, from the data or the dictionary.
    pub vr: Vr,
    pub(crate) flags: u8,
}

impl Element {
    /// The byte after the value (before a delimiter).
    #[must_use]
    pub const fn end(&self) -> u64 {
        self.offset + self.length
    }

    /// Whether the value's numbers are big endian.
    #[must_use]
    pub const fn is_big_endian(&self) -> bool {
        self.flags & flags::BIG_ENDIAN != 0
    }

    /// Whether the value ended with a delimiter: a sequence, or encapsulated pixel data.
    #[must_use]
    pub const fn has_undefined_length(&self) -> bool {
        self.flags & flags::UNDEFINED_LENGTH != 0
    }

    /// How it was encoded, in bits: 1 for big endian numbers, 2 for an undefined length, 4 for a VR that depends on other
    /// elements, 8 for a header of 12 bytes.
    #[must_use]
    pub const fn flags(&self) -> u8 {
        self.flags
    }

    /// Where the element starts: its header, before the value.
    pub(crate) const fn start(&self) -> u64 {
        self.offset - if self.flags & flags::LONG_HEADER == 0 { 8 } else { 12 }
    }

    pub(crate) const fn is_ambiguous(&self) -> bool {
        self.flags & flags::AMBIGUOUS != 0
    }
}
