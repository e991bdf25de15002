//! Order statistics without sorting.

/// Below this many values a bracket from a sample does not pay for itself.
const SMALL: usize = 4096;
/// Values looked at to bracket a rank.
const SAMPLE: usize = 4096;
/// With more brackets than this, partitioning a copy again and again is quicker than a pass for each.
const MANY: usize = 6;

/// The order statistics of `key(x)` at the given ranks, which ascend from 0.
///
/// A sample brackets each rank (Floyd & Rivest 1975); one pass counts what lies below the bracket and keeps what lies in
/// it; the rest is a selection among those few. Where the bracket misses, all values are selected from.
pub(super) fn order_statistics(values: &[f64], ranks: &[usize], key: impl Fn(f64) -> f64 + Copy) -> Vec<f64> {
    let neighbours = || ranks.chunk_by(|a, b| b - a <= 1);
    if values.len() < SMALL || neighbours().count() > MANY {
        return among_all(values, ranks, key);
    }
    let sample = sample(values, key);
    neighbours().flat_map(|ranks| bracketed(values, &sample, ranks, key)).collect()
}

fn among_all(values: &[f64], ranks: &[usize], key: impl Fn(f64) -> f64) -> Vec<f64> {
    let mut keys: Vec<f64> = values.iter().map(|&x| key(x)).collect();
    place(&mut keys, ranks, 0);
    ranks.iter().map(|&rank| keys[rank]).collect()
}

/// Puts each of the ranks, counted from `offset`, in its place: the middle one first, then either side by itself.
fn place(keys: &mut [f64], ranks: &[usize], offset: usize) {
    let Some(&rank) = ranks.get(ranks.len() / 2) else { return };
    let (below, _, above) = keys.select_nth_unstable_by(rank - offset, f64::total_cmp);
    place(below, &ranks[..ranks.len() / 2], offset);
    place(above, &ranks[ranks.len() / 2 + 1..], rank + 1);
}

/// Some of the keys, sorted, from places that share no period with any season: multiples of the golden ratio.
fn sample(values: &[f64], key: impl Fn(f64) -> f64) -> Vec<f64> {
    let size = SAMPLE.min(values.len() / 16);
    let mut place = 0_u64;
    let mut keys: Vec<f64> = (0..size)
        .map(|_| {
            place = place.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let index = (u128::from(place) * values.len() as u128) >> 64;
            key(values[index as usize])
        })
        .collect();
    keys.sort_unstable_by(f64::total_cmp);
    keys
}

fn bracketed(values: &[f64], sample: &[f64], ranks: &[usize], key: impl Fn(f64) -> f64 + Copy) -> Vec<f64> {
    let (first, last) = (ranks[0], ranks[ranks.len() - 1]);
    let scale = sample.len() as f64 / values.len() as f64;
    // Four standard deviations of the rank in the sample, at its widest.
    let margin = 2.0 * (sample.len() as f64).sqrt();
    let low = first as f64 * scale - margin;
    let high = (last as f64 * scale + margin).ceil();
    let low = if low < 0.0 { f64::NEG_INFINITY } else { sample[low as usize] };
    let high = sample.get(high as usize).copied().unwrap_or(f64::INFINITY);

    let (below, mut inside) = partition(values, low, high, key);
    if first < below || last >= below + inside.len() {
        return among_all(values, ranks, key);
    }
    place(&mut inside, ranks, below);
    ranks.iter().map(|&rank| inside[rank - below]).collect()
}

/// How many keys lie below `low`, and those from `low` to `high`.
fn partition(values: &[f64], low: f64, high: f64, key: impl Fn(f64) -> f64) -> (usize, Vec<f64>) {
    let mut below = 0;
    let mut inside = Vec::new();
    let mut kept = [0.0; 512];
    for block in values.chunks(kept.len()) {
        let mut count = 0;
        for &x in block {
            // Written always and counted sometimes: a branch would be mispredicted at the bracket's ends.
            let x = key(x);
            kept[count] = x;
            count += usize::from(x >= low) & usize::from(x <= high);
            below += usize::from(x < low);
        }
        inside.extend_from_slice(&kept[..count]);
    }
    (below, inside)
}
