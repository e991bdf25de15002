//! What is slow in opening and making files with a password, so that guessing it is slow, too.

use std::ops::ControlFlow;

use sha2::{Digest as _, Sha512};

use crate::Error;

/// Spins between two checkpoints: about a third of a millisecond's work.
const SPINS_AT_A_TIME: u32 = 1000;

/// The password's hash of ECMA-376's agile encryption ([MS-OFFCRYPTO] 2.3.4.11, of SHA-512): that of salt and password, and
/// `spins` times that of a count and the hash before. The password is in UTF-16, little-endian.
///
/// `checkpoint` is called with the spins done, about every third of a millisecond; when it breaks, the work stops.
///
/// # Errors
///
/// [`Error::Cancelled`].
pub fn spin_password(
    password: &[u8],
    salt: &[u8],
    spins: u32,
    checkpoint: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<[u8; 64], Error> {
    let mut hash = Sha512::new().chain_update(salt).chain_update(password).finalize();
    for spin in 0..spins {
        hash = Sha512::new().chain_update(spin.to_le_bytes()).chain_update(hash).finalize();
        if spin % SPINS_AT_A_TIME == 0 && checkpoint(spin.into()).is_break() {
            return Err(Error::Cancelled);
        }
    }
    Ok(hash.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spun(spins: u32) -> String {
        let password: Vec<u8> = "Zoë 👓".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let salt: Vec<u8> = (0..16).collect();
        let hash =
            spin_password(&password, &salt, spins, &mut |_| ControlFlow::Continue(())).expect("no break");
        hash.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
    }

    /// Per msoffcrypto-tool 6.1.0: `ECMA376Agile._derive_iterated_hash_from_password`.
    #[test]
    fn the_hash_is_that_of_another_implementation() {
        assert_eq!(
            spun(0),
            "27319f82196acfea64679c13858031875138ce2f584d3ae63240b150148164c3\
             bc26c372107d4f20aa66518eaa1b75e2aeab32b1ecd9c6add84e042800d1e14d"
        );
        assert_eq!(
            spun(1),
            "570b8c63b07976edc29922e591a86fa05f52b5d87bf53a63bac6d8773d605fa6\
             ba25deae1f9ac0c129cd945dc39129b077a42440de1893ea2da47c51ef76e349"
        );
        assert_eq!(
            spun(100_000),
            "4c87eef46268a87db68e8c63bf67bcd4e52491022c315018b797751a149b1dd9\
             fcbe085782b29c31bd816b078074f7f1fd9df47a192d7a35a6e26d0d3db40cbd"
        );
    }

    #[test]
    fn a_break_of_the_checkpoint_stops() {
        let mut calls = 0;
        let stopped = spin_password(b"", b"", 100_000, &mut |_| {
            calls += 1;
            if calls == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!((stopped, calls), (Err(Error::Cancelled), 3));
    }
}
