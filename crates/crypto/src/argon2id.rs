//! Argon2id (RFC 9106), whose cost is memory, so that many cores without much of it do not help who guesses.
//!
//! By the `argon2` crate, with some memory kept: fresh memory costs the system as long as the hash. A digest that was begun
//! cannot be stopped: the crate fills all of the memory in one call.

mod arena;

use argon2::{Algorithm, Argon2, AssociatedData, ParamsBuilder, Version};
use zeroize::Zeroizing;

use self::arena::STORE;
use crate::Error;

/// How a digest is made: the inputs of RFC 9106, 3.1, but for the password.
#[derive(Clone, Copy)]
#[allow(missing_debug_implementations)] // it may hold a secret
pub struct Parameters<'a> {
    /// `S`, 8 bytes or more.
    pub salt: &'a [u8],
    /// `m`, in KiB, 8 times the parallelism or more.
    pub memory_cost: u32,
    /// `t`, passes over the memory.
    pub time_cost: u32,
    /// `p`, lanes; all are worked on by this thread.
    pub parallelism: u32,
    /// `T`, bytes of the digest, 4 or more.
    pub length: usize,
    /// `K`, perhaps empty.
    pub secret: &'a [u8],
    /// `X`, perhaps empty; at most 32 bytes.
    pub associated_data: &'a [u8],
}

/// The digest of a password.
///
/// # Errors
///
/// [`Error::Argon2`] for parameters that RFC 9106 does not allow, [`Error::OutOfMemory`] if the system has not enough.
pub fn digest(password: &[u8], parameters: &Parameters<'_>) -> Result<Zeroizing<Vec<u8>>, Error> {
    let invalid = |_| Error::Argon2;
    let data = AssociatedData::new(parameters.associated_data).map_err(invalid)?;
    let params = ParamsBuilder::new()
        .m_cost(parameters.memory_cost)
        .t_cost(parameters.time_cost)
        .p_cost(parameters.parallelism)
        .data(data)
        .output_len(parameters.length)
        .build()
        .map_err(invalid)?;
    let blocks = params.block_count();
    let version = Version::V0x13;
    let argon2 =
        Argon2::new_with_secret(parameters.secret, Algorithm::Argon2id, version, params).map_err(invalid)?;
    let mut digest = Zeroizing::new(vec![0; parameters.length]);
    let mut arena = STORE.take(blocks).ok_or(Error::OutOfMemory { memory_cost: parameters.memory_cost })?;
    argon2
        .hash_password_into_with_memory(password, parameters.salt, &mut digest, arena.blocks())
        .map_err(invalid)?;
    Ok(digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The test vector of RFC 9106, 5.3.
    #[test]
    fn rfc_9106() {
        let parameters = Parameters {
            salt: &[2; 16],
            memory_cost: 32,
            time_cost: 3,
            parallelism: 4,
            length: 32,
            secret: &[3; 8],
            associated_data: &[4; 12],
        };
        let expected = [
            0x0D, 0x64, 0x0D, 0xF5, 0x8D, 0x78, 0x76, 0x6C, 0x08, 0xC0, 0x37, 0xA3, 0x4A, 0x8B, 0x53, 0xC9,
            0xD0, 0x1E, 0xF0, 0x45, 0x2D, 0x75, 0xB6, 0x5E, 0xB5, 0x25, 0x20, 0xE9, 0x6B, 0x01, 0xE6, 0x59,
        ];
        // The second takes the memory that the first gave back.
        for _ in 0..2 {
            assert_eq!(digest(&[1; 32], &parameters).expect("RFC 9106 allows these").as_slice(), expected);
        }
        let larger = Parameters { memory_cost: 31, ..parameters };
        assert!(matches!(digest(&[1; 32], &larger), Err(Error::Argon2)));
    }
}
