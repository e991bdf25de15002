//! Sealed fields as a whole; their primitives are held to public vectors in `src/vault/vectors.rs`.
#![allow(missing_docs, clippy::unwrap_used)]

use std::ops::ControlFlow;

use clinicore_crypto::vault::{Contexts, Keyring, OVERHEAD, Packed};
use proptest::collection::vec;
use proptest::prelude::*;

/// Field, context, and what `js/fallback/crypto/vault`, on OpenSSL, made of them under key 0x01020304 of bytes 0 to 31 and
/// a salt of bytes 200 to 223.
const KNOWN: [(&str, &str, &str); 2] = [
    (
        "",
        "",
        "0101020304c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf965a05b8ce5c76e6c4e921f39f35c352\
         c1544966a03fdf6efedf47ecdf976c388dcbb7995d9a0f62930512902cd6da25",
    ),
    (
        "+49 151 1234567",
        "patients/phone/42",
        "0101020304c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf965a05b8ce5c76e6c4e921f39f35c352\
         c1544966a03fdf6efedf47ecdf976c384a78fb8b4784671e2d62733bab841cfba47160cde68eb3ac9a6db2853b\
         3efc",
    ),
];

fn keyring() -> Keyring {
    Keyring::new(0x0102_0304, &std::array::from_fn(|i| u8::try_from(i).unwrap()))
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn seals_as_the_javascript_backend_does() {
    let salt = std::array::from_fn(|i| 200 + u8::try_from(i).unwrap());
    for (field, context, sealed) in KNOWN {
        assert_eq!(keyring().seal(field.as_bytes(), context.as_bytes(), &salt), bytes(sealed));
    }
}

#[test]
fn opens_under_every_key_of_the_ring_and_no_other() {
    let sealed = Keyring::new(1, &[1; 32]).seal(b"field", b"place", &[0; 24]);
    let ring = Keyring::new(2, &[2; 32]).with_former(1, &[1; 32]);
    assert_eq!(ring.open(&sealed, b"place").as_deref(), Some(&b"field"[..]));
    assert_eq!(Keyring::new(2, &[1; 32]).open(&sealed, b"place"), None);
    assert_eq!(Keyring::new(1, &[2; 32]).open(&sealed, b"place"), None);
}

#[test]
fn refuses_every_flipped_bit_and_every_truncation() {
    let sealed = keyring().seal(b"field", b"place", &[7; 24]);
    for bit in 0..sealed.len() * 8 {
        let mut flipped = sealed.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(keyring().open(&flipped, b"place"), None, "bit {bit}");
    }
    for length in 0..sealed.len() {
        assert_eq!(keyring().open(&sealed[..length], b"place"), None, "length {length}");
    }
}

fn packed(items: &[Vec<u8>]) -> Packed {
    let mut end = 0;
    let ends = items.iter().map(|item| {
        end += u32::try_from(item.len()).unwrap();
        end
    });
    Packed::new(items.concat(), ends.collect()).unwrap()
}

proptest! {
    #[test]
    fn seals_and_opens_many_as_it_does_each(
        items in vec((vec(any::<u8>(), 0..50), vec(any::<u8>(), 0..20), any::<[u8; 24]>()), 0..30),
        shared in vec(any::<u8>(), 0..20),
        spoiled in any::<prop::sample::Index>(),
    ) {
        let mut go_on = |_, _| ControlFlow::Continue(());
        let fields: Vec<_> = items.iter().map(|item| item.0.clone()).collect();
        let parts: Vec<_> = items.iter().map(|item| item.1.clone()).collect();
        let salts: Vec<u8> = items.iter().flat_map(|item| item.2).collect();
        let contexts = || Contexts::new(vec![packed(std::slice::from_ref(&shared)), packed(&parts)], items.len()).unwrap();
        let made = keyring().seal_many(&packed(&fields), &contexts(), &salts, 0..items.len(), &mut go_on).unwrap();

        let mut sealed: Vec<Vec<u8>> = items
            .iter()
            .map(|(field, part, salt)| keyring().seal(field, &[shared.clone(), part.clone()].concat(), salt))
            .collect();
        prop_assert_eq!(&made, &sealed.concat());

        let opened = keyring().open_many(&packed(&sealed), &contexts(), 0..items.len(), &mut go_on).unwrap();
        prop_assert_eq!(opened.into_parts(), (fields.concat(), vec![]));

        if !items.is_empty() {
            let index = spoiled.index(items.len());
            sealed[index].truncate(OVERHEAD - 1);
            let opened = keyring().open_many(&packed(&sealed), &contexts(), 0..items.len(), &mut go_on).unwrap();
            prop_assert_eq!(opened.into_parts().1, [u32::try_from(index).unwrap()]);
        }
    }
}

#[test]
fn refuses_ends_that_do_not_fit() {
    assert!(Packed::new(vec![1, 2, 3], vec![1, 3]).is_some());
    assert!(Packed::new(vec![1, 2, 3], vec![1, 2]).is_none());
    assert!(Packed::new(vec![1, 2, 3], vec![4, 3]).is_none());
    assert!(Packed::new(vec![1, 2, 3], vec![]).is_none());
    let one = || packed(&[vec![1]]);
    assert!(Contexts::new(vec![one(), packed(&[vec![1], vec![2]])], 2).is_some());
    assert!(Contexts::new(vec![packed(&[vec![1], vec![2]])], 3).is_none());
}
