//! Whatever the bytes of a picture in a document: a sound PDF, or an error of the picture; in bounded memory.
#![no_main]

use clinicore_fuzz::document::{document, rendered};
use clinicore_fuzz::memory;
use clinicore_pdf::Error;
use flate2::Crc;
use libfuzzer_sys::fuzz_target;
use serde_json::json;

#[global_allocator]
static MEMORY: memory::Counting = memory::Counting;

/// A PNG of so many bytes may hold 17 million pixels of a palette, which are there as four samples each, twice.
const LONGEST: usize = 2000;
const MOST: usize = 256 << 20;

fuzz_target!(|input: &[u8]| {
    let Some((&[way, profile], picture)) = input.split_first_chunk() else { return };
    if picture.len() > LONGEST {
        return;
    }
    let picture = if way & 1 == 0 { picture.to_vec() } else { with_right_sums(picture) };
    let shown = json!({ "type": "image", "image": 0, "width": null, "height": null, "align": "center", "alt": "A picture" });
    let document = document(vec![shown], &[0], 10.0, 400.0, profile);
    let made = memory::within(MOST, || rendered(&document, &[], vec![picture]));
    if let Err(error) = made {
        let (Error::Malformed { argument, .. }
        | Error::Unsupported { argument, .. }
        | Error::TooMany { argument, .. }) = &error
        else {
            panic!("{error}")
        };
        assert_eq!(argument, "document.content[0].image");
    }
});

/// A PNG whose chunks have the checksums they should have, which a fuzzer does not guess.
fn with_right_sums(file: &[u8]) -> Vec<u8> {
    let mut file = file.to_vec();
    let mut at = 8;
    while let Some(&length) = file.get(at..).and_then(|rest| rest.first_chunk()) {
        let end = at + 8 + u32::from_be_bytes(length) as usize;
        if end + 4 > file.len() {
            break;
        }
        let mut crc = Crc::new();
        crc.update(&file[at + 4..end]);
        file[end..end + 4].copy_from_slice(&crc.sum().to_be_bytes());
        at = end + 4;
    }
    file
}
