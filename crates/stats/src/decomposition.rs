//! A series taken apart: trend, season, remainder; and what is missing bridged.
//!
//! In all of it a NaN is a missing value. Sources: M. Kendall & A. Stuart, *The Advanced Theory of Statistics* 3
//! (1983) 410–414 ([`classical`]); R. B. Cleveland et al., "STL: a
//! seasonal-trend decomposition procedure based on loess", *J. Official Statistics* 6 (1990) 3–73 ([`stl`]);
//! K. Bandara, R. J. Hyndman & C. Bergmeir, "MSTL", arXiv:2107.13462 (2021) ([`mstl`]).

mod classical;
mod components;
mod interpolate;
mod loess;
mod sliding;
mod stl;
mod turn;

pub(crate) use classical::centred_moving_average;
pub use classical::{Classical, Model, classical, classical_into};
pub(crate) use components::ROUNDING;
pub use interpolate::{interpolate, interpolate_seasons};
pub(crate) use sliding::Sliding;
pub use stl::{Convention, Decomposition, Smoother, Stl, Window, mstl, stl};

use std::ops::ControlFlow;

use crate::Error;

/// Called every so often with how much of the work is done, and of how much; says whether to go on.
pub type Checkpoint<'a> = &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>;

/// The largest value that is taken apart: squares of what is made of them, summed, are still finite.
pub(crate) const LARGEST: f64 = 1e140;

/// That a series holds no infinity, nothing too large, and something at all; the number of its values.
pub(crate) fn check_values(values: &[f64]) -> Result<usize, Error> {
    // Both are false for NaN.
    let too_large = values.iter().filter(|value| value.abs() > LARGEST).count();
    if too_large > 0 {
        let infinite = values.iter().position(|value| value.is_infinite());
        return Err(infinite.map_or(Error::OutOfRange, |index| Error::NotFinite { index }));
    }
    match values.iter().filter(|value| value.abs() <= LARGEST).count() {
        0 => Err(Error::InsufficientData { required: 1, given: 0 }),
        known => Ok(known),
    }
}

/// That a season has two values or more and the series two seasons.
fn check_season(values: &[f64], season_length: usize) -> Result<(), Error> {
    if !(2..=usize::MAX / 2).contains(&season_length) {
        return Err(Error::InvalidParameter { name: "season_length" });
    }
    if values.len() < 2 * season_length {
        return Err(Error::InsufficientData { required: 2 * season_length, given: values.len() });
    }
    Ok(())
}

/// Asks whether to go on.
pub(crate) fn proceed(checkpoint: Checkpoint<'_>, done: u64, total: u64) -> Result<(), Error> {
    match checkpoint(done, total) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(Error::Cancelled),
    }
}
