//! Whatever the bytes of a sealed field: what was sealed is opened, and nothing else.
#![no_main]

use std::ops::ControlFlow;

use clinicore_crypto::vault::{Contexts, Keyring, OVERHEAD, Packed, SALT, field_len};
use libfuzzer_sys::fuzz_target;
use sha2::{Digest, Sha256};

fuzz_target!(|input: &[u8]| {
    let Some((&[at_high, at_low, xor, cut], rest)) = input.split_first_chunk() else { return };
    let at = usize::from(u16::from_be_bytes([at_high, at_low]));
    one(rest, at, xor, usize::from(cut));
    many(rest, usize::from(cut), at);
});

/// The second key sealed what the first one's ring opens.
fn ring() -> Keyring {
    Keyring::new(1, &[1; 32]).with_former(u32::MAX, &[2; 32])
}

fn one(input: &[u8], at: usize, xor: u8, cut: usize) {
    let (context, field) = input.split_at(cut.min(input.len()));
    let salt: [u8; SALT] = Sha256::digest(input)[..SALT].try_into().expect("24 bytes");
    for sealing in [ring(), Keyring::new(u32::MAX, &[2; 32])] {
        let sealed = sealing.seal(field, context, &salt);
        assert_eq!((sealed.len(), field_len(&sealed)), (field.len() + OVERHEAD, field.len()));
        assert_eq!(ring().open(&sealed, context).as_deref(), Some(field));

        let mut flipped = sealed.clone();
        flipped[at % sealed.len()] ^= xor;
        assert_eq!(ring().open(&flipped, context).is_some(), xor == 0);
        for other in [&sealed[..at % sealed.len()], &[&*sealed, &[xor]].concat()] {
            assert_eq!(ring().open(other, context), None);
        }
        for other in [[context, &[xor]].concat(), context.get(1..).unwrap_or(&[0]).to_vec()] {
            assert_eq!(ring().open(&sealed, &other), None);
        }
        assert_eq!(Keyring::new(1, &[3; 32]).with_former(u32::MAX, &[4; 32]).open(&sealed, context), None);

        // A header that is genuine, and whatever after it.
        let forged = [&sealed[..OVERHEAD - 16], field].concat();
        assert_eq!(ring().open(&forged, context), None);
    }
    assert_eq!(ring().open(input, context), None);
}

/// Bytes cut into strings at will: each is opened as by itself, and what is sealed is opened.
fn many(input: &[u8], cut: usize, shared: usize) {
    let count = input.first().map_or(0, |&count| usize::from(count) % 8);
    let ends: Vec<u32> = (0..count)
        .map(|i| match input.get(1 + i) {
            _ if i + 1 == count => input.len() as u32,
            Some(&end) => u32::from(end) * 8,
            None => 0,
        })
        .collect();
    let is_sorted = ends.is_sorted();
    let is_whole = ends.last().copied().unwrap_or(0) as usize == input.len();
    let packed = Packed::new(input.to_vec(), ends.clone());
    assert_eq!(packed.is_some(), is_sorted && is_whole);
    let Some(packed) = packed else { return };
    let parts = || {
        let part = Packed::new(input[..cut.min(input.len())].to_vec(), vec![cut.min(input.len()) as u32]);
        let own = Packed::new(input.to_vec(), ends.clone());
        [part, own].map(|part| part.expect("it fits")).into()
    };
    let Some(contexts) = Contexts::new(parts(), count) else { return };
    let go_on = &mut |_: u64, _: u64| ControlFlow::Continue(());
    let salts: Vec<u8> = (0..count).flat_map(|i| [(i + shared) as u8; SALT]).collect();
    let keyring = ring();

    let mut context = Vec::new();
    let opened = keyring.open_many(&packed, &contexts, 0..count, go_on).expect("nobody cancels");
    let (fields, refused) = opened.into_parts();
    assert_eq!(fields.len(), (0..count).map(|i| field_len(packed.get(i))).sum::<usize>());
    assert!(fields.iter().all(|&byte| byte == 0), "what is refused is blank");
    assert_eq!(refused, (0..count as u32).collect::<Vec<_>>());

    let sealed = keyring.seal_many(&packed, &contexts, &salts, 0..count, go_on).expect("nobody cancels");
    let mut rest = &*sealed;
    let mut ends = Vec::new();
    for i in 0..count {
        contexts.write(i, &mut context);
        let salt = salts[i * SALT..][..SALT].try_into().expect("24 bytes");
        let alone = keyring.seal(packed.get(i), &context, &salt);
        rest = rest.strip_prefix(&*alone).expect("the same as alone");
        ends.push((sealed.len() - rest.len()) as u32);
    }
    assert!(rest.is_empty());
    let sealed = Packed::new(sealed, ends).expect("it fits");
    let (fields, refused) =
        keyring.open_many(&sealed, &contexts, 0..count, go_on).expect("nobody cancels").into_parts();
    assert_eq!((&*fields, &*refused), (if count == 0 { &[][..] } else { input }, &[][..]));
}
