//! Debian libxcrypt 4.4.33's table of known answers (`test/ka-table.inc`): 368 for each variant.
#![allow(missing_docs, clippy::unwrap_used)]

use std::ops::ControlFlow;

use clinicore_crypto::bcrypt::{LANES, Lanes, MAX_PASSWORD_BYTES};
use clinicore_crypto::{BcryptHash, Password, Variant, bcrypt};

#[derive(serde::Deserialize)]
struct Table {
    vectors: Vec<(String, String)>,
}

struct KnownAnswer {
    password: Vec<u8>,
    hash: BcryptHash,
    text: String,
}

impl KnownAnswer {
    fn is_verified(&self) -> bool {
        let password = Password::new(&self.password).unwrap();
        bcrypt::verify(&password, &self.hash, &mut |_, _| ControlFlow::Continue(())).unwrap()
    }

    /// Where libxcrypt's `$2a$` leaves bcrypt: its countermeasure against `$2x$` collisions changes the hash when the
    /// sign-extended reading of a password happens to equal the right one.
    fn is_changed_by_countermeasure(&self) -> bool {
        let collides: [&[u8]; 2] = [b"\xff\xff\xa3", b"\xff\xa334\xff\xff\xff\xa3345"];
        self.hash.variant() == Variant::A && collides.contains(&&*self.password)
    }
}

fn known_answers() -> Vec<KnownAnswer> {
    let json = include_str!("../../../__test__/golden/crypto/bcrypt_libxcrypt.json");
    let Table { vectors } = serde_json::from_str(json).unwrap();
    assert_eq!(vectors.len(), 1472);
    vectors
        .into_iter()
        .map(|(hex, text)| {
            let mut password: Vec<u8> =
                (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap()).collect();
            // bcrypt reads no more; `Password` refuses what it would not read.
            password.truncate(MAX_PASSWORD_BYTES);
            KnownAnswer { password, hash: text.parse().ok().unwrap(), text }
        })
        .collect()
}

#[test]
fn every_known_answer_is_verified_but_the_8_that_libxcrypts_2a_countermeasure_changes() {
    let (changed, defined): (Vec<_>, Vec<_>) =
        known_answers().into_iter().partition(KnownAnswer::is_changed_by_countermeasure);
    assert_eq!((changed.len(), defined.len()), (8, 1464));
    for known in &defined {
        assert!(known.is_verified(), "{}", known.text);
    }
    for known in &changed {
        assert!(!known.is_verified(), "{}", known.text);
    }
}

#[test]
fn one_to_four_lanes_refilled_between_two_iterations_make_every_known_answer_the_same() {
    let known_answers = known_answers();
    for in_use in 1..=LANES {
        let mut lanes = Lanes::new();
        let mut waiting = known_answers.iter().enumerate();
        let mut made = 0;
        loop {
            while lanes.progress().count() < in_use
                && let Some((i, known)) = waiting.next()
            {
                lanes.add(&Password::new(&known.password).unwrap(), known.hash.setting(), i);
            }
            if lanes.is_empty() {
                break;
            }
            for (i, hash) in lanes.step(5) {
                let known = &known_answers[i];
                assert_eq!(
                    hash.to_string() == known.text,
                    !known.is_changed_by_countermeasure(),
                    "{}",
                    known.text
                );
                made += 1;
            }
        }
        assert_eq!(made, 1472);
    }
}

#[test]
fn every_hash_is_written_as_it_was_read() {
    for known in known_answers() {
        assert_eq!(known.hash.to_string(), known.text);
    }
}
