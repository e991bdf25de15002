//! Against the `bcrypt` crate, and what must hold for any input.
#![allow(missing_docs, clippy::unwrap_used)]

use std::ops::ControlFlow;

use clinicore_crypto::{BcryptHash, Error, Password, bcrypt};
use proptest::prelude::*;

fn on(_done: u64, _total: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn password() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(1_u8.., 0..=72)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn agrees_with_the_bcrypt_crate(password in password(), salt: [u8; 16], cost in 4_u32..=6) {
        let ours = bcrypt::hash(&Password::new(&password).unwrap(), cost, salt, &mut on).unwrap();
        let theirs = ::bcrypt::hash_with_salt(&password, cost, salt).unwrap();
        prop_assert_eq!(ours.to_string(), theirs.to_string());
    }

    #[test]
    fn verifies_the_password_it_hashed_and_no_other(password in password(), other in password(), salt: [u8; 16]) {
        let hash = bcrypt::hash(&Password::new(&password).unwrap(), 4, salt, &mut on).unwrap();
        let hash: BcryptHash = hash.to_string().parse().unwrap();
        prop_assert!(bcrypt::verify(&Password::new(&password).unwrap(), &hash, &mut on).unwrap());
        let same = bcrypt::verify(&Password::new(&other).unwrap(), &hash, &mut on).unwrap();
        prop_assert_eq!(same, other == password);
    }

    #[test]
    fn reading_any_text_never_panics_and_what_is_read_is_written_the_same(text in r"\$2[abxyz]\$[0-9]{2}\$[./A-Za-z0-9]{52,54}|.*") {
        if let Ok(hash) = text.parse::<BcryptHash>() {
            prop_assert_eq!(hash.to_string(), text);
        }
    }
}

#[test]
fn refuses_passwords_that_bcrypt_would_not_read_whole() {
    assert!(Password::new(&[b'a'; 72]).is_ok());
    assert_eq!(Password::new(&[b'a'; 73]).err(), Some(Error::PasswordTooLong { given: 73 }));
    assert_eq!(Password::new(b"a\0a").err(), Some(Error::PasswordHasNul));
}

#[test]
fn refuses_costs_that_bcrypt_does_not_define() {
    let password = Password::new(b"a").unwrap();
    for cost in [0, 3, 32, u32::MAX] {
        assert_eq!(bcrypt::hash(&password, cost, [0; 16], &mut on).err(), Some(Error::Cost { given: cost }));
    }
}

#[test]
fn refuses_text_that_is_not_the_one_spelling_of_a_hash() {
    let hash = "$2b$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy";
    assert!(hash.parse::<BcryptHash>().is_ok());
    let damaged = [
        String::new(),
        hash[..59].to_owned(),
        format!("{hash}."),
        format!("{hash}\n"),
        format!(" {hash}"),
        hash.replacen("$2b$", "$2$", 1),
        hash.replacen("$2b$", "$2c$", 1),
        hash.replacen("$2b$", "$2B$", 1),
        hash.replacen("$05$", "$03$", 1),
        hash.replacen("$05$", "$32$", 1),
        hash.replacen("$05$", "$+5$", 1),
        hash.replacen("$05$", "$5$.", 1),
        hash.replacen("7uG", "7u=", 1),
        hash.replacen("7uG", "7ü", 1),
        // Bits that encode nothing: the salt's last four, the digest's last two.
        hash.replacen("C.7u", "C/7u", 1),
        hash.replacen("TWNy", "TWNz", 1),
    ];
    for text in damaged {
        assert_eq!(text.parse::<BcryptHash>().err(), Some(Error::MalformedHash), "{text:?}");
    }
}

#[test]
fn tells_how_far_it_is_and_stops_when_asked() {
    let password = Password::new(b"a").unwrap();
    let mut told = Vec::new();
    let mut checkpoint = |done, total| {
        told.push((done, total));
        if done < 32 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    assert_eq!(bcrypt::hash(&password, 6, [0; 16], &mut checkpoint).err(), Some(Error::Cancelled));
    assert_eq!(told, [(0, 64), (16, 64), (32, 64)]);
}
