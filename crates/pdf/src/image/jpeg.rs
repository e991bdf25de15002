//! JPEG pictures (ITU-T T.81), which a PDF holds as they are.

use krilla::image::Image;

use crate::image::{Picture, Read, Refusal, check_size};

/// More on a side, the writer does not read.
const MAX_SIDE: u16 = 16_384;

/// Components of a picture in CMYK.
const INKS: u8 = 4;

pub(super) fn is_jpeg(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, SOI])
}

/// Reads a picture; what follows it in the file (a film, a second picture) is left out.
pub(super) fn read(mut bytes: Vec<u8>) -> Result<Read, Refusal> {
    let Frame { width, height, components, end } = check(&bytes)?;
    bytes.truncate(end);
    let krilla =
        Image::from_jpeg(bytes.into(), false).map_err(|_| Refusal::Malformed("its header cannot be read"))?;
    let (width, height) = (width.into(), height.into());
    Ok(Read { picture: Picture { krilla, width, height, is_cmyk: components == INKS }, bytes: end })
}

// The markers (table B.1), each after a byte 0xff.
const FIRST_FRAME: u8 = 0xc0;
const LAST_FRAME: u8 = 0xcf;
/// Among the frames: Huffman tables, an extension, conditions of arithmetic coding.
const NO_FRAMES: [u8; 3] = [0xc4, 0xc8, 0xcc];
/// The last kind of frame that `DCTDecode` reads: baseline, extended, progressive.
const PROGRESSIVE: u8 = 0xc2;
const RESTARTS: std::ops::RangeInclusive<u8> = 0xd0..=0xd7;
const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const APP14: u8 = 0xee;
const TEM: u8 = 0x01;

struct Frame {
    width: u16,
    height: u16,
    components: u8,
    /// Where the picture ends in the file.
    end: usize,
}

/// Walks over the file, from marker to marker, to its end.
fn check(bytes: &[u8]) -> Result<Frame, Refusal> {
    const EARLY: Refusal = Refusal::Malformed("it ends too early");
    let (mut frame, mut has_scan, mut is_adobe) = (None, false, false);
    let mut at = 2;
    loop {
        match *bytes.get(at..).ok_or(EARLY)? {
            // Fill bytes, and markers without content.
            [0xff, 0xff, ..] => at += 1,
            [0xff, marker, ..] if marker == TEM || RESTARTS.contains(&marker) => at += 2,
            [0xff, EOI, ..] => break,
            [0xff, marker, high, low, ref rest @ ..] => {
                let length = usize::from(u16::from_be_bytes([high, low]));
                let segment = length.checked_sub(2).and_then(|length| rest.get(..length)).ok_or(EARLY)?;
                at += 2 + length;
                if marker == APP14 {
                    is_adobe |= segment.starts_with(b"Adobe");
                } else if marker == SOS {
                    has_scan = true;
                    at += scan(&bytes[at..]).ok_or(EARLY)?;
                } else if (FIRST_FRAME..=LAST_FRAME).contains(&marker)
                    && !NO_FRAMES.contains(&marker)
                    && frame.is_none()
                {
                    frame = Some(read_frame(marker, segment)?);
                }
            }
            [0xff, ..] | [] => return Err(EARLY),
            _ => return Err(Refusal::Malformed("a marker is missing")),
        }
    }
    let (Some((width, height, components)), true) = (frame, has_scan) else {
        return Err(Refusal::Malformed("it has no frame"));
    };
    if components == INKS && !is_adobe {
        return Err(Refusal::Unsupported("it does not say whether its inks are inverted, as Adobe's are"));
    }
    Ok(Frame { width, height, components, end: at + 2 })
}

/// Length of a scan's data: up to the next marker that is none of its own.
fn scan(data: &[u8]) -> Option<usize> {
    data.windows(2)
        .position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xff) && !RESTARTS.contains(&pair[1]))
}

/// Width, height and components.
fn read_frame(marker: u8, segment: &[u8]) -> Result<(u16, u16, u8), Refusal> {
    let &[depth, h0, h1, w0, w1, components, ..] = segment else {
        return Err(Refusal::Malformed("its frame is broken"));
    };
    if marker > PROGRESSIVE || depth != 8 || !matches!(components, 1 | 3 | INKS) {
        return Err(Refusal::Unsupported("a PDF cannot hold JPEGs of its kind of coding"));
    }
    let (width, height) = (u16::from_be_bytes([w0, w1]), u16::from_be_bytes([h0, h1]));
    check_size(width.into(), height.into())?;
    if width.max(height) > MAX_SIDE {
        return Err(Refusal::Unsupported("a JPEG may have at most 16384 pixels on a side"));
    }
    Ok((width, height, components))
}
