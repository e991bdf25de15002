#![allow(clippy::unwrap_used)]

use ::png::{BitDepth, ColorType, Encoder};
use proptest::prelude::*;
use proptest::sample::Index;

use super::*;

const BASELINE: &[u8] = include_bytes!("../../tests/pictures/baseline.jpg");
const PROGRESSIVE: &[u8] = include_bytes!("../../tests/pictures/progressive.jpg");
const GREY: &[u8] = include_bytes!("../../tests/pictures/grey.jpg");
const RGB: &[u8] = include_bytes!("../../tests/pictures/rgb.jpg");
const CMYK: &[u8] = include_bytes!("../../tests/pictures/cmyk.jpg");

fn png(width: u32, height: u32, color: ColorType, depth: BitDepth) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, height);
    encoder.set_color(color);
    encoder.set_depth(depth);
    if color == ColorType::Indexed {
        encoder.set_palette(vec![255, 0, 0, 0, 0, 255]);
        encoder.set_trns(vec![128]);
    }
    let bits = width as usize * color.samples() * depth as usize;
    let pixels = vec![0; bits.div_ceil(8) * height as usize];
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&pixels).unwrap();
    writer.finish().unwrap();
    file
}

fn refused(bytes: &[u8]) -> String {
    Picture::decode(bytes.to_vec(), "image").unwrap_err().to_string()
}

/// A chunk in place of those of that kind, with the right checksum.
fn with_chunk(file: &[u8], kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let at = file.windows(4).position(|window| *window == kind).unwrap() - 4;
    let length = u32::from_be_bytes(*file[at..].first_chunk().unwrap()) as usize;
    let mut crc = flate2::Crc::new();
    crc.update(&kind);
    crc.update(data);
    let head = u32::try_from(data.len()).unwrap().to_be_bytes();
    [&file[..at], &head, &kind, data, &crc.sum().to_be_bytes(), &file[at + 12 + length..]].concat()
}

#[test]
fn every_kind_of_png_is_read() {
    use BitDepth::{Eight, Four, One, Sixteen, Two};
    for (color, depths) in [
        (ColorType::Grayscale, &[One, Two, Four, Eight, Sixteen][..]),
        (ColorType::Rgb, &[Eight, Sixteen]),
        (ColorType::Indexed, &[One, Two, Four, Eight]),
        (ColorType::GrayscaleAlpha, &[Eight, Sixteen]),
        (ColorType::Rgba, &[Eight, Sixteen]),
    ] {
        for &depth in depths {
            let picture = Picture::decode(png(5, 3, color, depth), "image").unwrap();
            assert_eq!((picture.width, picture.height), (5, 3));
            assert_eq!(picture.krilla.size(), (5, 3));
        }
    }
}

#[test]
fn every_kind_of_jpeg_is_read() {
    for file in [BASELINE, PROGRESSIVE, GREY, RGB, CMYK] {
        let picture = Picture::decode(file.to_vec(), "image").unwrap();
        assert_eq!((picture.width, picture.height), (16, 8));
        // What follows, a film or a second picture, does not count.
        assert!(Picture::decode([file, b"film"].concat(), "image").is_ok());
    }
}

#[test]
fn broken_pictures_say_what_is_wrong() {
    let file = png(5, 3, ColorType::Rgb, BitDepth::Eight);
    let header = |width: u32, height: u32, rest: [u8; 5]| {
        with_chunk(&file, *b"IHDR", &[&width.to_be_bytes()[..], &height.to_be_bytes(), &rest].concat())
    };
    let mut flipped = file.clone();
    flipped[20] ^= 1;
    for (bytes, reason) in [
        (&b"GIF89a"[..], "it is neither a PNG nor a JPEG"),
        (&file[..20], "it ends too early"),
        (&file[..file.len() - 1], "it ends too early"),
        (&flipped, "a checksum is wrong"),
        (&[&file[..8], &file[33..]].concat(), "its header is missing or not the first"),
        (&header(0, 3, [8, 2, 0, 0, 0]), "it has no pixels"),
        (&header(5, 3, [3, 2, 0, 0, 0]), "its header is broken"),
        (&header(5, 3, [8, 2, 0, 0, 2]), "its header is broken"),
        (&header(5, 3, [8, 3, 0, 0, 0]), "its palette is missing"),
        (&header(5, 4, [8, 2, 0, 0, 0]), "its pixels cannot be decoded"),
        (&with_chunk(&file, *b"IDAT", b"no deflate"), "its pixels cannot be decoded"),
        (&BASELINE[..BASELINE.len() - 2], "it ends too early"),
        (&BASELINE[..30], "it ends too early"),
        (b"\xff\xd8\xff\xd9", "it has no frame"),
        (b"\xff\xd8\xff\xda\x00\x02\xff\xd9", "it has no frame"),
        (b"\xff\xd8\xff\xd8\xff\xd9", "a marker stands where it may not"),
        (b"\xff\xd8\xff\xc4\x00\x03\x00\xff\xd9", "a table is broken"),
        (b"\xff\xd8\xff\xdb\x00\x03\x00\xff\xd9", "a table is broken"),
        (b"\xff\xd8\x00\x00", "a marker is missing"),
    ] {
        assert_eq!(refused(bytes), format!("image is malformed: {reason}"));
    }
}

/// A little file that says it is a large picture is refused before there is room made for it.
#[test]
fn bombs_are_refused() {
    let file = png(1, 1, ColorType::Grayscale, BitDepth::Eight);
    let header = |width: u32, height: u32| {
        with_chunk(
            &file,
            *b"IHDR",
            &[&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat(),
        )
    };
    assert_eq!(refused(&header(100_000, 501)), "image must have at most 50000000 pixels, got 50100000");
    assert_eq!(
        refused(&header(u32::MAX, u32::MAX)),
        "image must have at most 50000000 pixels, got 18446744065119617025"
    );
    assert_eq!(refused(&header(50_000, 1_000)), "image is malformed: its pixels cannot be decoded");
}

#[test]
fn jpegs_that_no_pdf_can_hold_are_refused() {
    let frame = BASELINE.windows(2).position(|window| window == [0xff, 0xc0]).unwrap();
    let changed = |at: usize, bytes: &[u8]| {
        let mut file = BASELINE.to_vec();
        file[frame + at..][..bytes.len()].copy_from_slice(bytes);
        file
    };
    let coding = "image is not supported: a PDF cannot hold JPEGs of its kind of coding";
    assert_eq!(refused(&changed(1, &[0xc3])), coding); // lossless
    assert_eq!(refused(&changed(4, &[12])), coding); // 12 bits
    assert_eq!(
        refused(&changed(5, &[0, 1, 0x40, 0x01])),
        "image is not supported: a JPEG may have at most 16384 pixels on a side"
    );
    assert_eq!(refused(&changed(5, &[0xff; 4])), "image must have at most 50000000 pixels, got 4294836225");
    let adobe = CMYK.windows(5).position(|window| window == b"Adobe").unwrap();
    let mut file = CMYK.to_vec();
    file[adobe] = b'a';
    assert_eq!(
        refused(&file),
        "image is not supported: it does not say whether its inks are inverted, as Adobe's are"
    );
}

#[test]
fn a_picture_is_kept_unless_it_is_large() {
    let small = png(7, 7, ColorType::Rgba, BitDepth::Eight);
    let kept = Picture::decode(small.clone(), "image").unwrap();
    assert_eq!(cache::get(&cache::key(&small)).unwrap().krilla, kept.krilla);
    let large = png(3_000, 3_000, ColorType::Grayscale, BitDepth::Eight);
    Picture::decode(large.clone(), "image").unwrap();
    assert!(cache::get(&cache::key(&large)).is_none());
}

proptest! {
    #[test]
    fn any_bytes_are_refused_or_read(bytes in proptest::collection::vec(any::<u8>(), 0..200), kind in 0..3_usize) {
        let head = [&b""[..], b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"][kind];
        let _ = Picture::decode([head, &bytes].concat(), "image");
    }

    #[test]
    fn damaged_pictures_are_refused_or_read(kind in 0..6_usize, damages in proptest::collection::vec((any::<Index>(), any::<u8>()), 1..6)) {
        let mut file = match kind {
            0 => BASELINE.to_vec(),
            1 => PROGRESSIVE.to_vec(),
            2 => CMYK.to_vec(),
            3 => RGB.to_vec(),
            4 => png(9, 9, ColorType::Indexed, BitDepth::Four),
            _ => png(9, 9, ColorType::Rgba, BitDepth::Sixteen),
        };
        for (place, byte) in damages {
            let at = place.index(file.len());
            file[at] = byte;
        }
        let _ = Picture::decode(file, "image");
    }

    /// Damage to what the checksums do not cover.
    #[test]
    fn damaged_pixels_are_refused_or_read(bytes in proptest::collection::vec(any::<u8>(), 0..300), kind in 0..3_usize) {
        let file = png(9, 9, [ColorType::Rgb, ColorType::Indexed, ColorType::GrayscaleAlpha][kind], BitDepth::Eight);
        let mut stream = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut stream, &bytes).unwrap();
        let _ = Picture::decode(with_chunk(&file, *b"IDAT", &stream.finish().unwrap()), "image");
        let _ = Picture::decode(with_chunk(&file, *b"IDAT", &bytes), "image");
    }
}
