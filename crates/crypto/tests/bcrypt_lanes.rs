//! Hashes that share a group, against the `bcrypt` crate, which makes each by itself.
#![allow(missing_docs, clippy::unwrap_used)]

use clinicore_crypto::bcrypt::{LANES, Lanes};
use clinicore_crypto::{Password, Setting};
use proptest::prelude::*;

/// What happens between two steps.
#[derive(Clone, Debug)]
enum Event {
    Join {
        password: Vec<u8>,
        cost: u32,
        salt: [u8; 16],
    },
    /// Gives up on the lane of this number, if it is in use.
    Leave(usize),
    Step(u64),
}

fn event() -> impl Strategy<Value = Event> {
    let password = proptest::collection::vec(1_u8.., 0..=72);
    prop_oneof![
        4 => (password, 4_u32..=6, any::<[u8; 16]>())
            .prop_map(|(password, cost, salt)| Event::Join { password, cost, salt }),
        1 => (0..LANES).prop_map(Event::Leave),
        4 => (0_u64..=40).prop_map(Event::Step),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whoever_joins_and_leaves_meanwhile_each_hash_is_the_one_the_bcrypt_crate_makes(
        mut events in proptest::collection::vec(event(), 1..24),
    ) {
        // To the end of the last.
        events.extend(vec![Event::Step(64); LANES]);
        let mut lanes: Lanes<String> = Lanes::new();
        let (mut joined, mut left, mut made) = (0, 0, 0);
        for event in events {
            match event {
                Event::Join { .. } if lanes.is_full() => {}
                Event::Join { password, cost, salt } => {
                    let expected = ::bcrypt::hash_with_salt(&password, cost, salt).unwrap().to_string();
                    lanes.add(&Password::new(&password).unwrap(), Setting::new(cost, salt).unwrap(), expected);
                    joined += 1;
                }
                Event::Leave(lane) if lane < lanes.progress().count() => {
                    let last = lanes.progress().last().unwrap().0.clone();
                    let here = lanes.progress().nth(lane).unwrap().0.clone();
                    prop_assert_eq!(lanes.remove(lane), here.clone());
                    prop_assert!(last == here || lanes.progress().nth(lane).unwrap().0 == &last);
                    left += 1;
                }
                Event::Leave(_) => {}
                Event::Step(iterations) => {
                    let before: Vec<u64> = lanes.progress().map(|(_, done, total)| total - done).collect();
                    let ended = lanes.step(iterations);
                    let first = before.iter().copied().min().unwrap_or(u64::MAX);
                    let ending = if iterations < first { 0 } else { before.iter().filter(|&&n| n == first).count() };
                    prop_assert_eq!(ended.len(), ending);
                    made += ended.len();
                    for (expected, hash) in ended {
                        prop_assert_eq!(hash.to_string(), expected);
                    }
                }
            }
            prop_assert_eq!(lanes.progress().count(), joined - left - made);
        }
        prop_assert!(lanes.is_empty());
    }
}

#[test]
#[should_panic(expected = "a lane is free")]
fn a_fifth_hash_has_no_place() {
    let mut lanes = Lanes::new();
    for _ in 0..=LANES {
        lanes.add(&Password::new(b"a").unwrap(), Setting::new(4, [0; 16]).unwrap(), ());
    }
}

#[test]
fn empty_lanes_have_nothing_to_do() {
    let mut lanes = Lanes::<()>::new();
    assert!(lanes.step(16).is_empty() && lanes.is_empty());
}
