//! Sums over a series, in lanes that the compiler turns into vector instructions.

/// Values in a block. Within one, a lane rounds some twenty times; between blocks nothing is lost.
const BLOCK: usize = 128;

/// A sum with what each addition rounded away: `TwoSum` of Knuth, as in Ogita, Rump & Oishi (2005), algorithm 4.4.
#[derive(Clone, Copy, Default)]
struct Total {
    sum: f64,
    lost: f64,
}

impl Total {
    fn add(&mut self, x: f64) {
        let sum = self.sum + x;
        let part = sum - self.sum;
        self.lost += (self.sum - (sum - part)) + (x - part);
        self.sum = sum;
    }

    fn value(self) -> f64 {
        // Once the sum has overflowed, what was lost is NaN; the sum says more.
        if self.sum.is_finite() { self.sum + self.lost } else { self.sum }
    }
}

/// The `K` sums of `terms(x)` over the values, in `L` lanes (a power of two).
pub(super) fn sums<const K: usize, const L: usize>(
    values: &[f64],
    terms: impl Fn(f64) -> [f64; K],
) -> [f64; K] {
    let mut totals = [Total::default(); K];
    for block in values.chunks(BLOCK) {
        let mut lanes = [[0.0; L]; K];
        let (rows, rest) = block.as_chunks::<L>();
        for row in rows {
            for (lane, &x) in row.iter().enumerate() {
                let term = terms(x);
                for k in 0..K {
                    lanes[k][lane] += term[k];
                }
            }
        }
        for (lane, &x) in rest.iter().enumerate() {
            let term = terms(x);
            for k in 0..K {
                lanes[k][lane] += term[k];
            }
        }
        for k in 0..K {
            totals[k].add(fold(lanes[k]));
        }
    }
    totals.map(Total::value)
}

/// As [`sums`], over the pairs of two series of one length.
pub(super) fn pair_sums<const K: usize, const L: usize>(
    x: &[f64],
    y: &[f64],
    terms: impl Fn(f64, f64) -> [f64; K],
) -> [f64; K] {
    let mut totals = [Total::default(); K];
    for (x, y) in x.chunks(BLOCK).zip(y.chunks(BLOCK)) {
        let mut lanes = [[0.0; L]; K];
        let ((x_rows, x_rest), (y_rows, y_rest)) = (x.as_chunks::<L>(), y.as_chunks::<L>());
        for (x_row, y_row) in x_rows.iter().zip(y_rows) {
            for lane in 0..L {
                let term = terms(x_row[lane], y_row[lane]);
                for k in 0..K {
                    lanes[k][lane] += term[k];
                }
            }
        }
        for (lane, (&x, &y)) in x_rest.iter().zip(y_rest).enumerate() {
            let term = terms(x, y);
            for k in 0..K {
                lanes[k][lane] += term[k];
            }
        }
        for k in 0..K {
            totals[k].add(fold(lanes[k]));
        }
    }
    totals.map(Total::value)
}

/// Adds neighbours until one is left.
fn fold<const L: usize>(mut lanes: [f64; L]) -> f64 {
    let mut width = L;
    while width > 1 {
        width /= 2;
        for lane in 0..width {
            lanes[lane] += lanes[lane + width];
        }
    }
    lanes[0]
}
