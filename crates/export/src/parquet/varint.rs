//! Integers in as many bytes as they need, seven bits each (ULEB128), as Thrift and Parquet's encodings have them.

/// The next one; none if it is not all there, or longer than 64 bits.
pub(super) fn varint(mut next: impl FnMut() -> Option<u8>) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = next()?;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

/// The signed integer of one: 0, -1, 1, -2 and so on.
pub(super) fn zigzag(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -(value & 1).cast_signed()
}
