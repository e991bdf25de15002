/// Why a password could not be hashed or checked. Messages hold numbers, never a password or a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The password is longer than bcrypt reads; the rest would be ignored without a word.
    #[error("password must be at most {} bytes long, got {given}", crate::bcrypt::MAX_PASSWORD_BYTES)]
    PasswordTooLong {
        /// Its length in bytes.
        given: usize,
    },
    /// The password holds a NUL byte, where C implementations stop reading and cyclic keys repeat.
    #[error("password must not contain a NUL byte")]
    PasswordHasNul,
    /// The cost is not one bcrypt defines.
    #[error("cost must be an integer from 4 to 31, got {given}")]
    Cost {
        /// The cost asked for.
        given: u32,
    },
    /// The text is not a bcrypt hash in the modular crypt format.
    #[error(
        "hash is not a bcrypt hash: $2a$, $2b$, $2x$ or $2y$, a cost from 04 to 31, $, and 53 characters of its base64"
    )]
    MalformedHash,
    /// The parameters are not those of an Argon2id digest (RFC 9106, 3.1).
    #[error("the parameters are not those of Argon2id")]
    Argon2,
    /// The system has no memory for an Argon2id hash now.
    #[error("there is no memory for an Argon2id hash of {memory_cost} KiB")]
    OutOfMemory {
        /// What it takes, in KiB.
        memory_cost: u32,
    },
    /// The checkpoint asked to stop.
    #[error("the work was cancelled")]
    Cancelled,
}
