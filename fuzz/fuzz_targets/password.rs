//! Whatever the text of a stored bcrypt hash, and whatever the parameters of Argon2id: hashes have one spelling and are of
//! one password; digests are those of memory that nobody used before.
#![no_main]

use std::ops::ControlFlow;

use argon2::{Algorithm, Argon2, AssociatedData, ParamsBuilder, Version};
use clinicore_crypto::argon2id::{self, Parameters};
use clinicore_crypto::{BcryptHash, Error, Password, bcrypt};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    match input {
        [0, rest @ ..] => argon2id(rest),
        [1, length, rest @ ..] => {
            let (password, hash) = rest.split_at(usize::from(*length).min(rest.len()));
            if let Ok(hash) = str::from_utf8(hash) {
                stored(password, hash);
            }
        }
        _ => {}
    }
});

fn stored(password: &[u8], text: &str) {
    let hash: BcryptHash = match text.parse() {
        Ok(hash) => hash,
        Err(error) => return assert_eq!(error, Error::MalformedHash),
    };
    assert_eq!(hash.to_string(), text);
    assert!((4..=31).contains(&hash.cost()));
    let made = Password::new(password);
    assert_eq!(made.is_ok(), password.len() <= 72 && !password.contains(&0));
    let (Ok(password), 4) = (made, hash.cost()) else { return };
    let mut go_on = |_, _| ControlFlow::Continue(());
    let is_right = bcrypt::verify(&password, &hash, &mut go_on).expect("nobody cancels");
    let fresh = bcrypt::hash(&password, 4, *b"sixteen bytes...", &mut go_on).expect("a cost that is allowed");
    assert!(bcrypt::verify(&password, &fresh, &mut go_on).expect("nobody cancels"));
    assert!(!is_right || hash.has_digest_of(&hash.clone()));
}

fn argon2id(input: &[u8]) {
    let Some((&[memory, time, lanes, length, salt, data], rest)) = input.split_first_chunk() else { return };
    let (salt, rest) = rest.split_at(usize::from(salt % 32).min(rest.len()));
    let (associated_data, rest) = rest.split_at(usize::from(data % 40).min(rest.len()));
    let (secret, password) = rest.split_at(rest.len() / 2);
    let parameters = Parameters {
        salt,
        memory_cost: memory.into(),
        time_cost: u32::from(time % 4),
        parallelism: u32::from(lanes % 6),
        length: usize::from(length),
        secret,
        associated_data,
    };
    let made = argon2id::digest(password, &parameters);
    let again = argon2id::digest(password, &parameters);
    let expected = expected(password, &parameters);
    assert_eq!(made.as_ref().ok().map(|digest| digest.to_vec()), expected);
    assert_eq!(made, again);
    assert_eq!(made.is_err(), made == Err(Error::Argon2));
}

fn expected(password: &[u8], parameters: &Parameters<'_>) -> Option<Vec<u8>> {
    let params = ParamsBuilder::new()
        .m_cost(parameters.memory_cost)
        .t_cost(parameters.time_cost)
        .p_cost(parameters.parallelism)
        .data(AssociatedData::new(parameters.associated_data).ok()?)
        .output_len(parameters.length)
        .build()
        .ok()?;
    let version = Version::V0x13;
    let argon2 = Argon2::new_with_secret(parameters.secret, Algorithm::Argon2id, version, params).ok()?;
    let mut digest = vec![0; parameters.length];
    argon2.hash_password_into(password, parameters.salt, &mut digest).ok()?;
    Some(digest)
}
