//! Statistics of a window that moves over a series.

use crate::Error;

/// Where a window lies, seen from the value its statistic stands at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alignment {
    /// It ends there.
    #[default]
    Trailing,
    /// Half of it lies before and half after; of an even window, the larger half before.
    Centred,
}

/// A window that moves over a series. It is cut off at the series' ends.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// Values in it; at least 1.
    pub length: usize,
    /// Where it lies.
    pub alignment: Alignment,
    /// With fewer values in it than this, missing ones (NaN) not counted, there is no statistic but NaN.
    pub min_count: usize,
}

impl Window {
    /// How many values it takes before and after its own place, at most all of `n`.
    fn reach(self, n: usize) -> (usize, usize) {
        let after = match self.alignment {
            Alignment::Trailing => 0,
            Alignment::Centred => (self.length - 1) / 2,
        };
        ((self.length - 1 - after).min(n), after.min(n))
    }

    fn check(self, values: &[f64], out: &[f64]) -> Result<(), Error> {
        if self.length == 0 || out.len() != values.len() {
            return Err(Error::InvalidParameter { name: "window" });
        }
        if let Some(index) = values.iter().position(|x| x.is_infinite()) {
            return Err(Error::NotFinite { index });
        }
        Ok(())
    }
}

/// The mean of each window, into `out`, which is as long as the values.
///
/// # Errors
/// [`Error::InvalidParameter`] for a window of no length or `out` of another, [`Error::NotFinite`] for an infinity,
/// [`Error::OutOfRange`] where a sum overflows.
pub fn rolling_mean(values: &[f64], window: Window, out: &mut [f64]) -> Result<(), Error> {
    window.check(values, out)?;
    fold_windows(values, window, Spread::merge::<false>, |s| s.mean, out)
}

/// The standard deviation of each window, into `out`; `ddof` is 1 for a sample's, 0 for a population's.
///
/// # Errors
/// As [`rolling_mean`].
pub fn rolling_standard_deviation(
    values: &[f64],
    window: Window,
    ddof: usize,
    out: &mut [f64],
) -> Result<(), Error> {
    window.check(values, out)?;
    let deviation = |s: Spread| {
        let degrees = s.count - ddof as f64;
        if degrees > 0.0 { (s.m2 / degrees).sqrt() } else { f64::NAN }
    };
    fold_windows(values, window, Spread::merge::<true>, deviation, out)
}

/// The first two of [`super::Moments`], the mean as an unevaluated sum: rounded at each merge, a mean far from 0 would cost
/// the deviations their digits.
#[derive(Clone, Copy, Default)]
struct Spread {
    count: f64,
    mean: f64,
    /// What rounding took off the mean.
    rest: f64,
    m2: f64,
}

impl Spread {
    fn of(x: f64) -> Self {
        if x.is_nan() { Self::default() } else { Self { count: 1.0, mean: x, ..Self::default() } }
    }

    /// Chan, Golub & `LeVeque` (1979), as in [`super::Moments::merge`]; for deviations, with Knuth's `TwoSum` for the mean.
    fn merge<const DEVIATIONS: bool>(a: Self, b: Self) -> Self {
        if b.count == 0.0 {
            return a;
        }
        if a.count == 0.0 {
            return b;
        }
        let count = a.count + b.count;
        let share = b.count / count;
        if !DEVIATIONS {
            return Self { count, mean: a.mean + (b.mean - a.mean) * share, ..Self::default() };
        }
        let delta = (b.mean - a.mean) + (b.rest - a.rest);
        let step = delta * share;
        let mean = a.mean + step;
        let part = mean - a.mean;
        let rest = a.rest + ((a.mean - (mean - part)) + (step - part));
        Self { count, mean, rest, m2: a.m2 + b.m2 + delta * delta * (a.count * share) }
    }
}

/// Merges what is in each window, in two merges a value and without ever taking anything out, which would lose digits:
/// cut the series into blocks as long as the window, then each window is the end of one block and the start of the next
/// (van Herk 1992; Gil & Werman 1993).
fn fold_windows(
    values: &[f64],
    window: Window,
    merge: impl Fn(Spread, Spread) -> Spread,
    statistic: impl Fn(Spread) -> f64,
    out: &mut [f64],
) -> Result<(), Error> {
    let n = values.len();
    let (before, after) = window.reach(n);
    let length = before + 1 + after;
    // Places count from `before` ahead of the series.
    let at = |place: usize| {
        place.checked_sub(before).and_then(|i| values.get(i)).map_or_else(Spread::default, |&x| Spread::of(x))
    };
    let mut ends = vec![Spread::default(); length];
    for (block, out) in out.chunks_mut(length).enumerate() {
        let start = block * length;
        let mut end = Spread::default();
        for k in (0..length).rev() {
            end = merge(at(start + k), end);
            ends[k] = end;
        }
        let mut beginning = Spread::default();
        for (k, out) in out.iter_mut().enumerate() {
            let inside = merge(ends[k], beginning);
            let enough = inside.count >= window.min_count.max(1) as f64;
            *out = if enough { statistic(inside) } else { f64::NAN };
            // What overflowed may since have become NaN.
            if out.is_infinite() || !inside.mean.is_finite() {
                return Err(Error::OutOfRange);
            }
            beginning = merge(beginning, at(start + length + k));
        }
    }
    Ok(())
}

/// Up to this many values a window is kept sorted; beyond, moving them costs more than a tree.
const SORTED: usize = 512;

/// The median of each window, into `out`, which is as long as the values.
///
/// # Errors
/// As [`rolling_mean`], but nothing overflows.
pub fn rolling_median(values: &[f64], window: Window, out: &mut [f64]) -> Result<(), Error> {
    window.check(values, out)?;
    let (before, after) = window.reach(values.len());
    if before + 1 + after <= SORTED {
        slide(values, window, &mut Sorted(Vec::with_capacity(SORTED)), out);
    } else {
        slide(values, window, &mut Ranked::new(values), out);
    }
    Ok(())
}

/// Values in order, of which some are taken in and out by their index.
trait Ordered {
    fn insert(&mut self, index: usize, value: f64);
    fn remove(&mut self, index: usize, value: f64);
    fn count(&self) -> usize;
    fn nth(&self, rank: usize) -> f64;
}

fn slide(values: &[f64], window: Window, inside: &mut impl Ordered, out: &mut [f64]) {
    let (before, after) = window.reach(values.len());
    let mut taken = 0;
    for (i, out) in out.iter_mut().enumerate() {
        let end = (i + after + 1).min(values.len());
        for (index, &value) in values.iter().enumerate().take(end).skip(taken) {
            if !value.is_nan() {
                inside.insert(index, value);
            }
        }
        taken = end;
        if let Some(index) = i.checked_sub(before + 1)
            && !values[index].is_nan()
        {
            inside.remove(index, values[index]);
        }
        let count = inside.count();
        *out = if count < window.min_count.max(1) {
            f64::NAN
        } else if count % 2 == 1 {
            inside.nth(count / 2)
        } else {
            let (low, high) = (inside.nth(count / 2 - 1), inside.nth(count / 2));
            if (high - low).is_finite() { low + 0.5 * (high - low) } else { 0.5 * low + 0.5 * high }
        };
    }
}

/// The values themselves, sorted.
struct Sorted(Vec<f64>);

impl Ordered for Sorted {
    fn insert(&mut self, _: usize, value: f64) {
        let place = self.0.partition_point(|&x| x < value);
        self.0.insert(place, value);
    }

    fn remove(&mut self, _: usize, value: f64) {
        let place = self.0.partition_point(|&x| x < value);
        self.0.remove(place);
    }

    fn count(&self) -> usize {
        self.0.len()
    }

    fn nth(&self, rank: usize) -> f64 {
        self.0[rank]
    }
}

/// Marks on the ranks of the whole series, in a tree of partial sums (Fenwick 1994).
struct Ranked {
    /// The series, sorted.
    sorted: Vec<f64>,
    /// The rank of each value, from 1.
    rank: Vec<u32>,
    tree: Vec<u32>,
    count: usize,
}

impl Ranked {
    fn new(values: &[f64]) -> Self {
        let mut order: Vec<(f64, u32)> = values.iter().copied().zip(0..).collect();
        order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut rank = vec![0; values.len()];
        for (place, &(_, index)) in (1..).zip(&order) {
            rank[index as usize] = place;
        }
        let size = values.len().next_power_of_two();
        Self { sorted: order.into_iter().map(|(x, _)| x).collect(), rank, tree: vec![0; size + 1], count: 0 }
    }

    fn change(&mut self, index: usize, by: impl Fn(u32) -> u32) {
        let mut node = self.rank[index] as usize;
        while node < self.tree.len() {
            self.tree[node] = by(self.tree[node]);
            node += node & node.wrapping_neg();
        }
    }
}

impl Ordered for Ranked {
    fn insert(&mut self, index: usize, _: f64) {
        self.change(index, |count| count + 1);
        self.count += 1;
    }

    fn remove(&mut self, index: usize, _: f64) {
        self.change(index, |count| count - 1);
        self.count -= 1;
    }

    fn count(&self) -> usize {
        self.count
    }

    fn nth(&self, rank: usize) -> f64 {
        let (mut node, mut left) = (0, rank as u32);
        let mut step = (self.tree.len() - 1).max(1);
        while step > 0 {
            if node + step < self.tree.len() && self.tree[node + step] <= left {
                node += step;
                left -= self.tree[node];
            }
            step /= 2;
        }
        self.sorted[node]
    }
}
