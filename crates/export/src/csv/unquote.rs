//! The text of quoted cells.

use memchr::memchr;

/// Adds what stands between the quotes, two of which count as one.
pub(super) fn unquote(mut inner: &[u8], quote: u8, out: &mut Vec<u8>) {
    while let Some(at) = memchr(quote, inner) {
        out.extend_from_slice(&inner[..=at]);
        // The second of the two.
        inner = inner.get(at + 2..).unwrap_or_default();
    }
    out.extend_from_slice(inner);
}
