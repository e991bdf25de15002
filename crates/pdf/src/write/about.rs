//! What the file says of itself, and what it promises.

use krilla::SerializeSettings;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder, ValidationError};
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::error::KrillaError;
use krilla::metadata::{DateTime, Metadata};

use crate::Error;
use crate::model::{About, Attachment, Document, Profile, Relationship};

/// Whether the profile's documents can be read out.
pub(crate) fn is_tagged(profile: &Profile) -> bool {
    match profile {
        Profile::Accessible | Profile::Archive3a { .. } | Profile::Protected { .. } => true,
        Profile::Plain | Profile::Archive3b { .. } => false,
    }
}

/// What krilla is to hold to. Whether it compresses what is on the pages is up to `is_long`: [`finish`](crate::finish) does
/// it faster, but only once all pages are there.
pub(super) fn settings(profile: &Profile, is_long: bool) -> SerializeSettings {
    let builder = ConfigurationBuilder::new();
    let builder = match profile {
        Profile::Plain | Profile::Protected { .. } => builder,
        Profile::Accessible => builder.with_accessibility_validator(Accessibility::UA1),
        Profile::Archive3b { .. } => builder.with_archival_validator(Archival::A3_B),
        Profile::Archive3a { .. } => {
            builder.with_archival_validator(Archival::A3_A).with_accessibility_validator(Accessibility::UA1)
        }
    };
    let configuration = builder.finish().expect("PDF/A-3 and PDF/UA-1 are both of PDF 1.7");
    SerializeSettings {
        configuration,
        enable_tagging: is_tagged(profile),
        compress_content_streams: is_long,
        ..SerializeSettings::default()
    }
}

/// Title, author and the like.
pub(super) fn metadata(about: &About) -> Metadata {
    let mut metadata = Metadata::new()
        .title(about.title.clone())
        .language(about.language.clone())
        .creator("Clinicore".to_owned())
        .producer("Clinicore".to_owned());
    if !about.author.is_empty() {
        metadata = metadata.authors(vec![about.author.clone()]);
    }
    if !about.subject.is_empty() {
        metadata = metadata.description(about.subject.clone());
    }
    if !about.keywords.is_empty() {
        metadata = metadata.keywords(about.keywords.clone());
    }
    if let Some(created) = created(about) {
        metadata = metadata.creation_date(created);
    }
    metadata
}

#[expect(clippy::cast_possible_truncation, reason = "checked with the document")]
fn created(about: &About) -> Option<DateTime> {
    about.created.map(|[year, month, day, hour, minute, second]| {
        DateTime::new(year)
            .month(month as u8)
            .day(day as u8)
            .hour(hour as u8)
            .minute(minute as u8)
            .second(second as u8)
            .utc_offset_hour(0)
            .utc_offset_minute(0)
    })
}

/// Puts the files into the file.
pub(super) fn attach(
    pdf: &mut krilla::Document,
    document: &Document,
    binaries: &[Vec<u8>],
) -> Result<(), Error> {
    for (index, attachment) in document.attachments.iter().enumerate() {
        let path = format!("document.attachments[{index}]");
        let Attachment { name, mime_type, description, relationship, data } = attachment;
        let Some(mime_type) = MimeType::new(mime_type) else {
            return Err(Error::invalid(format!("{path}.mimeType"), "be a media type such as 'text/csv'"));
        };
        let file = EmbeddedFile {
            path: name.clone(),
            mime_type: Some(mime_type),
            description: Some(if description.is_empty() { name } else { description }.clone()),
            association_kind: match relationship {
                Relationship::Alternative => AssociationKind::Alternative,
                Relationship::Data => AssociationKind::Data,
                Relationship::Source => AssociationKind::Source,
                Relationship::Supplement => AssociationKind::Supplement,
                Relationship::Unspecified => AssociationKind::Unspecified,
            },
            data: binaries[*data].clone().into(),
            modification_date: created(&document.about),
            compress: None,
            location: None,
        };
        if pdf.embed_file(file).is_none() {
            return Err(Error::invalid(format!("{path}.name"), "be the name of no other attachment"));
        }
    }
    Ok(())
}

/// What the document does not hold to, or a fault of this crate.
pub(super) fn refused(error: &KrillaError) -> Error {
    let broken_font = |reason| Error::Malformed { argument: "fonts".to_owned(), reason };
    let errors = match error {
        KrillaError::Validation(errors) => errors,
        // Broken fonts are refused when they are read, but for glyphs that only shaping comes upon.
        KrillaError::Font(..) => return broken_font("a glyph cannot be read"),
        _ => return Error::Write,
    };
    let unsupported = |reason| Error::Unsupported { argument: "document".to_owned(), reason };
    errors
        .iter()
        .find_map(|(error, _)| match error {
            ValidationError::MissingDocumentDate | ValidationError::EmbeddedFile(..) => Some(Error::invalid(
                "document.created",
                "be given: what is archived must say when it was made",
            )),
            ValidationError::NoDocumentTitle => Some(Error::invalid("document.title", "not be empty")),
            ValidationError::RestrictedLicense(_) => {
                Some(unsupported("a font's licence forbids what the profile asks for"))
            }
            ValidationError::UnicodePrivateArea(..)
            | ValidationError::NoCodepointMapping(..)
            | ValidationError::InvalidCodepointMapping(..) => Some(unsupported(
                "it has characters without a meaning of their own, which the profile forbids",
            )),
            ValidationError::ContainsNotDefGlyph(..) => Some(broken_font("a character leads to no glyph")),
            _ => None,
        })
        .unwrap_or(Error::Write)
}
