//! Records, and a dictionary made of them.

use clinicore_export::compress::{Records, train_dictionary};

/// Records like those of a clinic.
#[must_use]
pub fn samples() -> Vec<String> {
    let sample = |n: u32| {
        format!(
            r#"{{"id":{n},"kind":"visit","place":"Bern {}","eye":"{}","sphere":-{}.{}5,"note":"as agreed"}}"#,
            n % 7,
            ["left", "right"][(n % 2) as usize],
            n % 9,
            n % 4 * 2
        )
    };
    (0..2000).map(sample).collect()
}

/// A dictionary of 4 KiB.
///
/// # Panics
///
/// Never: there are enough samples.
#[must_use]
pub fn dictionary() -> Vec<u8> {
    let samples = samples();
    let lengths = samples.iter().map(|sample| u32::try_from(sample.len()).expect("short")).collect();
    train_dictionary(&Records { data: samples.concat().into_bytes(), lengths }, 4096).expect("enough samples")
}
