//! What is left to do on the bytes that krilla wrote.
//!
//! | module | concept |
//! |---|---|
//! | `syntax`, `file` | reading them |
//! | `pack` | writing them anew, with the objects in compressed streams: a tagged table takes a quarter of the room |
//! | `factur_x` | what the metadata says of an electronic invoice |
//! | `protect`, `password` | encryption |

mod factur_x;
mod file;
mod pack;
pub(crate) mod password;
mod protect;
mod syntax;
#[cfg(test)]
mod tests;

use crate::Error;
use crate::finish::file::{Body, File};
use crate::finish::pack::Packer;
use crate::finish::protect::{Guard, Rights};
use crate::finish::syntax::{entry, reference, with_entry};
use crate::model::Profile;

/// Revision 6 of encryption is of PDF 2.0, and of PDF 1.7 with Adobe's extension level 8.
const EXTENSIONS: &[u8] = b"<</ADBE<</BaseVersion/1.7/ExtensionLevel 8>>>>";

/// The file as it is handed out: small, and with what the profile asks for that krilla does not do.
///
/// # Errors
///
/// [`Error::Invalid`] if the profile's random bytes are not 48. [`Error::Write`] if the file is not one of krilla's. What
/// `step`, called with each object, fails with.
pub(crate) fn finish(
    pdf: &[u8],
    profile: &Profile,
    step: &mut dyn FnMut() -> Result<(), Error>,
) -> Result<Vec<u8>, Error> {
    let file = File::read(pdf).ok_or(Error::Write)?;
    let (catalog, body) = file.catalog().ok_or(Error::Write)?;
    let metadata = entry(body, b"Metadata").and_then(|value| reference(&body[value]));
    let guard = guard(profile)?;
    let is_guarded = guard.is_some();
    let mut packer = Packer::new(file.head, file.size, guard);
    for object in &file.objects {
        step()?;
        match object.body {
            Body::Plain(body) if is_guarded && object.number == catalog => {
                packer.object(object.number, &with_entry(body, b"Extensions", EXTENSIONS));
            }
            Body::Plain(body) => packer.object(object.number, body),
            Body::Stream { dictionary, data } => match level(profile) {
                Some(level) if metadata == Some(object.number) => {
                    let data = factur_x::described(data, level).ok_or(Error::Write)?;
                    packer.stream(object.number, dictionary, &data);
                }
                // Metadata is for what cannot read PDF, and attachments are compressed already where it is worth it.
                _ if metadata == Some(object.number) || is_attachment(dictionary) => {
                    packer.stream(object.number, dictionary, data);
                }
                _ => packer.compressed(object.number, dictionary, data),
            },
        }
    }
    Ok(packer.finish(file.trailer))
}

fn is_attachment(dictionary: &[u8]) -> bool {
    entry(dictionary, b"Type").is_some_and(|kind| dictionary[kind].trim_ascii() == b"/EmbeddedFile")
}

/// The level of the invoice inside.
fn level(profile: &Profile) -> Option<&str> {
    match profile {
        Profile::Archive3a { factur_x } | Profile::Archive3b { factur_x } => factur_x.as_deref(),
        Profile::Plain | Profile::Accessible | Profile::Protected { .. } => None,
    }
}

fn guard(profile: &Profile) -> Result<Option<Guard>, Error> {
    let Profile::Protected { user_password, owner_password, permissions, random } = profile else {
        return Ok(None);
    };
    let digits: Option<Vec<u8>> =
        random.chars().map(|digit| u8::try_from(digit.to_digit(16)?).ok()).collect();
    let seed = digits
        .and_then(|digits| {
            digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect::<Vec<_>>().try_into().ok()
        })
        .ok_or_else(|| Error::invalid("document.profile.random", "be 48 bytes in hexadecimal"))?;
    let rights = Rights { user_password, owner_password, permissions: *permissions };
    Ok(Some(Guard::new(&rights, seed)))
}
