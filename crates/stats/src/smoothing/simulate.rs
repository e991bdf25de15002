//! Simulated futures, the same for the same fit on every machine and in both backends.

use std::ops::ControlFlow;

use super::elementary::normal_quantile;
use super::walk::Walk;
use crate::Error;

/// As many as R's `forecast.ets` takes; half of them mirror the errors of the other half.
const PATHS: usize = 5_000;

/// Steps of the horizon between two checkpoints: about a millisecond.
const STEPS_A_CHECKPOINT: usize = 4;

/// Lower and upper bounds of each step for each level: quantiles of type 8, as R's.
///
/// All futures go a step together, so that only where they are now is kept, however long the horizon.
pub(super) fn quantiles(
    end: &Walk,
    share: bool,
    deviation: f64,
    horizon: usize,
    levels: &[f64],
    pause: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<Vec<[Vec<f64>; 2]>, Error> {
    let mut walks = vec![end.clone(); PATHS];
    let mut values = vec![0.0; PATHS];
    let mut random = Random::new();
    let mut bounds = vec![[Vec::with_capacity(horizon), Vec::with_capacity(horizon)]; levels.len()];
    for h in 1..=horizon {
        for (pair, values) in walks.chunks_exact_mut(2).zip(values.chunks_exact_mut(2)) {
            let error = deviation * normal_quantile(random.uniform());
            for ((walk, value), stray) in pair.iter_mut().zip(values).zip([error, -error]) {
                let forecast = walk.forecast();
                *value = forecast + if share { forecast * stray } else { stray };
                walk.step(*value);
            }
        }
        values.sort_unstable_by(f64::total_cmp);
        for ([lower, upper], level) in bounds.iter_mut().zip(levels) {
            lower.push(quantile(&values, 0.5 - 0.5 * level));
            upper.push(quantile(&values, 0.5 + 0.5 * level));
        }
        if h % STEPS_A_CHECKPOINT == 0 && pause().is_break() {
            return Err(Error::Cancelled);
        }
    }
    Ok(bounds)
}

/// Type 8 of R. J. Hyndman, Y. Fan, "Sample quantiles in statistical packages", *American Statistician* 50 (1996) 361–365.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // within 0 and the number of values
fn quantile(sorted: &[f64], p: f64) -> f64 {
    let n = sorted.len() as f64;
    let place = ((n + 1.0 / 3.0) * p + 1.0 / 3.0).clamp(1.0, n);
    let below = place.floor();
    let at = below as usize;
    let low = sorted[at - 1];
    let high = sorted[at.min(sorted.len() - 1)];
    low + (place - below) * (high - low)
}

/// xoshiro128** (D. Blackman, S. Vigna, "Scrambled linear pseudorandom number generators", *ACM Trans. Math. Softw.* 47
/// (2021)): 32-bit arithmetic, so that JavaScript does it as fast.
struct Random([u32; 4]);

impl Random {
    /// Digits of π, of which nobody can say they were picked.
    fn new() -> Self {
        Self([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344])
    }

    /// In the open unit interval.
    fn uniform(&mut self) -> f64 {
        let s = &mut self.0;
        let result = s[1].wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let shifted = s[1] << 9;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= shifted;
        s[3] = s[3].rotate_left(11);
        (f64::from(result) + 0.5) / 4_294_967_296.0
    }
}
