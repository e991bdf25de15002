use crate::error::Error;
use crate::pixel::frame::Frame;

/// Why a frame cannot be decoded, as its codec knows it: not which frame it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The attributes contradict each other.
    Described(&'static str),
    /// What is there does not follow the codec's format, or ends too early.
    Corrupt,
    /// Native pixels, or an overlay or table, are fewer than they should be.
    CutShort { required: u64, given: u64 },
    /// The codec's own header says other dimensions, samples or bits.
    Differs,
    /// It is valid, but of a kind that is not decoded.
    Unsupported(&'static str),
    /// More bytes, decoded, than the limit.
    TooLarge { given: u64 },
    /// The checkpoint broke off the work.
    Cancelled,
}

impl Fault {
    /// The error of a frame.
    pub(super) fn of(self, frame: &Frame, encoding: &'static str) -> Error {
        let number = frame.number;
        match self {
            Self::Described(what) => Error::FrameDescribed { frame: number, what },
            Self::Corrupt => Error::FrameCorrupt { frame: number, encoding },
            Self::CutShort { required, given } => Error::FrameCutShort { frame: number, required, given },
            Self::Differs => Error::FrameDiffers { frame: number, encoding },
            Self::Unsupported(what) => {
                // It may be any text, also one that does not belong into a message.
                let uid = &frame.transfer_syntax;
                let is_uid = uid.len() <= 64 && uid.bytes().all(|byte| byte == b'.' || byte.is_ascii_digit());
                let transfer_syntax = if is_uid { uid.clone() } else { "(not a UID)".to_owned() };
                Error::FrameUnsupported { frame: number, transfer_syntax, what }
            }
            Self::TooLarge { given } => {
                Error::FrameTooLarge { frame: number, given, limit: frame.max_frame_bytes }
            }
            Self::Cancelled => Error::Cancelled,
        }
    }
}

pub(super) type Result<T> = std::result::Result<T, Fault>;
