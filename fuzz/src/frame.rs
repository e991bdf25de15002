//! A DICOM frame as an input.

use clinicore_dicom::{Frame, Output};

const SYNTAXES: [&str; 10] = [
    "1.2.840.10008.1.2.1",
    "1.2.840.10008.1.2.8.1",
    "1.2.840.10008.1.2.5",
    "1.2.840.10008.1.2.4.50",
    "1.2.840.10008.1.2.4.51",
    "1.2.840.10008.1.2.4.70",
    "1.2.840.10008.1.2.4.80",
    "1.2.840.10008.1.2.4.90",
    "1.2.840.10008.1.2.4.201",
    "1.2.840.10008.1.2.4.81",
];
const PHOTOMETRIC: [&str; 8] =
    ["MONOCHROME2", "MONOCHROME1", "RGB", "YBR_FULL", "YBR_FULL_422", "YBR_RCT", "YBR_ICT", "PALETTE COLOR"];
const OUTPUTS: [Output; 4] = [Output::Samples, Output::Display, Output::Png, Output::Jpeg];

/// Bytes of the description before those of the frame.
const HEAD: usize = 12;

/// A frame and its bytes, of what the fuzzer gives: a description in a few bytes, then the frame's.
#[must_use]
pub fn frame_of(input: &[u8]) -> Option<(Frame, &[u8])> {
    let (head, data) = input.split_first_chunk::<HEAD>()?;
    let [syntax, r0, r1, c0, c1, samples, allocated, stored, high, photometric, flags, output] = *head;
    let frame = Frame {
        transfer_syntax: SYNTAXES.get(usize::from(syntax))?.to_string(),
        rows: u16::from_le_bytes([r0, r1]).into(),
        columns: u16::from_le_bytes([c0, c1]).into(),
        samples,
        photometric: PHOTOMETRIC.get(usize::from(photometric))?.to_string(),
        planar: flags & 1 != 0,
        allocated,
        stored,
        high,
        signed: flags & 2 != 0,
        big_endian: flags & 4 != 0,
        float: flags & 8 != 0,
        number: 0,
        max_frame_bytes: 1 << 22,
        output: *OUTPUTS.get(usize::from(output))?,
        color: flags & 16 != 0,
        palette: None,
        modality: None,
        voi: None,
        invert: flags & 32 != 0,
        overlays: Vec::new(),
        longest: (flags & 64 != 0).then_some(64),
        quality: 90,
    };
    Some((frame, data))
}

/// The input that stands for a frame, where there is one.
#[must_use]
pub fn input_of(frame: &Frame, data: &[u8]) -> Option<Vec<u8>> {
    let place = |list: &[&str], name: &str| u8::try_from(list.iter().position(|known| *known == name)?).ok();
    let syntax = match frame.transfer_syntax.as_str() {
        "1.2.840.10008.1.2" | "1.2.840.10008.1.2.2" => SYNTAXES[0],
        "1.2.840.10008.1.2.4.57" => SYNTAXES[5],
        "1.2.840.10008.1.2.4.91" => SYNTAXES[7],
        "1.2.840.10008.1.2.4.202" | "1.2.840.10008.1.2.4.203" => SYNTAXES[8],
        same => same,
    };
    let flags = [frame.planar, frame.signed, frame.big_endian, frame.float, frame.color, frame.invert];
    let [r0, r1] = u16::try_from(frame.rows).ok()?.to_le_bytes();
    let [c0, c1] = u16::try_from(frame.columns).ok()?.to_le_bytes();
    let head: [u8; HEAD] = [
        place(&SYNTAXES, syntax)?,
        r0,
        r1,
        c0,
        c1,
        frame.samples,
        frame.allocated,
        frame.stored,
        frame.high,
        place(&PHOTOMETRIC, &frame.photometric)?,
        flags.iter().enumerate().map(|(bit, set)| u8::from(*set) << bit).sum(),
        u8::try_from(OUTPUTS.iter().position(|known| *known == frame.output)?).ok()?,
    ];
    Some([&head, data].concat())
}
