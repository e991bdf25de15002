//! Elements of which nothing needs to be known but their headers: nearly all there are.

use crate::element::{Element, flags};
use crate::header::UNDEFINED;
use crate::vr::Vr;

/// Reads elements in explicit VR little endian that name their VR and have a value in `data`, at most `most`, up to the
/// first that has not: a sequence, a delimiter, a value that is cut short or not here. `data` stand at `start` in the
/// file. Returns where that one stands.
pub(super) fn read(data: &[u8], start: u64, depth: u16, most: usize, elements: &mut Vec<Element>) -> u64 {
    let mut at = 0;
    for _ in 0..most {
        let Some((header, behind)) = data.get(at..).and_then(<[u8]>::split_first_chunk) else { break };
        let [g0, g1, e0, e1, v0, v1, l0, l1] = *header;
        let Some(vr) = Vr::from_code([v0, v1]) else { break };
        let (header_length, length, flags) = if vr.has_long_length() {
            let Some(length) = behind.first_chunk() else { break };
            (12, u32::from_le_bytes(*length), flags::LONG_HEADER)
        } else {
            (8, u16::from_le_bytes([l0, l1]).into(), 0)
        };
        let value = at + header_length;
        let is_plain = !matches!(vr, Vr::Sq | Vr::Un) && [g0, g1] != [0xFE, 0xFF] && length != UNDEFINED;
        if !is_plain || length as usize > data.len() - value {
            break;
        }
        elements.push(Element {
            offset: start + value as u64,
            length: length.into(),
            tag: crate::Tag(u32::from_le_bytes([e0, e1, g0, g1])),
            depth,
            vr,
            flags,
        });
        at = value + length as usize;
    }
    start + at as u64
}
