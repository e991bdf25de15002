//! Counts of values in bins.

use super::require_finite;
use crate::Error;

/// Adds to `counts` how many values lie in each bin: from one edge up to, not including, the next; the last bin
/// includes its upper edge. Values outside the edges are not counted.
///
/// # Errors
/// [`Error::NotFinite`]; [`Error::InvalidParameter`] unless there is one more edge than counts, in ascending order.
pub fn histogram(values: &[f64], edges: &[f64], counts: &mut [u32]) -> Result<(), Error> {
    if edges.len() != counts.len() + 1 || counts.is_empty() || !edges.is_sorted_by(|a, b| a < b) {
        return Err(Error::InvalidParameter { name: "edges" });
    }
    require_finite(values)?;
    let (low, high) = (edges[0], edges[counts.len()]);
    let (last, scale) = (counts.len() - 1, counts.len() as f64 / (high - low));
    for &x in values {
        if !(x >= low && x <= high) {
            continue;
        }
        // Right at once for bins of one width, up to rounding; else a start for the search.
        let guess = (((x - low) * scale) as usize).min(last);
        let bin = if edges[guess] <= x && (x < edges[guess + 1] || guess == last) {
            guess
        } else {
            (edges.partition_point(|&edge| edge <= x) - 1).min(last)
        };
        counts[bin] += 1;
    }
    Ok(())
}
