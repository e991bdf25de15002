//! The straight line in closed form: what a long series' QR factorisation comes to, in a third of the time.

use super::{Fit, Rows};

const LANES: usize = 4;

/// The fit of `y = b₀ + b₁x`; nothing where the numbers do not allow it, which the general way then explains.
pub(super) fn line(x: &[f64], y: &[f64], rows: &mut Rows<'_>) -> Option<Fit> {
    let n = y.len() as f64;
    let mut sums = Sums::about(*x.first()?, *y.first()?, x, y);
    if sums.cancels() {
        sums = Sums::about(sums.mean_x(), sums.mean_y(), x, y);
    }
    let (centre_x, centre_y) = (sums.mean_x(), sums.mean_y());
    let slope = sums.xy / sums.xx;
    let residual = |x: f64, y: f64| (y - centre_y) - slope * (x - centre_x);
    let rss = in_lanes(x, y, |[sum], x, y| *sum += residual(x, y) * residual(x, y))[0];
    let outputs = rows.fitted.iter_mut().zip(rows.residuals.iter_mut());
    for ((fitted, left), (&x, &y)) in outputs.zip(x.iter().zip(y)) {
        *left = residual(x, y);
        *fitted = y - *left;
    }

    let (error, intercept) = (1.0 / sums.xx.sqrt(), centre_y - slope * centre_x);
    let fit = Fit {
        coefficients: vec![intercept, slope],
        unscaled_errors: vec![(1.0 / n + (centre_x * error).powi(2)).sqrt(), error],
        rss,
        tss: sums.yy,
        y_scale: 1.0,
        degrees_of_freedom: y.len() - 2,
        scaled: vec![centre_y, slope],
        centres: vec![centre_x],
        scales: vec![1.0],
        inverse: vec![1.0 / n.sqrt(), 0.0, 0.0, error],
    };
    let in_range = (1e-280..f64::INFINITY).contains(&sums.xx) && sums.yy >= 1e-280;
    let sound = in_range && (rss + sums.yy + intercept + centre_x * error).is_finite();
    sound.then_some(fit)
}

/// Sums about a point, and sums of squares about the means.
struct Sums {
    n: f64,
    about: (f64, f64),
    x: f64,
    y: f64,
    xx: f64,
    xy: f64,
    yy: f64,
}

impl Sums {
    fn about(x0: f64, y0: f64, x: &[f64], y: &[f64]) -> Self {
        let [sum_x, sum_y, xx, xy, yy] = in_lanes(x, y, |sums: &mut [f64; 5], x, y| {
            let (dx, dy) = (x - x0, y - y0);
            sums[0] += dx;
            sums[1] += dy;
            sums[2] += dx * dx;
            sums[3] += dx * dy;
            sums[4] += dy * dy;
        });
        let n = y.len() as f64;
        let squares = (xx - sum_x * sum_x / n, xy - sum_x * sum_y / n, yy - sum_y * sum_y / n);
        Self { n, about: (x0, y0), x: sum_x, y: sum_y, xx: squares.0, xy: squares.1, yy: squares.2 }
    }

    fn mean_x(&self) -> f64 {
        self.about.0 + self.x / self.n
    }

    fn mean_y(&self) -> f64 {
        self.about.1 + self.y / self.n
    }

    /// Whether moving the squares to the means has cost more than two digits.
    fn cancels(&self) -> bool {
        self.x * self.x > 100.0 * self.n * self.xx || self.y * self.y > 100.0 * self.n * self.yy
    }
}

/// Sums over all points, kept in lanes that do not wait for one another.
#[inline]
fn in_lanes<const N: usize>(x: &[f64], y: &[f64], add: impl Fn(&mut [f64; N], f64, f64)) -> [f64; N] {
    let mut lanes = [[0.0; N]; LANES];
    let (xs, ys) = (x.chunks_exact(LANES), y.chunks_exact(LANES));
    let rest = xs.remainder().iter().zip(ys.remainder());
    for (x, y) in xs.zip(ys) {
        for lane in 0..LANES {
            add(&mut lanes[lane], x[lane], y[lane]);
        }
    }
    for (&x, &y) in rest {
        add(&mut lanes[0], x, y);
    }
    std::array::from_fn(|i| lanes.iter().map(|lane| lane[i]).sum())
}
