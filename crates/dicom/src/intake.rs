use crate::Checkpoint;
use crate::data_set::{Bytes, DataSet};
use crate::error::{Error, Result};
use crate::file::{self, FileHead};
use crate::inflate::inflate;
use crate::json::{self, JsonPiece};
use crate::limits::Limits;
use crate::scan::Scanner;
use crate::source::{Excerpt, Source};

/// What to read of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// What the reading may cost.
    pub limits: Limits,
    /// Whether pixel data, at any depth, are wanted.
    pub pixel_data: bool,
    /// Whether the file meta information (group 0002), which is not part of the data set, is wanted too.
    pub file_meta: bool,
}

/// What was taken from a buffer that could be looked at only briefly: everything but unwanted pixel data.
#[derive(Debug)]
pub struct Intake {
    options: Options,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    Scanning { scanner: Scanner, excerpt: Excerpt },
    Deflated { head: FileHead, data: Vec<u8> },
}

/// Headers looked at while the buffer is borrowed: half a millisecond's worth. Nearly every file has fewer; one that has
/// more is copied whole from there on.
const HEADERS_IN_PASSING: usize = 65_536;

impl Intake {
    /// Takes from `data` what `options` want, in time that does not depend on its pixel data.
    ///
    /// # Errors
    /// All of [`Error`] but those of inflating, as far as the scan comes here.
    pub fn take(data: &[u8], options: &Options) -> Result<Self> {
        let head = file::read_head(data, options.limits.max_elements)?;
        let stage = if head.deflated {
            Stage::Deflated { head, data: data.to_vec() }
        } else {
            let mut scanner = Scanner::new(head, options.limits, data.length());
            scanner.advance(data, HEADERS_IN_PASSING)?;
            let unwanted = scanner.pixel_data().filter(|_| !options.pixel_data);
            let excerpt = Excerpt::of(data, unwanted);
            Stage::Scanning { scanner, excerpt }
        };
        Ok(Self { options: *options, stage })
    }

    /// Reads the rest: inflates, and finishes the scan.
    ///
    /// # Errors
    /// All of [`Error`].
    pub fn finish(self, checkpoint: Checkpoint<'_>) -> Result<DataSet<'static>> {
        const HEADERS: usize = 16_384;
        let (mut scanner, bytes) = match self.stage {
            Stage::Scanning { scanner, excerpt } => (scanner, Bytes::Excerpt(excerpt)),
            Stage::Deflated { head, data } => {
                let limits = self.options.limits;
                let inflated = inflate(&data, head.data_set, limits.max_inflated_bytes, checkpoint)?;
                (Scanner::new(head, limits, inflated.length()), Bytes::Owned(inflated))
            }
        };
        while !scanner.advance(&bytes, HEADERS)? {
            if checkpoint(scanner.position(), bytes.length()).is_break() {
                return Err(Error::Cancelled);
            }
        }
        Ok(scanner.finish(bytes))
    }

    /// Reads the rest and writes it as DICOM JSON (PS3.18 Annex F), in pieces.
    ///
    /// # Errors
    /// All of [`Error`].
    pub fn into_json(self, checkpoint: Checkpoint<'_>) -> Result<Vec<JsonPiece>> {
        let options = self.options;
        json::write(&self.finish(checkpoint)?, &options, checkpoint)
    }
}

/// The DICOM JSON model (PS3.18 Annex F) of a Part 10 file or bare data set, as text.
///
/// Group lengths and Data Set Trailing Padding are left out, pixel data and file meta information unless `options` want
/// them. Of elements with the same tag the last is written. DS and IS are numbers where a number loses nothing, SV and
/// UV beyond 2^53 strings; FL has the fewest digits that give the same float32; NaN and infinities are the strings
/// `"NaN"`, `"Infinity"`, `"-Infinity"`. `InlineBinary` is little endian. Bytes a character set does not define are
/// U+FFFD.
///
/// # Errors
/// All of [`Error`].
pub fn to_json(data: &[u8], options: &Options, checkpoint: Checkpoint<'_>) -> Result<String> {
    let pieces = Intake::take(data, options)?.into_json(checkpoint)?;
    Ok(pieces.into_iter().map(|piece| piece.json).collect::<Vec<_>>().join(","))
}
