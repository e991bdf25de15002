/// Why a document could not be made.
///
/// Each variant carries where it happened and by how much, never the text itself: that may be a patient's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The checkpoint asked to stop.
    #[error("the work was cancelled")]
    Cancelled,
    /// A field does not have the form its documentation asks for.
    #[error("{argument} must {must}")]
    Invalid {
        /// Path of the field.
        argument: String,
        /// What the field must be or have.
        must: &'static str,
    },
    /// A character that no shipped font can draw. Printing a box instead would be a wrong document.
    #[error("{argument} contains {code_point}, which the document's fonts cannot draw")]
    MissingGlyph {
        /// Path of the field.
        argument: String,
        /// The character, such as `U+0628`.
        code_point: String,
    },
    /// More items than the limit that protects the service.
    #[error("{argument} must have at most {limit} {items}, got {given}")]
    TooMany {
        /// Path of the list.
        argument: String,
        /// What is counted.
        items: &'static str,
        /// How many there were.
        given: u64,
        /// How many there may be.
        limit: u64,
    },
    /// A block that must stay together is higher than a page.
    #[error("{argument} takes more room than a page has")]
    DoesNotFit {
        /// Path of the block.
        argument: String,
    },
    /// Columns of fixed width that together are wider than the room they stand in.
    #[error("{argument} is {given} points wide where there are {limit}")]
    TooWide {
        /// Path of the table or columns.
        argument: String,
        /// How wide it would be, in points, rounded up.
        given: u64,
        /// How wide it may be, in points, rounded down.
        limit: u64,
    },
    /// Bytes that are not what they should be: a picture or a font that is broken.
    #[error("{argument} is malformed: {reason}")]
    Malformed {
        /// Path of the bytes.
        argument: String,
        /// What is wrong with them.
        reason: &'static str,
    },
    /// What is well-formed, and no document of this crate can hold.
    #[error("{argument} is not supported: {reason}")]
    Unsupported {
        /// Path of the part.
        argument: String,
        /// What is not supported.
        reason: &'static str,
    },
    /// A PDF that cannot be read.
    #[error("{argument} is no sound PDF: {reason}")]
    BrokenFile {
        /// Path of the file.
        argument: String,
        /// What is wrong with it.
        reason: &'static str,
        /// At which byte, where that is known.
        offset: Option<u64>,
    },
    /// A PDF that is encrypted, and no password was given.
    #[error("{argument} is encrypted, and no password was given")]
    Locked {
        /// Path of the file.
        argument: String,
    },
    /// A PDF that the password does not open.
    #[error("the password given does not open {argument}")]
    WrongPassword {
        /// Path of the file.
        argument: String,
    },
    /// A file from outside that costs more than it may.
    #[error("{argument} has more than {limit} {items}; where that is right, raise options.{option}")]
    BeyondLimit {
        /// Path of the file.
        argument: String,
        /// What is counted.
        items: &'static str,
        /// How many there may be.
        limit: u64,
        /// What raises it.
        option: &'static str,
    },
    /// A page that a file does not have.
    #[error("{argument} asks for page {given}, but the file has {pages}")]
    NoSuchPage {
        /// Path of what asks.
        argument: String,
        /// The page, from 1.
        given: u64,
        /// How many there are.
        pages: u64,
    },
    /// More pages than the limit that protects the service: line breaks alone can fill them.
    #[error("document takes more than {limit} pages")]
    TooManyPages {
        /// How many there may be.
        limit: usize,
    },
    /// The writer refused what was drawn: a fault of this crate.
    #[error("the PDF could not be written")]
    Write,
}

impl Error {
    pub(crate) fn invalid(argument: impl Into<String>, must: &'static str) -> Self {
        Self::Invalid { argument: argument.into(), must }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "lengths are positive and short"
    )]
    pub(crate) fn too_wide(given: f64, limit: f64) -> Self {
        Self::TooWide { argument: String::new(), given: given.ceil() as u64, limit: limit.floor() as u64 }
    }

    /// The same error, where its path is one inside `outer`. Paths are put together on the way out, so that what succeeds
    /// pays nothing for them.
    pub(crate) fn within(mut self, outer: impl std::fmt::Display) -> Self {
        if let Self::Invalid { argument, .. }
        | Self::MissingGlyph { argument, .. }
        | Self::TooMany { argument, .. }
        | Self::TooWide { argument, .. }
        | Self::Malformed { argument, .. }
        | Self::Unsupported { argument, .. }
        | Self::BrokenFile { argument, .. }
        | Self::Locked { argument }
        | Self::WrongPassword { argument }
        | Self::BeyondLimit { argument, .. }
        | Self::DoesNotFit { argument } = &mut self
        {
            let dot = if argument.is_empty() || argument.starts_with('[') { "" } else { "." };
            *argument = format!("{outer}{dot}{argument}");
        }
        self
    }
}
