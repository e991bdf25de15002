//! PNG pictures (ISO/IEC 15948).

use std::hash::{Hash, Hasher};
use std::io::Cursor;
use std::sync::Arc;

use flate2::Crc;
use krilla::image::{BitsPerComponent, CustomImage, Image, ImageColorspace};
use png::{ColorType, DecodeOptions, Decoder, Limits, Transformations};

use crate::image::cache::Key;
use crate::image::{Picture, Read, Refusal, check_size};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Deflate makes at most 258 bytes of two bits.
const MAX_RATIO: u64 = 1032;
/// For rows and a colour profile; the pixels are not counted.
const LIMITS: Limits = Limits { bytes: 64 << 20 };

pub(super) fn is_png(bytes: &[u8]) -> bool {
    bytes.starts_with(SIGNATURE)
}

/// Reads a picture, with 8 bits to the sample; what its gamma is, is not looked at.
pub(super) fn read(bytes: &[u8], key: Key) -> Result<Read, Refusal> {
    let Header { width, height, .. } = check(bytes)?;
    let samples = decode(bytes, key).map_err(|_| Refusal::Malformed("its pixels cannot be decoded"))?;
    let kept = samples.color.len() + samples.alpha.as_ref().map_or(0, Vec::len);
    let krilla = Image::from_custom(Shared(Arc::new(samples)), false)
        .map_err(|_| Refusal::Malformed("its pixels cannot be decoded"))?;
    Ok(Read { picture: Picture { krilla, width, height, is_cmyk: false }, bytes: kept })
}

struct Header {
    width: u32,
    height: u32,
    /// Of a line's samples, without the byte that says its filter.
    bits_per_pixel: u64,
    is_palette: bool,
}

/// Looks at all chunks before any is used.
fn check(bytes: &[u8]) -> Result<Header, Refusal> {
    const EARLY: Refusal = Refusal::Malformed("it ends too early");
    let (mut header, mut has_palette, mut pixels) = (None, false, 0);
    let mut rest = &bytes[SIGNATURE.len()..];
    loop {
        let (length, chunk) = rest.split_first_chunk().ok_or(EARLY)?;
        let length = u32::from_be_bytes(*length) as usize;
        if chunk.len() < 8 || chunk.len() - 8 < length {
            return Err(EARLY);
        }
        let (chunk, after) = chunk.split_at(4 + length);
        let (sum, after) = after.split_first_chunk().ok_or(EARLY)?;
        let mut crc = Crc::new();
        crc.update(chunk);
        if crc.sum() != u32::from_be_bytes(*sum) {
            return Err(Refusal::Malformed("a checksum is wrong"));
        }
        let (kind, data) = chunk.split_at(4);
        if (kind == b"IHDR") != header.is_none() {
            return Err(Refusal::Malformed("its header is missing or not the first"));
        }
        match kind {
            b"IHDR" => header = Some(read_header(data)?),
            b"PLTE" => {
                if data.is_empty() || data.len() > 768 || data.len() % 3 != 0 {
                    return Err(Refusal::Malformed("its palette is broken"));
                }
                has_palette = true;
            }
            b"IDAT" => pixels += data.len() as u64,
            b"IEND" => break,
            _ => {}
        }
        rest = after;
    }
    let header = header.expect("the first chunk was the header");
    if header.is_palette && !has_palette {
        return Err(Refusal::Malformed("its palette is missing"));
    }
    // A small file does not get room for a large picture merely because it says so.
    let line = (u64::from(header.width) * header.bits_per_pixel).div_ceil(8);
    if line * u64::from(header.height) > pixels * MAX_RATIO {
        return Err(Refusal::Malformed("its pixels cannot be decoded"));
    }
    Ok(header)
}

fn read_header(data: &[u8]) -> Result<Header, Refusal> {
    const BROKEN: Refusal = Refusal::Malformed("its header is broken");
    let &[w0, w1, w2, w3, h0, h1, h2, h3, depth, color, 0, 0, 0 | 1] = data else { return Err(BROKEN) };
    let (samples, depths): (u64, &[u8]) = match color {
        0 => (1, &[1, 2, 4, 8, 16]),
        2 => (3, &[8, 16]),
        3 => (1, &[1, 2, 4, 8]),
        4 => (2, &[8, 16]),
        6 => (4, &[8, 16]),
        _ => return Err(BROKEN),
    };
    let (width, height) = (u32::from_be_bytes([w0, w1, w2, w3]), u32::from_be_bytes([h0, h1, h2, h3]));
    if !depths.contains(&depth) {
        return Err(BROKEN);
    }
    check_size(width, height)?;
    Ok(Header { width, height, bits_per_pixel: samples * u64::from(depth), is_palette: color == 3 })
}

fn decode(bytes: &[u8], key: Key) -> Result<Samples, png::DecodingError> {
    let mut options = DecodeOptions::default();
    options.set_ignore_crc(true); // they are checked already
    options.set_ignore_adler32(false);
    options.set_ignore_text_chunk(true);
    let mut decoder = Decoder::new_with_options(Cursor::new(bytes), options);
    decoder.set_limits(LIMITS);
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info()?;
    let mut color = vec![0; reader.output_buffer_size().ok_or(png::DecodingError::LimitsExceeded)?];
    let frame = reader.next_frame(&mut color)?;
    let (space, alpha) = match frame.color_type {
        ColorType::Grayscale => (ImageColorspace::Luma, None),
        ColorType::GrayscaleAlpha => (ImageColorspace::Luma, Some(part::<1>(&mut color))),
        ColorType::Rgba => (ImageColorspace::Rgb, Some(part::<3>(&mut color))),
        ColorType::Rgb | ColorType::Indexed => (ImageColorspace::Rgb, None),
    };
    let info = reader.info();
    Ok(Samples {
        key,
        size: (info.width, info.height),
        space,
        color,
        // What is opaque everywhere needs no mask.
        alpha: alpha.filter(|alpha| alpha.iter().any(|&opacity| opacity != 255)),
        profile: info.icc_profile.as_deref().map(<[u8]>::to_vec),
    })
}

/// Takes the opacity out of pixels of `COLORS` samples before it.
fn part<const COLORS: usize>(pixels: &mut Vec<u8>) -> Vec<u8> {
    let count = pixels.len() / (COLORS + 1);
    let alpha = pixels.chunks_exact(COLORS + 1).map(|pixel| pixel[COLORS]).collect();
    for pixel in 1..count {
        let from = pixel * (COLORS + 1);
        pixels.copy_within(from..from + COLORS, pixel * COLORS);
    }
    pixels.truncate(count * COLORS);
    alpha
}

/// Decoded pixels; krilla, which copies what it is given, compresses them at once and lets them go.
#[derive(Clone)]
struct Shared(Arc<Samples>);

struct Samples {
    key: Key,
    size: (u32, u32),
    space: ImageColorspace,
    color: Vec<u8>,
    alpha: Option<Vec<u8>>,
    profile: Option<Vec<u8>>,
}

impl Hash for Shared {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.key.hash(state);
    }
}

impl CustomImage for Shared {
    fn color_channel(&self) -> &[u8] {
        &self.0.color
    }

    fn alpha_channel(&self) -> Option<&[u8]> {
        self.0.alpha.as_deref()
    }

    fn bits_per_component(&self) -> BitsPerComponent {
        BitsPerComponent::Eight
    }

    fn size(&self) -> (u32, u32) {
        self.0.size
    }

    fn icc_profile(&self) -> Option<&[u8]> {
        self.0.profile.as_deref()
    }

    fn color_space(&self) -> ImageColorspace {
        self.0.space
    }
}
