//! Whatever the bytes of a frame: pixels of the size its dimensions say, or an error.
#![no_main]

use clinicore_dicom::{Output, decode_frame};
use libfuzzer_sys::fuzz_target;
use std::ops::ControlFlow;

fuzz_target!(|input: &[u8]| {
    let Some((frame, data)) = clinicore_fuzz::frame_of(input) else { return };
    let Ok(made) = decode_frame(&frame, data, &[], &mut |_, _| ControlFlow::Continue(())) else { return };
    let pixels = (frame.rows * frame.columns) as usize;
    match frame.output {
        Output::Samples => {
            let sample = usize::from(frame.allocated).div_ceil(8);
            assert_eq!(made.len(), pixels * usize::from(frame.samples) * sample);
        }
        Output::Display if frame.longest.is_none() => {
            assert_eq!(made.len(), pixels * if frame.samples == 1 { 1 } else { 3 });
        }
        _ => assert!(!made.is_empty()),
    }
});
