//! Whatever the bytes of a PDF: as many texts as pages; merged, split and stamped files are read again, and say the same; in
//! bounded memory. Or an error.
#![no_main]

use std::ops::ControlFlow;

use clinicore_fuzz::memory;
use clinicore_pdf::Error;
use clinicore_pdf::files::{Limits, Placement, Source, extract_text, merge, page_count, split, stamp};
use libfuzzer_sys::fuzz_target;

#[global_allocator]
static MEMORY: memory::Counting = memory::Counting;

const MOST: usize = 64 << 20;
const LIMITS: Limits = Limits {
    max_bytes: 1 << 20,
    max_pages: 100,
    max_objects: 50_000,
    max_inflated_bytes: 1 << 20,
    max_depth: 40,
};
/// What is made of a file is written in another way, and may cost more to read.
const WIDE: Limits = Limits {
    max_bytes: 64 << 20,
    max_pages: 1000,
    max_objects: 5_000_000,
    max_inflated_bytes: 64 << 20,
    max_depth: 100,
};

fuzz_target!(|input: &[u8]| {
    let Some((&way, file)) = input.split_first() else { return };
    memory::within(MOST, || look(file, way));
});

fn go_on(_done: u64, _total: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn look(file: &[u8], way: u8) {
    let password = (way & 1 != 0).then_some("secret");
    let count = known(page_count(file, password, LIMITS, &mut go_on));
    let texts = known(extract_text(file, password, &Vec::new(), LIMITS, &mut go_on));
    if let (Some(count), Some(texts)) = (count, &texts) {
        assert_eq!(texts.len(), count);
    }
    match way >> 1 & 3 {
        0 => {
            let source = |pages| Source {
                data: file.to_vec(),
                password: password.map(str::to_owned),
                pages,
                title: Some("Title".to_owned()),
            };
            let sources = [source(Vec::new()), source(vec![(1, Some(1))])];
            let Some(merged) = known(merge(&sources, LIMITS, &mut go_on)) else { return };
            assert_eq!(merge(&sources, LIMITS, &mut go_on).as_ref(), Ok(&merged));
            assert_eq!(page_count(&merged, None, WIDE, &mut go_on).ok(), count.map(|count| count + 1));
            if let Some(mut texts) = texts {
                texts.extend_from_within(..1);
                says(&merged, &texts);
            }
        }
        1 => {
            let parts = [vec![(1, Some(1))], vec![(1, None), (1, Some(1))]];
            let Some(files) = known(split(file, password, &parts, LIMITS, &mut go_on)) else { return };
            assert_eq!(files.len(), 2);
            if let Some(mut texts) = texts {
                says(&files[0], &texts[..1]);
                texts.extend_from_within(..1);
                says(&files[1], &texts);
            }
        }
        _ => {
            let placement = Placement {
                pages: vec![(1, Some(1))],
                over: way & 8 == 0,
                across: 0.5,
                down: 0.5,
                right: 1.0,
                below: 2.0,
                margin: 3.0,
                scale: (way & 16 == 0).then_some(0.5),
                angle: f64::from(way >> 5) * 15.0,
                opacity: 0.5,
            };
            // On another file, and as what is stamped.
            let sound = MARK.as_bytes();
            let on = known(stamp(file, password, sound, &placement, LIMITS, &mut go_on));
            if let Some(stamped) = on {
                assert_eq!(page_count(&stamped, None, WIDE, &mut go_on).ok(), count);
            }
            if let Some(stamped) = known(stamp(sound, None, file, &placement, LIMITS, &mut go_on)) {
                assert_eq!(page_count(&stamped, None, WIDE, &mut go_on), Ok(1));
            }
        }
    }
}

fn says(file: &[u8], texts: &[String]) {
    assert_eq!(extract_text(file, None, &Vec::new(), WIDE, &mut go_on).as_deref(), Ok(texts));
}

/// What a call gave, if that is not one of the errors that a file can lead to.
fn known<T>(given: Result<T, Error>) -> Option<T> {
    match given {
        Ok(given) => Some(given),
        Err(
            Error::BrokenFile { .. }
            | Error::Locked { .. }
            | Error::WrongPassword { .. }
            | Error::Unsupported { .. }
            | Error::BeyondLimit { .. },
        ) => None,
        Err(error) => panic!("{error}"),
    }
}

/// A sound file of one page, whose cross-references are looked for.
const MARK: &str = "%PDF-1.7
1 0 obj
<</Type /Catalog /Pages 2 0 R>>
endobj
2 0 obj
<</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 300 400] /Rotate 90>>
endobj
3 0 obj
<</Type /Page /Parent 2 0 R /Resources <</Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>> /Contents 4 0 R>>
endobj
4 0 obj
<</Length 39>>
stream
BT /F1 12 Tf 20 300 Td (A mark) Tj ET  
endstream
endobj
trailer
<</Root 1 0 R>>
";
