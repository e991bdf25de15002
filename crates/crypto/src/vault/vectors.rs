//! Vectors of Wycheproof and NIST against the primitives as fields use them.
#![allow(clippy::unwrap_used)]

use hkdf::Hkdf;
use serde::Deserialize;
use sha2::Sha256;

use super::expand::{Expand, MAX_INFO};
use super::gcm;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wycheproof<Group> {
    test_groups: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AeadGroup {
    key_size: u32,
    iv_size: u32,
    tag_size: u32,
    tests: Vec<Aead>,
}

#[derive(Deserialize)]
struct Aead {
    key: String,
    iv: String,
    aad: String,
    msg: String,
    ct: String,
    tag: String,
    result: String,
}

#[derive(Deserialize)]
struct HkdfGroup {
    tests: Vec<HkdfCase>,
}

#[derive(Deserialize)]
struct HkdfCase {
    ikm: String,
    salt: String,
    info: String,
    size: usize,
    okm: String,
    result: String,
}

/// Key, IV, associated data, plaintext (none where the tag must not verify), ciphertext, tag.
type CavpCase = (String, String, String, Option<String>, String, String);

#[derive(Deserialize)]
struct Cavp {
    encrypt: Vec<CavpCase>,
    decrypt: Vec<CavpCase>,
}

fn bytes(hex: &str) -> Vec<u8> {
    assert!(hex.len().is_multiple_of(2));
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn array<const N: usize>(hex: &str) -> [u8; N] {
    bytes(hex).try_into().unwrap()
}

fn seals(key: &str, iv: &str, aad: &str, plaintext: &str, ciphertext: &str, tag: &str) {
    let mut text = bytes(plaintext);
    let made = gcm::seal(&array(key), &array(iv), &bytes(aad), &mut text);
    assert_eq!((text, made), (bytes(ciphertext), array(tag)));
}

fn opens(key: &str, iv: &str, aad: &str, plaintext: Option<&str>, ciphertext: &str, tag: &str) {
    let mut text = bytes(ciphertext);
    let genuine = gcm::open(&array(key), &array(iv), &bytes(aad), &mut text, &array(tag));
    assert_eq!(genuine.then_some(text), plaintext.map(bytes));
}

#[test]
fn gcm_is_wycheproofs_for_keys_of_256_ivs_of_96_and_tags_of_128_bits() {
    let json = include_str!("../../../../__test__/golden/crypto/wycheproof/aes_gcm_test.json");
    let Wycheproof::<AeadGroup> { test_groups } = serde_json::from_str(json).unwrap();
    let ours = |group: &AeadGroup| (group.key_size, group.iv_size, group.tag_size) == (256, 96, 128);
    let cases: Vec<Aead> = test_groups.into_iter().filter(ours).flat_map(|group| group.tests).collect();
    assert_eq!(cases.len(), 66);
    for Aead { key, iv, aad, msg, ct, tag, result } in &cases {
        let valid = result == "valid";
        if valid {
            seals(key, iv, aad, msg, ct, tag);
        }
        opens(key, iv, aad, valid.then_some(msg), ct, tag);
    }
}

#[test]
fn gcm_is_nists_for_keys_of_256_ivs_of_96_and_tags_of_128_bits() {
    let json = include_str!("../../../../__test__/golden/crypto/nist_gcm256.json");
    let Cavp { encrypt, decrypt } = serde_json::from_str(json).unwrap();
    assert_eq!((encrypt.len(), decrypt.len()), (375, 375));
    for (key, iv, aad, plaintext, ciphertext, tag) in &encrypt {
        seals(key, iv, aad, plaintext.as_ref().unwrap(), ciphertext, tag);
    }
    assert_eq!(decrypt.iter().filter(|case| case.3.is_none()).count(), 191);
    for (key, iv, aad, plaintext, ciphertext, tag) in &decrypt {
        opens(key, iv, aad, plaintext.as_deref(), ciphertext, tag);
    }
}

/// The RFC's own three are among them. What a record derives fits one block: those are held to our own code too.
#[test]
fn hkdf_is_that_of_rfc_5869_and_wycheproof() {
    let json = include_str!("../../../../__test__/golden/crypto/wycheproof/hkdf_sha256_test.json");
    let Wycheproof::<HkdfGroup> { test_groups } = serde_json::from_str(json).unwrap();
    let cases: Vec<HkdfCase> = test_groups.into_iter().flat_map(|group| group.tests).collect();
    assert_eq!(cases.len(), 86);
    let mut short = 0;
    for HkdfCase { ikm, salt, info, size, okm, result } in &cases {
        let (prk, hkdf) = Hkdf::<Sha256>::extract(Some(&bytes(salt)), &bytes(ikm));
        let mut made = vec![0; *size];
        let is_made = hkdf.expand(&bytes(info), &mut made).is_ok();
        assert_eq!(is_made.then_some(made), (result != "invalid").then(|| bytes(okm)));
        if *size >= 32 && is_made && info.len() <= 2 * MAX_INFO {
            let [expanded] = Expand::new(&prk.into()).derive([[&bytes(info), &[]]]);
            assert_eq!(*expanded, bytes(okm)[..32]);
            short += 1;
        }
    }
    assert_eq!(short, 61);
}
