//! Where the bytes stand that mean something: delimiters, quotes, line ends. 32 bytes are looked at in a few instructions.

use fearless_simd::{Level, Simd, SimdBase, SimdMask, dispatch, u8x32};

/// Puts the places of `\n`, `\r`, the delimiter and the quote, ascending, and the length after them, into `found`.
pub(super) fn positions(bytes: &[u8], delimiter: u8, quote: Option<u8>, found: &mut Vec<u32>) {
    let needles = [b'\n', b'\r', delimiter, quote.unwrap_or(b'\n')];
    // As many as there are in most tables; there may be one for each byte.
    found.clear();
    found.reserve(bytes.len() / 6 + 16);
    dispatch!(Level::new(), simd => find(simd, bytes, needles, found));
    found.push(place(bytes.len()));
}

#[inline(always)]
#[allow(clippy::inline_always, reason = "or it is compiled without the vectors of where it is called")]
fn find<S: Simd>(simd: S, bytes: &[u8], needles: [u8; 4], found: &mut Vec<u32>) {
    let [a, b, c, d] = needles.map(|needle| u8x32::splat(simd, needle));
    let (chunks, rest) = bytes.as_chunks::<32>();
    let mut base = 0;
    for chunk in chunks {
        let chunk = u8x32::from_slice(simd, chunk);
        let any = chunk.simd_eq(a) | chunk.simd_eq(b) | chunk.simd_eq(c) | chunk.simd_eq(d);
        let mut bits = any.to_bitmask();
        while bits != 0 {
            found.push(base + bits.trailing_zeros());
            bits &= bits - 1;
        }
        base += 32;
    }
    for (at, byte) in (base..).zip(rest) {
        if needles.contains(byte) {
            found.push(at);
        }
    }
}

/// A place in a part, which has at most 2 GiB.
pub(super) fn place(at: usize) -> u32 {
    u32::try_from(at).expect("a part is smaller than 4 GiB")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn they_are_those_that_one_by_one_gives(text in "[ab;\"\n\ré]{0,200}") {
            let bytes = text.as_bytes();
            let mut expected: Vec<u32> = (0..).zip(bytes).filter(|(_, byte)| b"\n\r;\"".contains(byte)).map(|(at, _)| at).collect();
            expected.push(u32::try_from(bytes.len()).expect("short"));
            let mut found = vec![7];
            positions(bytes, b';', Some(b'"'), &mut found);
            prop_assert_eq!(found, expected);
        }
    }
}
