//! What glyphs are called (Adobe Glyph List): names and their code points, of the scripts and signs that simple fonts are made
//! of. Left out are single letters, which are called what they are.

use std::collections::HashMap;
use std::sync::LazyLock;

static LIST: LazyLock<HashMap<&str, char>> = LazyLock::new(|| {
    let words: Vec<&str> = include_str!("glyph_names.txt").split_whitespace().collect();
    words.chunks_exact(2).filter_map(|pair| Some((pair[0], coded(pair[1])?))).collect()
});

fn coded(hexadecimal: &str) -> Option<char> {
    char::from_u32(u32::from_str_radix(hexadecimal, 16).ok()?)
}

/// What a glyph of this name shows; none for a name that does not say.
pub(super) fn characters(glyph: &str) -> Option<String> {
    let name = glyph.split('.').next().unwrap_or_default();
    if name.len() == 1 && name.as_bytes()[0].is_ascii_alphabetic() {
        return Some(name.to_owned());
    }
    if let Some(known) = LIST.get(name) {
        return Some(known.to_string());
    }
    let is_code =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'));
    if let Some(codes) =
        name.strip_prefix("uni").filter(|codes| is_code(codes) && codes.len().is_multiple_of(4))
    {
        let units: Vec<u16> = (0..codes.len() / 4)
            .filter_map(|at| u16::from_str_radix(&codes[4 * at..4 * at + 4], 16).ok())
            .collect();
        return Some(String::from_utf16_lossy(&units));
    }
    if let Some(code) = name.strip_prefix('u').filter(|code| is_code(code) && (4..=6).contains(&code.len())) {
        return coded(code).map(String::from);
    }
    if name.contains('_') { name.split('_').map(characters).collect() } else { None }
}
