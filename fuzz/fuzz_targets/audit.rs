//! Whatever the lines of an audit log: as many are sound as a slow reading says, in one piece and in two.
#![no_main]

use std::ops::ControlFlow;

use clinicore_crypto::audit::{Fault, Lines, check};
use clinicore_fuzz::audit::{entry_of, log_of};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    match input {
        [0, wanted, lines @ ..] => look(lines, (*wanted).into()),
        // Hashes that are right, of which a fuzzer finds none.
        [1, wanted, said @ ..] => look(&log_of(said.split(|&byte| byte == b'\n')), (*wanted).into()),
        _ => {}
    }
});

fn read(lines: &[u8], wanted: u64) -> Lines {
    check(lines, wanted, &mut || ControlFlow::Continue(())).expect("nobody cancels")
}

fn look(text: &[u8], wanted: u64) {
    let found = read(text, wanted);
    let mut sound = 0;
    let mut entries = Vec::new();
    let mut checkpoints = 0;
    for line in text.split_inclusive(|&byte| byte == b'\n') {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        if line.starts_with(br#"{"checkpoint":"#) {
            checkpoints += 1;
        } else {
            let entry = entry_of(line);
            let is_linked = entry.is_some_and(|(seq, _, previous)| {
                entries.last().is_none_or(|&(last, hash, _)| (last + 1, hash) == (seq, previous))
            });
            if !is_linked {
                assert_eq!(found.fault == Some(Fault::Unlinked), entry.is_some());
                break;
            }
            entries.extend(entry);
        }
        sound += 1;
    }
    assert_eq!(found.lines, sound);
    assert_eq!(found.fault.is_some(), (sound as usize) < text.split_inclusive(|&byte| byte == b'\n').count());
    assert_eq!(found.entries as usize, entries.len());
    assert_eq!(found.checkpoints.len(), checkpoints);
    assert_eq!(found.first, entries.first().map(|&(seq, _, previous)| (seq, previous)));
    assert_eq!(found.last, entries.last().map(|&(seq, hash, _)| (seq, hash)));
    let named = entries.iter().find(|(seq, ..)| *seq == wanted);
    assert_eq!(found.wanted, named.map(|&(_, hash, _)| hash));
    in_two(text, &found, wanted);
}

/// What is read of two pieces, put together, is what is read of both.
fn in_two(text: &[u8], whole: &Lines, wanted: u64) {
    let ends: Vec<usize> = (0..text.len()).filter(|&at| text[at] == b'\n').collect();
    let Some(&middle) = ends.get(ends.len() / 2) else { return };
    let (start, rest) = text.split_at(middle + 1);
    let (one, other) = (read(start, wanted), read(rest, wanted));
    if one.fault.is_some() {
        assert_eq!(one, *whole);
        return;
    }
    let linked = match (one.last, other.first) {
        (Some((seq, hash)), Some((next, previous))) => next == seq + 1 && previous == hash,
        _ => true,
    };
    if !linked {
        assert_eq!(whole.fault, Some(Fault::Unlinked));
        return;
    }
    assert_eq!(one.lines + other.lines, whole.lines);
    assert_eq!(one.entries + other.entries, whole.entries);
    assert_eq!(one.wanted.or(other.wanted), whole.wanted);
    assert_eq!(other.fault, whole.fault);
    assert_eq!(other.last.or(one.last), whole.last);
    assert_eq!(one.first.or(other.first), whole.first);
}
