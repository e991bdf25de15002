use crate::element::Tag;

/// What can go wrong. Offsets count bytes from the start of the input; in a deflated data set, as if it stood there
/// inflated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Neither a Part 10 file nor anything that starts like a data set.
    #[error("Not DICOM: the data are neither a Part 10 file nor a bare data set")]
    NotDicom,
    /// The data, or the item or sequence that holds the element, end within the element's tag, VR and length.
    #[error("The header of the element at byte {offset} is cut short")]
    HeaderCutShort {
        /// Where the header starts.
        offset: u64,
    },
    /// The value is longer than the data, or than the item or sequence that holds it.
    #[error("Element {tag} at byte {offset} claims {required} bytes, but only {given} are left")]
    ValueCutShort {
        /// The element.
        tag: Tag,
        /// Where its header starts.
        offset: u64,
        /// The length it claims.
        required: u64,
        /// The bytes left there.
        given: u64,
    },
    /// A sequence or pixel data of undefined length holds something that is not an item.
    #[error("Expected an item at byte {offset}, found {tag}")]
    NotAnItem {
        /// What was found.
        tag: Tag,
        /// Where.
        offset: u64,
    },
    /// An undefined length whose delimiter never comes.
    #[error("Element {tag} at byte {offset} has undefined length, but its delimiter is missing")]
    Unclosed {
        /// The sequence, item or pixel data.
        tag: Tag,
        /// Where its value starts.
        offset: u64,
    },
    /// An undefined length where the VR does not allow one (PS3.5 7.1.1).
    #[error("Element {tag} at byte {offset} has undefined length, which its VR does not allow")]
    UndefinedLength {
        /// The element.
        tag: Tag,
        /// Where its header starts.
        offset: u64,
    },
    /// A delimiter or an item where no sequence is open for it.
    #[error("{tag} at byte {offset} is out of place: no sequence is open for it")]
    Misplaced {
        /// The delimiter or item.
        tag: Tag,
        /// Where its header starts.
        offset: u64,
    },
    /// The deflated data set is corrupt or ends too early.
    #[error("The deflated data set at byte {offset} cannot be inflated: it is corrupt or cut short")]
    Inflate {
        /// Where the deflated bytes start.
        offset: u64,
    },
    /// More elements, items and further values than [`Limits::max_elements`](crate::Limits::max_elements).
    #[error(
        "The data set has more than {limit} elements and values, counted up to the element at byte {offset}"
    )]
    TooManyElements {
        /// Where the element starts with which they are too many.
        offset: u64,
        /// The limit.
        limit: u64,
    },
    /// Sequences nested deeper than [`Limits::max_depth`](crate::Limits::max_depth).
    #[error("Sequences are nested more than {limit} deep at byte {offset}")]
    TooDeep {
        /// Where the item too deep starts.
        offset: u64,
        /// The limit.
        limit: u64,
    },
    /// The deflated data set is larger than [`Limits::max_inflated_bytes`](crate::Limits::max_inflated_bytes).
    #[error("The deflated data set at byte {offset} inflates to more than {limit} bytes")]
    InflatedTooLarge {
        /// Where the deflated bytes start.
        offset: u64,
        /// The limit.
        limit: u64,
    },
    /// The deflated data set inflates to more than 200 times its size, as real data sets do not.
    #[error("The deflated data set at byte {offset} inflates to more than {limit} times its size")]
    InflatedTooMuch {
        /// Where the deflated bytes start.
        offset: u64,
        /// The limit, as a ratio.
        limit: u64,
    },
    /// The JSON is longer than [`Limits::max_json_bytes`](crate::Limits::max_json_bytes).
    #[error("The DICOM JSON is longer than {limit} bytes")]
    JsonTooLong {
        /// The limit.
        limit: u64,
    },
    /// The file cannot be read.
    #[error("The file cannot be read")]
    Io {
        /// What the system says.
        kind: std::io::ErrorKind,
    },
    /// The attributes that describe a frame's pixels contradict each other.
    #[error("Frame {frame} cannot be decoded: {what}")]
    FrameDescribed {
        /// Which frame, from 0.
        frame: u64,
        /// What is wrong.
        what: &'static str,
    },
    /// A frame's compressed data do not follow their format, or end too early.
    #[error("Frame {frame} cannot be decoded: its {encoding} data are corrupt or cut short")]
    FrameCorrupt {
        /// Which frame, from 0.
        frame: u64,
        /// How it is compressed.
        encoding: &'static str,
    },
    /// A frame, or a table or overlay it points to, has fewer bytes than its dimensions need.
    #[error("Frame {frame} cannot be decoded: {required} bytes are needed, but only {given} are given")]
    FrameCutShort {
        /// Which frame, from 0.
        frame: u64,
        /// The bytes needed.
        required: u64,
        /// The bytes there are.
        given: u64,
    },
    /// A frame's compressed data say other dimensions, samples or bits than the data set.
    #[error(
        "Frame {frame} cannot be decoded: its {encoding} data differ from the data set in dimensions, samples or bits"
    )]
    FrameDiffers {
        /// Which frame, from 0.
        frame: u64,
        /// How it is compressed.
        encoding: &'static str,
    },
    /// A frame, decoded, has more bytes than [`Frame::max_frame_bytes`](crate::Frame::max_frame_bytes).
    #[error("Frame {frame} takes {given} bytes, more than {limit}")]
    FrameTooLarge {
        /// Which frame, from 0.
        frame: u64,
        /// The bytes it takes.
        given: u64,
        /// The limit.
        limit: u64,
    },
    /// A frame is valid, but of a kind that is not decoded.
    #[error("Frame {frame} cannot be decoded: {what} is not supported (transfer syntax {transfer_syntax})")]
    FrameUnsupported {
        /// Which frame, from 0.
        frame: u64,
        /// The transfer syntax UID.
        transfer_syntax: String,
        /// What is not supported.
        what: &'static str,
    },
    /// The checkpoint broke off the work.
    #[error("The operation was cancelled")]
    Cancelled,
}

/// A result of this crate.
pub type Result<T> = std::result::Result<T, Error>;
