//! Whatever the key and the counters of one-time codes: what HMAC says by its definition, and the first place of a code.
#![no_main]

use clinicore_crypto::otp::{Hash, find_hotp, hotp};
use libfuzzer_sys::fuzz_target;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

fuzz_target!(|input: &[u8]| {
    let Some((&[hash, count, digits, place], rest)) = input.split_first_chunk() else { return };
    let Some((first, key)) = rest.split_first_chunk() else { return };
    let first = u64::from_be_bytes(*first);
    let (hash, slow): (_, fn(&[u8], u64) -> u32) = match hash % 3 {
        0 => (Hash::Sha1, slow::<Sha1, 64>),
        1 => (Hash::Sha256, slow::<Sha256, 64>),
        _ => (Hash::Sha512, slow::<Sha512, 128>),
    };
    let codes: Vec<u32> =
        (0..u64::from(count % 22)).map(|place| slow(key, first.wrapping_add(place))).collect();
    let digits = 6 + u32::from(digits % 3);
    let modulus = 10_u32.pow(digits);
    let code = codes.get(usize::from(place)).map_or(u32::from(place), |code| code % modulus);
    assert!(codes.first().is_none_or(|&code| code == hotp(hash, key, first)));
    let found = find_hotp(hash, key, first, codes.len() as u32, digits, code);
    assert_eq!(found.map(|place| place as usize), codes.iter().position(|made| made % modulus == code));
});

/// RFC 4226, section 5.3, with HMAC as RFC 2104 has it.
fn slow<H: Digest, const BLOCK: usize>(key: &[u8], counter: u64) -> u32 {
    let mut padded = [0; BLOCK];
    if key.len() > BLOCK {
        let hashed = H::digest(key);
        padded[..hashed.len()].copy_from_slice(&hashed);
    } else {
        padded[..key.len()].copy_from_slice(key);
    }
    let inner =
        H::new().chain_update(padded.map(|byte| byte ^ 0x36)).chain_update(counter.to_be_bytes()).finalize();
    let mac = H::new().chain_update(padded.map(|byte| byte ^ 0x5c)).chain_update(inner).finalize();
    let at = usize::from(mac[mac.len() - 1] & 15);
    u32::from_be_bytes([mac[at] & 0x7f, mac[at + 1], mac[at + 2], mac[at + 3]])
}
