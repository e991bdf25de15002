//! Archives that lie: APPNOTE.TXT 6.3.10, 4.3 and 4.4.

use super::super::tests::archive;
use super::*;

const TEXT: &[u8] = b"what the part says, which is long enough to be deflated, deflated, deflated";

fn open(bytes: Vec<u8>, limits: Limits) -> Result<Arc<Package>, Fault> {
    Package::open(bytes, limits).map(Arc::new)
}

fn read(package: &Arc<Package>, name: &str) -> Result<Vec<u8>, Fault> {
    let mut part = package.part(name, "part")?.ok_or(Fault::NoWorkbook)?;
    let (mut out, mut room) = (Vec::new(), [0; 20]);
    loop {
        match part.read(&mut room)? {
            0 => return Ok(out),
            made => out.extend_from_slice(&room[..made]),
        }
    }
}

fn sound() -> Vec<u8> {
    archive(&[("a", TEXT), ("B/c", b"")])
}

/// Where the header of the first entry in the directory begins.
fn directory(bytes: &[u8]) -> usize {
    memchr::memmem::find(bytes, b"PK\x01\x02").expect("a directory")
}

#[test]
fn parts_are_found_whatever_the_case_of_their_names() {
    let package = open(sound(), Limits::default()).expect("an archive");
    assert_eq!(read(&package, "A").as_deref(), Ok(TEXT));
    assert_eq!(read(&package, "b/C").as_deref(), Ok(b"".as_slice()));
    assert!(package.has("b/c") && !package.has("d"));
    let commented = [sound(), b"comment".to_vec()].concat();
    let mut said = commented.clone();
    let at = said.len() - 9;
    said[at] = 7;
    assert!(open(said, Limits::default()).is_ok());
}

#[test]
fn a_part_that_is_not_what_the_directory_says_is_damaged() {
    // Its checksum, and its size.
    for field in [16, 24] {
        let mut bytes = sound();
        let at = directory(&bytes) + field;
        bytes[at] ^= 1;
        let package = open(bytes, Limits::default()).expect("a directory");
        assert_eq!(read(&package, "a"), Err(damaged("part")), "{field}");
    }
    let mut bytes = sound();
    let at = directory(&bytes) + 8;
    bytes[at] |= 1;
    assert_eq!(read(&open(bytes, Limits::default()).expect("a directory"), "a"), Err(Fault::Encrypted));
}

#[test]
fn an_archive_that_says_two_things_is_damaged() {
    let refused =
        |bytes: Vec<u8>| assert_eq!(open(bytes, Limits::default()).err(), Some(damaged("zip archive")));
    // Another name before the entry; an entry within another; a name that comes twice; more entries than there are.
    let mut bytes = sound();
    bytes[30] = b'z';
    refused(bytes);
    let mut bytes = sound();
    let second = directory(&bytes) + 46 + 1;
    bytes[second + 42..second + 46].fill(0);
    refused(bytes);
    refused(archive(&[("a", TEXT), ("A", TEXT)]));
    let mut bytes = sound();
    let end = bytes.len() - 22;
    bytes[end + 10] = 3;
    refused(bytes);
    let bytes = sound();
    for length in 0..bytes.len() {
        refused(bytes[..length].to_vec());
    }
}

#[test]
fn what_passes_a_limit_is_refused_while_it_is_unpacked() {
    let bytes = archive(&[("a", &vec![0; 20 << 20])]);
    let fault = |limit, most| Err(Fault::Limit { limit, most, cell: None });
    let few = Limits { max_bytes: 1 << 20, ..Limits::default() };
    assert_eq!(read(&open(bytes.clone(), few).expect("an archive"), "a"), fault(Limit::Bytes, 1 << 20));
    assert_eq!(
        read(&open(bytes.clone(), Limits::default()).expect("an archive"), "a"),
        fault(Limit::Ratio, 200)
    );
    let none = Limits { max_entries: 0, ..Limits::default() };
    assert_eq!(open(bytes, none).err(), Some(Fault::Limit { limit: Limit::Entries, most: 0, cell: None }));
}
