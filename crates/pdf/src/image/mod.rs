//! Pictures: PNG and JPEG files as a PDF holds them.

mod cache;
mod jpeg;
mod png;
#[cfg(test)]
mod tests;

use crate::Error;

/// A picture has at most so many pixels: more would take 200 MB to decode.
pub(crate) const MAX_PIXELS: u64 = 50_000_000;

/// A picture that can be drawn.
#[derive(Debug, Clone)]
pub(crate) struct Picture {
    pub krilla: krilla::image::Image,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Whether its colours are those of inks.
    pub is_cmyk: bool,
}

impl Picture {
    /// Reads a file, or finds it among those that documents before had in them.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] for what is no PNG or JPEG or a broken one, [`Error::Unsupported`] for a JPEG that a PDF cannot
    /// hold, [`Error::TooMany`] beyond [`MAX_PIXELS`], each naming `path`.
    pub(crate) fn decode(bytes: Vec<u8>, path: &str) -> Result<Self, Error> {
        let key = cache::key(&bytes);
        if let Some(known) = cache::get(&key) {
            return Ok(known);
        }
        let read = if png::is_png(&bytes) {
            png::read(&bytes, key)
        } else if jpeg::is_jpeg(&bytes) {
            jpeg::read(bytes)
        } else {
            Err(Refusal::Malformed("it is neither a PNG nor a JPEG"))
        };
        let read = read.map_err(|refusal| refusal.at(path))?;
        cache::put(key, &read);
        Ok(read.picture)
    }
}

/// A picture, and how many bytes it keeps at most.
struct Read {
    picture: Picture,
    bytes: usize,
}

/// Why a file is not taken.
#[derive(Debug, PartialEq)]
enum Refusal {
    Malformed(&'static str),
    Unsupported(&'static str),
    TooManyPixels(u64),
}

impl Refusal {
    fn at(self, path: &str) -> Error {
        let argument = path.to_owned();
        match self {
            Self::Malformed(reason) => Error::Malformed { argument, reason },
            Self::Unsupported(reason) => Error::Unsupported { argument, reason },
            Self::TooManyPixels(given) => {
                Error::TooMany { argument, items: "pixels", given, limit: MAX_PIXELS }
            }
        }
    }
}

/// Refuses pictures that are too large, before anything is made for them.
fn check_size(width: u32, height: u32) -> Result<(), Refusal> {
    match u64::from(width) * u64::from(height) {
        0 => Err(Refusal::Malformed("it has no pixels")),
        pixels if pixels > MAX_PIXELS => Err(Refusal::TooManyPixels(pixels)),
        _ => Ok(()),
    }
}
