//! How two series go together.

use super::moments::{SMALLEST, is_precise};
use super::{lanes, require_count, require_finite};
use crate::Error;

/// Sums of products of deviations: `Σdx²`, `Σdy²`, `Σdx·dy`.
struct Products {
    xx: f64,
    yy: f64,
    xy: f64,
}

fn products(x: &[f64], y: &[f64]) -> Result<Products, Error> {
    let n = x.len() as f64;
    let [x_sum, y_sum] = lanes::pair_sums::<2, 4>(x, y, |x, y| [x, y]);
    let (x_about, y_about) = (x_sum / n, y_sum / n);
    let [sx, sy, sxx, syy, sxy] = lanes::pair_sums::<5, 2>(x, y, |x, y| {
        let (dx, dy) = (x - x_about, y - y_about);
        [dx, dy, dx * dx, dy * dy, dx * dy]
    });
    let products = Products {
        xx: (sxx - sx * (sx / n)).max(0.0),
        yy: (syy - sy * (sy / n)).max(0.0),
        xy: sxy - sx * (sy / n),
    };
    if (sxx + syy + products.xy).is_finite() {
        return Ok(products);
    }
    require_finite(x)?;
    require_finite(y)?;
    Err(Error::OutOfRange)
}

fn check(x: &[f64], y: &[f64]) -> Result<(), Error> {
    if x.len() != y.len() {
        return Err(Error::InvalidParameter { name: "y" });
    }
    require_count(x, 2)
}

/// The sample covariance of two series of one length, `Σ(x − x̄)(y − ȳ) / (n − ddof)`.
///
/// # Errors
/// [`Error::InvalidParameter`] for lengths that differ, [`Error::InsufficientData`] below two pairs, [`Error::NotFinite`],
/// [`Error::OutOfRange`].
pub fn covariance(x: &[f64], y: &[f64], ddof: usize) -> Result<f64, Error> {
    check(x, y)?;
    Ok(products(x, y)?.xy / (x.len() - ddof.min(1)) as f64)
}

/// Pearson's product-moment correlation, −1 to 1.
///
/// # Errors
/// As [`covariance`]; [`Error::Constant`] where a series has one value only.
pub fn pearson(x: &[f64], y: &[f64]) -> Result<f64, Error> {
    check(x, y)?;
    let Products { xx, yy, xy } = products(x, y)?;
    if !is_precise(x, xx, SMALLEST) || !is_precise(y, yy, SMALLEST) {
        return Err(Error::OutOfRange);
    }
    if xx == 0.0 || yy == 0.0 {
        return Err(Error::Constant);
    }
    Ok((xy / xx.sqrt() / yy.sqrt()).clamp(-1.0, 1.0))
}

/// Spearman's rank correlation: Pearson's of the ranks, where equal values share the mean of theirs.
///
/// # Errors
/// As [`pearson`].
pub fn spearman(x: &[f64], y: &[f64]) -> Result<f64, Error> {
    check(x, y)?;
    require_finite(x)?;
    require_finite(y)?;
    pearson(&mid_ranks(x), &mid_ranks(y))
}

fn mid_ranks(values: &[f64]) -> Vec<f64> {
    // A negative zero equals the other and must not sort before it.
    let mut order: Vec<(f64, u32)> = values.iter().map(|x| x + 0.0).zip(0..).collect();
    order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut ranks = vec![0.0; values.len()];
    let mut below = 0;
    for tied in order.chunk_by(|a, b| a.0 == b.0) {
        let rank = below as f64 + (tied.len() + 1) as f64 / 2.0;
        for &(_, index) in tied {
            ranks[index as usize] = rank;
        }
        below += tied.len();
    }
    ranks
}

/// Kendall's τ-b, which allows for ties, in the O(n log n) of Knight (1966), *JASA* 61, 436–439.
///
/// # Errors
/// As [`pearson`].
pub fn kendall(x: &[f64], y: &[f64]) -> Result<f64, Error> {
    check(x, y)?;
    require_finite(x)?;
    require_finite(y)?;
    let Concordance { all, tied_x, tied_y, balance } = concordance(x, y);
    if all == tied_x || all == tied_y {
        return Err(Error::Constant);
    }
    let tau = balance as f64 / ((all - tied_x) as f64).sqrt() / ((all - tied_y) as f64).sqrt();
    Ok(tau.clamp(-1.0, 1.0))
}

/// The pairs of points, by how `x` and `y` order them.
pub(crate) struct Concordance {
    pub(crate) all: u64,
    pub(crate) tied_x: u64,
    pub(crate) tied_y: u64,
    /// Concordant less discordant pairs; below 2⁵³, so exact in floating point.
    pub(crate) balance: i64,
}

/// Knight's count of the pairs of finite numbers.
pub(crate) fn concordance(x: &[f64], y: &[f64]) -> Concordance {
    let mut pairs: Vec<(f64, f64)> = x.iter().zip(y).map(|(x, y)| (x + 0.0, y + 0.0)).collect();
    pairs.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let tied_x = tied(&pairs, |a, b| a.0 == b.0);
    let tied_both = tied(&pairs, |a, b| a == b);
    let mut y: Vec<f64> = pairs.into_iter().map(|(_, y)| y).collect();
    let mut spare = y.clone();
    let discordant = exchanges(&mut y, &mut spare);
    let tied_y = tied(&y, |a, b| a == b);
    let all = pairs_of(x.len());
    let balance =
        all.cast_signed() + tied_both.cast_signed() - (tied_x + tied_y + 2 * discordant).cast_signed();
    Concordance { all, tied_x, tied_y, balance }
}

fn pairs_of(n: usize) -> u64 {
    n as u64 * (n as u64 - 1) / 2
}

/// Pairs within the runs of equal items.
fn tied<T>(sorted: &[T], equal: impl FnMut(&T, &T) -> bool) -> u64 {
    sorted.chunk_by(equal).map(|run| pairs_of(run.len())).sum()
}

/// Sorts by merging, and counts how many pairs were out of order.
fn exchanges(values: &mut [f64], spare: &mut [f64]) -> u64 {
    let n = values.len();
    if n < 2 {
        return 0;
    }
    let middle = n / 2;
    let (left, right) = values.split_at_mut(middle);
    let mut count = exchanges(left, &mut spare[..middle]) + exchanges(right, &mut spare[middle..]);
    let (mut i, mut j) = (0, 0);
    for slot in spare.iter_mut() {
        if j == right.len() || (i < left.len() && left[i] <= right[j]) {
            *slot = left[i];
            i += 1;
        } else {
            *slot = right[j];
            j += 1;
            count += (left.len() - i) as u64;
        }
    }
    values.copy_from_slice(spare);
    count
}
