//! What lanes gain on this machine: `cargo run --release -p clinicore-crypto --example bcrypt_lanes`.
//!
//! Prints the time of a hash of cost 10, and of a round of Blowfish, with one to four of them at once on one core.
//! How much four gain depends on the machine code that the compiler makes of the rounds; below 2.5, look at it.
#![allow(clippy::print_stdout)] // it is a program

use std::time::Instant;

use clinicore_crypto::bcrypt::{LANES, Lanes};
use clinicore_crypto::{Error, Password, Setting};

/// Iterations in a step, and in a hash at cost 10.
const STEP: u64 = 16;
const HASH: u64 = 1024;

/// Rounds in an iteration: 2 expansions of 521 blocks of 16 rounds each.
const ROUNDS: u64 = 2 * 521 * 16;

fn main() -> Result<(), Error> {
    let password = Password::new(b"correct horse")?;
    let mut alone = None;
    for count in 1..=LANES {
        let mut lanes = Lanes::new();
        for lane in 0..count {
            lanes.add(&password, Setting::new(14, [u8::try_from(lane).unwrap_or(0); 16])?, ());
        }
        // Other processes lengthen a step of a millisecond, or leave it alone: the shortest is right.
        let shortest = (0..600).map(|_| {
            let begun = Instant::now();
            lanes.step(STEP);
            begun.elapsed().as_secs_f64()
        });
        let iteration = shortest.fold(f64::INFINITY, f64::min) / (STEP as f64 * count as f64);
        let (hash_ms, round_ns) = (iteration * HASH as f64 * 1e3, iteration / ROUNDS as f64 * 1e9);
        let ratio = *alone.get_or_insert(iteration) / iteration;
        println!(
            "bcrypt, cost 10, {count} at once: {hash_ms:.1} ms a hash, {round_ns:.2} ns a round, {ratio:.2}×"
        );
        if count == LANES && ratio < 2.5 {
            println!("WARNING: four lanes should gain 2.5× or more");
        }
    }
    Ok(())
}
