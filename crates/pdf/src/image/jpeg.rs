//! JPEG pictures (ITU-T T.81), which a PDF holds as they are.

use krilla::image::Image;

use crate::image::{Picture, Read, Refusal, check_size};

/// More on a side, the writer does not read.
const MAX_SIDE: u16 = 16_384;

/// Components of a picture in CMYK.
const INKS: usize = 4;

pub(super) fn is_jpeg(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, SOI])
}

/// Reads a picture; what follows it in the file (a film, a second picture) is left out.
pub(super) fn read(mut bytes: Vec<u8>) -> Result<Read, Refusal> {
    let Frame { width, height, components, places, adobe, misread, end } = check(&bytes)?;
    bytes.truncate(end);
    for marker in misread {
        bytes[marker] = COM;
    }
    say_colors(&mut bytes, &components, &places, &adobe);
    let krilla =
        Image::from_jpeg(bytes.into(), false).map_err(|_| Refusal::Malformed("its header cannot be read"))?;
    let (width, height) = (width.into(), height.into());
    let is_cmyk = components.len() == INKS;
    Ok(Read { picture: Picture { krilla, width, height, is_cmyk }, bytes: end })
}

// The markers (table B.1), each after a byte 0xff.
const FIRST_FRAME: u8 = 0xc0;
const LAST_FRAME: u8 = 0xcf;
/// Among the frames: Huffman tables, an extension, conditions of arithmetic coding.
const NO_FRAMES: [u8; 3] = [DHT, 0xc8, DAC];
/// The last kind of frame that `DCTDecode` reads: baseline, extended, progressive.
const PROGRESSIVE: u8 = 0xc2;
const DHT: u8 = 0xc4;
const DAC: u8 = 0xcc;
const FIRST_RESTART: u8 = 0xd0;
const LAST_RESTART: u8 = 0xd7;
const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const DQT: u8 = 0xdb;
const DNL: u8 = 0xdc;
const DRI: u8 = 0xdd;
const APP0: u8 = 0xe0;
const APP1: u8 = 0xe1;
const APP14: u8 = 0xee;
const COM: u8 = 0xfe;
const TEM: u8 = 0x01;

struct Frame {
    width: u16,
    height: u16,
    /// What the components are called.
    components: Vec<u8>,
    /// Where in the file these names stand, in the headers of the frame and of its scans.
    places: Vec<usize>,
    /// Where Adobe's segments begin that stand before the first scan.
    adobe: Vec<usize>,
    /// The markers of segments that mean nothing for the picture, and that the writer reads wrongly.
    misread: Vec<usize>,
    /// Where the picture ends in the file.
    end: usize,
}

const NO_FRAME: Refusal = Refusal::Malformed("it has no frame");

/// Walks over the file, from marker to marker, to its end.
fn check(bytes: &[u8]) -> Result<Frame, Refusal> {
    const EARLY: Refusal = Refusal::Malformed("it ends too early");
    let (mut frame, mut has_scan): (Option<Frame>, _) = (None, false);
    let (mut adobe, mut misread) = (Vec::new(), Vec::new());
    let mut at = 2;
    loop {
        match *bytes.get(at..).ok_or(EARLY)? {
            // Fill bytes.
            [0xff, 0xff, ..] => at += 1,
            [0xff, EOI, ..] => break,
            [0xff, 0 | TEM | DAC | FIRST_RESTART..=SOI, ..] => return Err(MISPLACED),
            [0xff, DNL, ..] if !has_scan => return Err(MISPLACED),
            [0xff, marker, high, low, ref rest @ ..] => {
                let length = usize::from(u16::from_be_bytes([high, low]));
                let segment = length.checked_sub(2).and_then(|length| rest.get(..length)).ok_or(EARLY)?;
                let start = at + 4;
                at += 2 + length;
                match marker {
                    APP14 if segment.starts_with(b"Adobe") => {
                        if segment.get(TRANSFORM).is_none_or(|transform| *transform > YCCK) {
                            return Err(Refusal::Malformed("Adobe's segment is broken"));
                        }
                        if !has_scan {
                            adobe.push(start);
                        }
                    }
                    APP0 if length == 6 => misread.push(start - 3),
                    APP1 if segment.starts_with(EXTENDED_XMP) => misread.push(start - 3),
                    DHT if !are_huffman_tables(segment) => return Err(BROKEN_TABLE),
                    DQT if !are_quantization_tables(segment) => return Err(BROKEN_TABLE),
                    DRI if length != 4 => return Err(BROKEN_TABLE),
                    SOS => {
                        let frame = frame.as_mut().ok_or(NO_FRAME)?;
                        let count = read_scan(segment, &frame.components)?;
                        frame.places.extend((0..count).map(|component| start + 1 + 2 * component));
                        has_scan = true;
                        at += scan(&bytes[at..]).ok_or(EARLY)?;
                    }
                    FIRST_FRAME..=LAST_FRAME if !NO_FRAMES.contains(&marker) => {
                        if frame.is_some() {
                            return Err(Refusal::Malformed("it has two frames"));
                        }
                        frame = Some(read_frame(marker, segment, start)?);
                    }
                    _ => {}
                }
            }
            [0xff, ..] | [] => return Err(EARLY),
            _ => return Err(Refusal::Malformed("a marker is missing")),
        }
    }
    let frame = frame.filter(|_| has_scan).ok_or(NO_FRAME)?;
    if frame.components.len() == INKS && adobe.is_empty() {
        return Err(Refusal::Unsupported("it does not say whether its inks are inverted, as Adobe's are"));
    }
    Ok(Frame { adobe, misread, end: at + 2, ..frame })
}

/// What a part of long metadata begins with (XMP, part 3, 1.1.3.1).
const EXTENDED_XMP: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";

const MISPLACED: Refusal = Refusal::Malformed("a marker stands where it may not");
const BROKEN_TABLE: Refusal = Refusal::Malformed("a table is broken");

/// Length of a scan's data: up to the next marker that is none of its own.
fn scan(data: &[u8]) -> Option<usize> {
    data.windows(2)
        .position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xff | FIRST_RESTART..=LAST_RESTART))
}

/// Reads a frame's header (B.2.2), which begins at `start`.
fn read_frame(marker: u8, segment: &[u8], start: usize) -> Result<Frame, Refusal> {
    const BROKEN: Refusal = Refusal::Malformed("its frame is broken");
    let &[depth, h0, h1, w0, w1, count, ref components @ ..] = segment else { return Err(BROKEN) };
    if marker > PROGRESSIVE || depth != 8 || !matches!(count, 1 | 3 | 4) {
        return Err(Refusal::Unsupported("a PDF cannot hold JPEGs of its kind of coding"));
    }
    let (width, height) = (u16::from_be_bytes([w0, w1]), u16::from_be_bytes([h0, h1]));
    check_size(width.into(), height.into())?;
    if width.max(height) > MAX_SIDE {
        return Err(Refusal::Unsupported("a JPEG may have at most 16384 pixels on a side"));
    }
    if components.len() != 3 * usize::from(count) {
        return Err(BROKEN);
    }
    for (at, component) in components.chunks_exact(3).enumerate() {
        let is_named = components.iter().step_by(3).take(at).any(|name| *name == component[0]);
        if is_named || !matches!((component[1] >> 4, component[1] & 15, component[2]), (1..=4, 1..=4, 0..=3))
        {
            return Err(BROKEN);
        }
        if component[1] >> 4 == 3 {
            return Err(Refusal::Unsupported("a component has a third of the columns"));
        }
    }
    Ok(Frame {
        width,
        height,
        components: components.iter().step_by(3).copied().collect(),
        places: (0..count.into()).map(|component| start + 6 + 3 * component).collect(),
        adobe: Vec::new(),
        misread: Vec::new(),
        end: 0,
    })
}

/// Checks a scan's header (B.2.3); gives how many components it has.
fn read_scan(segment: &[u8], components: &[u8]) -> Result<usize, Refusal> {
    let sound = || {
        let (&count, rest) = segment.split_first()?;
        let (selectors, &[first, last, bits]) = rest.split_last_chunk()?;
        let count = usize::from(count);
        if !(1..=4).contains(&count) || selectors.len() != 2 * count {
            return None;
        }
        let names: Vec<u8> = selectors.iter().step_by(2).copied().collect();
        let is_known = |(at, name): (usize, &u8)| components.contains(name) && !names[..at].contains(name);
        let in_range = first <= 63 && last <= 63 && bits >> 4 <= 13 && bits & 15 <= 13;
        (in_range && names.iter().enumerate().all(is_known)).then_some(count)
    };
    sound().ok_or(Refusal::Malformed("a scan is broken"))
}

/// Whether they are tables of Huffman codes (B.2.4.2), none of which is all ones.
fn are_huffman_tables(mut segment: &[u8]) -> bool {
    while let Some((&[kind, ref lengths @ ..], rest)) = segment.split_first_chunk::<17>() {
        let mut codes = 0_u32;
        for (at, count) in lengths.iter().enumerate() {
            codes = 2 * codes + u32::from(*count);
            if codes >= 2 << at {
                return false;
            }
        }
        let count = lengths.iter().map(|count| usize::from(*count)).sum();
        let Some((symbols, further)) = rest.split_at_checked(count) else { return false };
        let is_dc = kind >> 4 == 0;
        if kind & 0xef > 3 || count > 256 || (is_dc && symbols.iter().any(|symbol| *symbol > 15)) {
            return false;
        }
        segment = further;
    }
    segment.is_empty()
}

/// Whether they are tables of quantization (B.2.4.1).
fn are_quantization_tables(mut segment: &[u8]) -> bool {
    while let Some((kind, rest)) = segment.split_first() {
        let (precision, name) = (kind >> 4, kind & 15);
        let Some((_, further)) = rest.split_at_checked(64 * (1 + usize::from(precision))) else {
            return false;
        };
        if precision > 1 || name > 3 {
            return false;
        }
        segment = further;
    }
    true
}

/// Where in Adobe's segment it stands how the colours are coded.
const TRANSFORM: usize = 11;
// How they are (Adobe Technical Note 5116): as they are, or as brightness and differences.
const AS_THEY_ARE: u8 = 0;
const YCC: u8 = 1;
const YCCK: u8 = 2;

/// The writer takes the colour space from Adobe's segment, whatever the number of components. Where the two do not fit, this makes
/// the file say what every reader understands.
fn say_colors(bytes: &mut [u8], components: &[u8], places: &[usize], adobe: &[usize]) {
    let Some(&last) = adobe.last() else { return };
    match (components.len(), bytes[last + TRANSFORM]) {
        // Of one component there is nothing to be told: the segments are nobody's then.
        (1, _) => adobe.iter().for_each(|segment| bytes[*segment] = b'a'),
        (3, YCCK) => bytes[last + TRANSFORM] = YCC,
        // The writer knows red, green and blue by their names.
        (3, AS_THEY_ARE) => {
            for &place in places {
                let component = components.iter().position(|name| *name == bytes[place]);
                bytes[place] =
                    component.and_then(|component| b"RGB".get(component)).copied().unwrap_or_default();
            }
        }
        (INKS, YCC) => bytes[last + TRANSFORM] = YCCK,
        _ => {}
    }
}
