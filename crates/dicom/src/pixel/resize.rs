//! Reducing an image by area averaging: each pixel of the result is the mean of the area it covers, rounded half up.

/// The size whose greater side is at most `longest`, in the same proportion, rounded half up, and at least 1.
pub(super) fn fitted(columns: usize, rows: usize, longest: u32) -> (usize, usize) {
    let greatest = columns.max(rows) as u128;
    let longest = u128::from(longest.max(1));
    if greatest <= longest {
        return (columns, rows);
    }
    let fit = |side: usize| ((2 * side as u128 * longest + greatest) / (2 * greatest)).max(1) as usize;
    (fit(columns), fit(rows))
}

/// Reduces an image of `samples` bytes a pixel to `to` columns and rows, neither of which is more than before.
pub(super) fn reduce(image: &[u8], samples: usize, from: (usize, usize), to: (usize, usize)) -> Vec<u8> {
    if from == to {
        return image.to_vec();
    }
    let area = (from.0 * from.1) as u64;
    let width = to.0 * samples;
    let across = shares(from.0, to.0);
    let mut sums = vec![0_u64; width];
    let mut line = vec![0_u64; width];
    let mut reduced = Vec::with_capacity(width * to.1);
    let mut rows = image.chunks_exact(from.0 * samples);
    let mut covered = None;
    for shares in by_target(&shares(from.1, to.1)) {
        sums.fill(0);
        for share in shares {
            if covered != Some(share.source) {
                average(rows.next().unwrap_or_default(), samples, &across, &mut line);
                covered = Some(share.source);
            }
            for (sum, value) in sums.iter_mut().zip(&line) {
                *sum += value * share.weight;
            }
        }
        reduced.extend(sums.iter().map(|sum| ((sum + area / 2) / area) as u8));
    }
    reduced
}

/// How much of a source pixel lies in a target pixel, in parts of which a source pixel has as many as there are target
/// pixels, so that all are whole.
#[derive(Clone, Copy)]
struct Share {
    source: usize,
    target: usize,
    weight: u64,
}

/// All shares along one side, ascending.
fn shares(from: usize, to: usize) -> Vec<Share> {
    let mut shares = Vec::with_capacity(from + to);
    let (mut source, mut target) = (0, 0);
    let mut at = 0;
    while source < from && target < to {
        let (source_end, target_end) = ((source + 1) * to, (target + 1) * from);
        let end = source_end.min(target_end);
        shares.push(Share { source, target, weight: (end - at) as u64 });
        at = end;
        source += usize::from(source_end == end);
        target += usize::from(target_end == end);
    }
    shares
}

fn by_target(shares: &[Share]) -> impl Iterator<Item = &[Share]> {
    shares.chunk_by(|share, next| share.target == next.target)
}

/// The weighted sums of one row.
fn average(row: &[u8], samples: usize, across: &[Share], line: &mut [u64]) {
    line.fill(0);
    for share in across {
        let pixel = &row[share.source * samples..][..samples];
        for (sum, value) in line[share.target * samples..][..samples].iter_mut().zip(pixel) {
            *sum += u64::from(*value) * share.weight;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_are_the_means_of_their_areas() {
        assert_eq!(reduce(&[0, 10, 20, 31], 1, (4, 1), (2, 1)), [5, 26]);
        // A middle pixel that lies half in each of the two.
        assert_eq!(reduce(&[0, 90, 255], 1, (3, 1), (2, 1)), [30, 200]);
        assert_eq!(reduce(&[0, 90, 255], 1, (1, 3), (1, 2)), [30, 200]);
        assert_eq!(reduce(&[1, 2, 3, 5, 6, 8], 3, (2, 1), (1, 1)), [3, 4, 6]);
        assert_eq!(reduce(&[7; 35], 1, (7, 5), (3, 2)), [7; 6]);
    }

    #[test]
    fn the_longest_side_fits_and_the_proportion_stays() {
        assert_eq!(fitted(512, 256, 128), (128, 64));
        assert_eq!(fitted(3, 1000, 100), (1, 100));
        assert_eq!(fitted(640, 480, 1000), (640, 480));
        assert_eq!(fitted(1000, 3, 7), (7, 1));
    }
}
