#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;

use krilla::SerializeSettings;
use krilla::configure::{Archival, ConfigurationBuilder};
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use lopdf::{Document, LoadOptions, Object};
use proptest::prelude::*;

use super::password::hash;
use super::syntax::{entries, text, tokens};
use super::*;

const PLAIN: Profile = Profile::Plain;

/// A file of krilla's, with so many entries in its outline and one file inside.
fn sample(entries: usize) -> Vec<u8> {
    let mut document = krilla::Document::new();
    let created = DateTime::new(2026).month(3).day(1);
    document.set_metadata(Metadata::new().title("Übergröße (1)".to_owned()).creation_date(created));
    document.start_page_with(PageSettings::from_wh(100.0, 100.0).unwrap()).finish();
    let mut outline = Outline::new();
    for entry in 0..entries {
        let top = krilla::geom::Point::from_xy(0.0, 0.0);
        let title = format!("Kapitel ({entry}) \\ Ende");
        outline.push_child(OutlineNode::new(title, krilla::destination::XyzDestination::new(0, top)));
    }
    document.set_outline(outline);
    document.embed_file(EmbeddedFile {
        path: "factur-x.xml".to_owned(),
        mime_type: MimeType::new("text/xml"),
        description: None,
        association_kind: AssociationKind::Alternative,
        data: b"<xml/>".to_vec().into(),
        modification_date: Some(created),
        compress: Some(false),
        location: None,
    });
    document.finish().unwrap()
}

/// An empty file of krilla's that says it holds to PDF/A-3b.
fn archived() -> Vec<u8> {
    let configuration = ConfigurationBuilder::new().with_archival_validator(Archival::A3_B).finish().unwrap();
    let mut document =
        krilla::Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    document.set_metadata(Metadata::new().creation_date(DateTime::new(2026)));
    document.start_page_with(PageSettings::from_wh(100.0, 100.0).unwrap()).finish();
    document.finish().unwrap()
}

fn finished(pdf: &[u8], profile: &Profile) -> Result<Vec<u8>, Error> {
    finish(pdf, profile, &mut || Ok(()))
}

fn protected(user: &str, owner: &str) -> Profile {
    Profile::Protected {
        user_password: user.to_owned(),
        owner_password: owner.to_owned(),
        permissions: -3904,
        random: "0123456789abcdef".repeat(6),
    }
}

#[test]
fn packed_objects_are_the_same_ones() {
    let written = sample(5_000);
    let packed = finished(&written, &PLAIN).unwrap();
    assert!(packed.len() < written.len() / 4, "{} of {}", packed.len(), written.len());
    let (written, packed) = (Document::load_mem(&written).unwrap(), Document::load_mem(&packed).unwrap());
    assert!(written.objects.len() > 5_000);
    for (id, object) in &written.objects {
        assert_eq!(packed.objects.get(id), Some(object), "{id:?}");
    }
    for name in [b"Root".as_slice(), b"Info", b"ID"] {
        assert_eq!(packed.trailer.get(name).unwrap(), written.trailer.get(name).unwrap());
    }
}

#[test]
fn what_is_on_pages_is_compressed() {
    let settings = SerializeSettings { compress_content_streams: false, ..SerializeSettings::default() };
    let mut document = krilla::Document::new_with(settings);
    let mut page = document.start_page_with(PageSettings::from_wh(100.0, 100.0).unwrap());
    let mut path = krilla::geom::PathBuilder::new();
    path.move_to(0.0, 0.0);
    (0..=u8::MAX).for_each(|step| path.line_to(f32::from(step % 7), f32::from(step)));
    let mut surface = page.surface();
    surface.set_stroke(Some(krilla::paint::Stroke::default()));
    surface.draw_path(&path.finish().unwrap());
    surface.finish();
    page.finish();
    let written = document.finish().unwrap();
    let packed = finished(&written, &PLAIN).unwrap();
    assert!(packed.len() + 1_000 < written.len(), "{} of {}", packed.len(), written.len());
    let content = |file: &[u8]| {
        let file = Document::load_mem(file).unwrap();
        file.get_page_content(file.get_pages()[&1])
    };
    assert_eq!(content(&packed), content(&written));
    assert!(content(&packed).starts_with(b"q 1 0 0 -1 0 100 cm"));
}

#[test]
fn a_file_is_packed_always_alike() {
    let written = sample(100);
    let profile = protected("a", "b");
    assert_eq!(finished(&written, &PLAIN).unwrap(), finished(&written, &PLAIN).unwrap());
    assert_eq!(finished(&written, &profile).unwrap(), finished(&written, &profile).unwrap());
}

#[test]
fn a_protected_file_opens_with_either_password() {
    let written = sample(3);
    let file = finished(&written, &protected("Žluťoučký", "Besitzer")).unwrap();
    for secret in [&b"Kapitel"[..], b"<xml/>", b"rdf:RDF", b"factur-x.xml", b"20260301", b"bergr"] {
        assert!(!file.windows(secret.len()).any(|window| window == secret));
    }
    let written = Document::load_mem(&written).unwrap();
    for password in ["Žluťoučký", "Besitzer"] {
        let file = Document::load_mem_with_options(&file, LoadOptions::with_password(password)).unwrap();
        for (id, object) in &written.objects {
            let read = &file.objects[id];
            match (read, object) {
                (Object::Stream(read), Object::Stream(object)) => {
                    assert_eq!(read.content, object.content, "{id:?}");
                    let created = |dictionary: &lopdf::Dictionary| {
                        let parameters = dictionary.get(b"Params").ok()?.as_dict().unwrap();
                        Some(parameters.get(b"ModDate").unwrap().as_str().unwrap().to_vec())
                    };
                    assert_eq!(created(&read.dict), created(&object.dict));
                }
                // The catalog tells of the kind of encryption besides.
                (Object::Dictionary(read), Object::Dictionary(object)) => {
                    for (name, value) in object {
                        assert_eq!(read.get(name).unwrap(), value, "{id:?}");
                    }
                }
                _ => assert_eq!(read, object),
            }
        }
    }
    assert!(Document::load_mem_with_options(&file, LoadOptions::with_password("zlutoucky")).is_err());
}

#[test]
fn no_password_of_the_user_opens_without() {
    let file = finished(&sample(1), &protected("", "b")).unwrap();
    assert!(Document::load_mem_with_options(&file, LoadOptions::with_password("")).is_ok());
}

#[test]
fn random_bytes_must_be_there() {
    for random in [String::new(), "0".repeat(95), "0".repeat(98), "x".repeat(96), "é".repeat(48)] {
        let profile = Profile::Protected {
            user_password: String::new(),
            owner_password: "b".to_owned(),
            permissions: 0,
            random,
        };
        let refused = finished(&sample(0), &profile).unwrap_err();
        assert_eq!(refused.to_string(), "document.profile.random must be 48 bytes in hexadecimal");
    }
}

/// `U` and `O` of a file that qpdf 11 (pikepdf 10.17) has encrypted: hash, salt to validate by, salt of the key.
#[test]
fn passwords_are_hashed_as_qpdf_does() {
    let bytes = |digits: &str| text(format!("<{digits}>").as_bytes());
    let user = bytes(
        "8faa6d32ae9e135211d957f3157bf5aea440c77c023000a5fbc521e4cfd970f6f8a7abb775e84fcd2c25aa52a8a205b1",
    );
    let owner = bytes(
        "8c92c703bc567ed8b7add83eaf6466d7681ab722e6e8b9ab220fe82bf26dd8726cc18ac51904391c530e37f8f25b37b7",
    );
    assert_eq!(hash("Žluťoučký".as_bytes(), &user[32..40], &[])[..], user[..32]);
    assert_eq!(hash(b"Besitzer", &owner[32..40], &user)[..], owner[..32]);
}

#[test]
fn an_invoice_is_described_in_the_metadata() {
    let profile = Profile::Archive3b { factur_x: Some("EN 16931".to_owned()) };
    let file = Document::load_mem(&finished(&archived(), &profile).unwrap()).unwrap();
    let metadata = file.catalog().unwrap().get(b"Metadata").unwrap().as_reference().unwrap();
    let stream = file.get_object(metadata).unwrap().as_stream().unwrap();
    assert!(stream.dict.get(b"Filter").is_err(), "who looks for it reads the file without decoding");
    let xmp = String::from_utf8(stream.content.clone()).unwrap();
    assert!(xmp.contains("<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>"));
    assert!(xmp.contains("<pdfaSchema:prefix>fx</pdfaSchema:prefix>"));
    assert!(xmp.ends_with("</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>"));
    assert_eq!(xmp.matches("<pdfaExtension:schemas>").count(), 1, "a property is said once");
    assert_eq!(xmp.matches("<rdf:Description").count(), xmp.matches("</rdf:Description>").count());
}

#[test]
fn texts_are_read_as_the_standard_says() {
    // ISO 32000-1, 7.3.4: the examples, and what they stand for.
    for (token, bytes) in [
        (&b"(These \\\ntwo strings \\\r\nare the same.)"[..], &b"These two strings are the same."[..]),
        (b"(\\0053 \\053 \\53 \\n\\r\\t\\b\\f\\(\\)\\\\\\q)", b"\x053 + + \n\r\t\x08\x0c()\\q"),
        (b"(a (balanced) pair)", b"a (balanced) pair"),
        (b"<4E6F762073 686D6F7A206B6120706F702E>", b"Nov shmoz ka pop."),
        (b"<901FA>", b"\x90\x1f\xa0"),
    ] {
        assert_eq!(tokens(token).count(), 1);
        assert_eq!(text(token), bytes);
    }
}

#[test]
fn entries_are_those_of_the_outer_dictionary() {
    let dictionary = b"<< /A 1 0 R/B/C /D [/E <</F 2>>] % /G 3\n/H<</I(>>)>>/J true >> /K 4";
    let read = entries(dictionary).into_iter().fold(String::new(), |mut read, (name, value)| {
        let _ = write!(read, "{}={};", name.escape_ascii(), dictionary[value].escape_ascii());
        read
    });
    assert_eq!(read, "A=1 0 R;B=/C;D=[/E <</F 2>>];H=<</I(>>)>>;J=true;");
}

proptest! {
    #[test]
    fn any_bytes_are_refused_or_packed(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = finished(&bytes, &PLAIN);
        let framed = [b"%PDF-1.7\n", &bytes[..], b"\nxref\n0 1\nstartxref\n9\n%%EOF"].concat();
        let _ = finished(&framed, &protected("", "a"));
    }

    #[test]
    fn a_damaged_file_is_refused_or_packed(places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        for mut bytes in [sample(2), archived()] {
        for (place, byte) in &places {
            let at = place.index(bytes.len());
            bytes[at] = *byte;
        }
        let _ = finished(&bytes, &PLAIN);
        let _ = finished(&bytes, &Profile::Archive3a { factur_x: Some("BASIC".to_owned()) });
        }
    }

    #[test]
    fn a_file_cut_short_is_refused(length in any::<prop::sample::Index>()) {
        let bytes = sample(2);
        prop_assert!(finished(&bytes[..length.index(bytes.len())], &PLAIN).is_err());
    }
}
