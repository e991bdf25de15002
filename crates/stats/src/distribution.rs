//! The normal, Student's t and F distributions, to about 1e-13 relative, far tails included.
//!
//! Normal quantiles are statrs's. The rest is here because the tails of statrs are good to 1e-10: its `erfc` by fitted
//! polynomials, its incomplete beta function by differences of large logarithms.
//!
//! Sources: the normal tail's series and continued fraction, Abramowitz & Stegun 26.2.11 and 26.2.14; the continued
//! fraction of the incomplete beta function, Algorithm 708, *ACM Trans. Math. Softw.* 18 (1992) 360–373, eq. 9; its leading factor by deviances and Stirling's error, C. Loader, "Fast and accurate computation of binomial
//! probabilities" (2000).

use std::f64::consts::{SQRT_2, TAU};

/// `P(X ≤ x)` for a standard normal *X*.
#[must_use]
pub fn normal_cdf(x: f64) -> f64 {
    normal_sf(-x)
}

/// `P(X > x)` for a standard normal *X*.
#[must_use]
pub fn normal_sf(x: f64) -> f64 {
    let z = x.abs();
    let upper = if z < 2.0 {
        // ½ − φ(z)(z + z³/3 + z⁵/(3·5) + …): every term is positive.
        let (mut term, mut sum, mut k) = (z, z, 1.0);
        while term > sum * 1e-17 {
            k += 2.0;
            term *= z * z / k;
            sum += term;
        }
        0.5 - normal_pdf(z) * sum
    } else if z > 40.0 {
        0.0
    } else {
        // φ(z)/(z + 1/(z + 2/(z + 3/…))), from its end; with this many terms the last digit no longer moves.
        let (mut fraction, mut k) = (z, (12.0 + 500.0 / (z * z)).floor());
        while k > 0.0 {
            fraction = z + k / fraction;
            k -= 1.0;
        }
        normal_pdf(z) / fraction
    };
    if x < 0.0 { 1.0 - upper } else { upper }
}

/// The density `φ(z) = exp(−z²/2)/√(2π)` for `z ≥ 0`; the square is split, for its rounding would cost the tail digits.
fn normal_pdf(z: f64) -> f64 {
    let head = (z * 16.0).trunc() / 16.0;
    (-head * head / 2.0).exp() * (-(z - head) * (z + head) / 2.0).exp() / TAU.sqrt()
}

/// The *x* with `P(X ≤ x) = p`, for `0 < p < 1`.
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    -SQRT_2 * statrs::function::erf::erfc_inv(2.0 * p)
}

/// `P(T > t)` for Student's *T* with `df ≥ 1` degrees of freedom, not necessarily whole.
#[must_use]
pub fn student_t_sf(t: f64, df: f64) -> f64 {
    const FAR: f64 = 1e100; // the tail is a power of t long before its square overflows
    let z = t.abs();
    if z > FAR {
        let upper = student_t_sf(FAR, df) * (FAR / z).powf(df);
        return if t < 0.0 { 1.0 - upper } else { upper };
    }
    let upper = 0.5 * incomplete_beta(df / (df + z * z), z * z / (df + z * z), df / 2.0, 0.5);
    if t < 0.0 { 1.0 - upper } else { upper }
}

/// The *t* with `P(T ≤ t) = p` for `0 < p < 1` and `df ≥ 1`.
#[must_use]
pub fn student_t_quantile(p: f64, df: f64) -> f64 {
    let tail = p.min(1.0 - p);
    let density = |t: f64| student_t_pdf(t, df);
    let t = if tail > 0.25 {
        // P(0 < T < t) is concave: Newton's iteration climbs from below, and keeps the digits of a t near 0.
        let centre = 0.5 - tail;
        newton(centre / density(0.0), |t| {
            let below = 0.5 * incomplete_beta(t * t / (df + t * t), df / (df + t * t), 0.5, df / 2.0);
            t + (centre - below) / density(t)
        })
    } else {
        // ln P(T > t) is concave in ln t, almost a straight line: Newton's iteration comes down from above.
        newton(-normal_quantile(tail), |t| {
            let sf = student_t_sf(t, df);
            // Far out the tail is a power of t, and the density may be less than any number.
            let slope = if t > 1e8 * df { df } else { t * density(t) / sf };
            (t * ((sf / tail).ln() / slope).exp()).min(f64::MAX)
        })
    };
    if p < 0.5 { -t } else { t }
}

/// Repeats a step of Newton's iteration until it no longer matters.
fn newton(start: f64, step: impl Fn(f64) -> f64) -> f64 {
    let mut at = start;
    for _ in 0..100 {
        let next = step(at);
        // Quadratic: the step after one of 1e-9 is below the last digit.
        let done = (next - at).abs() <= 1e-9 * next.abs();
        at = next;
        if done {
            break;
        }
    }
    at
}

fn student_t_pdf(t: f64, df: f64) -> f64 {
    let (x, y) = (df / (df + t * t), t * t / (df + t * t));
    // Γ((ν+1)/2)/(Γ(ν/2)√(νπ)) · x^((ν+1)/2), the first factor written by Stirling's errors.
    let a = df / 2.0;
    let ln_x = if y < 0.5 { (-y).ln_1p() } else { x.ln() };
    let error = stirling_error(a + 0.5) - stirling_error(a) + a * (0.5 / a).ln_1p() - 0.5;
    (error + (a + 0.5) * ln_x).exp() / TAU.sqrt()
}

/// `P(F > f)` for `f ≥ 0` and Snedecor's *F* with `d1`, `d2` degrees of freedom.
#[must_use]
pub fn f_sf(f: f64, d1: f64, d2: f64) -> f64 {
    let (x, y) = (d2 / (d2 + d1 * f), d1 * f / (d2 + d1 * f));
    incomplete_beta(x, y, d2 / 2.0, d1 / 2.0)
}

/// The regularised incomplete beta function `I_x(a, b)`, where `y = 1 − x` is given, as it may have more digits.
fn incomplete_beta(x: f64, y: f64, a: f64, b: f64) -> f64 {
    if x == 0.0 || y == 0.0 {
        return if x == 0.0 { 0.0 } else { 1.0 };
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta_below(y, x, b, a);
    }
    incomplete_beta_below(x, y, a, b)
}

/// For *x* not above the mean, where the continued fraction is quick; its terms by Lentz's recursion.
fn incomplete_beta_below(x: f64, y: f64, a: f64, b: f64) -> f64 {
    let beta = |n: f64| {
        n + n * (b - n) * x / (a + 2.0 * n - 1.0)
            + (a + n) * (a * y - b * x + 1.0 + n * (1.0 + y)) / (a + 2.0 * n + 1.0)
    };
    let mut value = a * (a * y - b * x + 1.0) / (a + 1.0);
    let (mut c, mut d, mut n) = (value, 0.0, 0.0);
    loop {
        n += 1.0;
        let alpha = (a + n - 1.0) * (a + b + n - 1.0) * n * (b - n) * x * x / (a + 2.0 * n - 1.0).powi(2);
        let step = beta(n);
        d = 1.0 / (step + alpha * d);
        c = step + alpha / c;
        let change = c * d;
        value *= change;
        // NaN ends it too.
        if !((change - 1.0).abs() > 3e-16 && n < 1e6) {
            return beta_factor(x, y, a, b) / value;
        }
    }
}

/// `x^a y^b / B(a, b)`
fn beta_factor(x: f64, y: f64, a: f64, b: f64) -> f64 {
    let n = a + b;
    let excess = a * y - b * x; // a − n x without its cancellation
    let exponent = stirling_error(n)
        - stirling_error(a)
        - stirling_error(b)
        - deviance(a, excess, x, n)
        - deviance(b, -excess, y, n);
    (a * (b / n) / TAU).sqrt() * exponent.exp()
}

/// `k ln(k/np) + np − k` where `excess = k − np`, without cancellation near `k = np`.
fn deviance(k: f64, excess: f64, p: f64, n: f64) -> f64 {
    let mean = k - excess;
    let v = excess / (k + mean);
    if v.abs() > 0.1 {
        return k * (k / (n * p)).ln() - excess;
    }
    let (mut sum, mut power, mut j) = (excess * v, 2.0 * k * v * v * v, 3.0);
    while power.abs() > sum * 1e-17 {
        sum += power / j;
        power *= v * v;
        j += 2.0;
    }
    sum
}

/// `ln Γ(n + 1) − (n + ½) ln n + n − ln √(2π)`: what Stirling's formula leaves out.
fn stirling_error(n: f64) -> f64 {
    let (mut shift, mut m) = (0.0, n);
    while m < 16.0 {
        shift += (m + 0.5) * (1.0 / m).ln_1p() - 1.0;
        m += 1.0;
    }
    let w = 1.0 / (m * m);
    shift
        + (1.0 / 12.0
            - w * (1.0 / 360.0
                - w * (1.0 / 1260.0 - w * (1.0 / 1680.0 - w * (1.0 / 1188.0 - w * 691.0 / 360_360.0)))))
            / m
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    /// Rows of `golden/stats/distribution.json`: arguments, then the value to 32 digits rounded once.
    fn assert_rows(name: &str, got: impl Fn(&[f64]) -> f64, want: usize) {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../__test__/golden/stats/distribution.json");
        let text = std::fs::read_to_string(path).expect("the golden file is there");
        let golden: Value = serde_json::from_str(&text).expect("it is JSON");
        for row in golden[name].as_array().expect("rows") {
            let row: Vec<f64> =
                row.as_array().expect("a row").iter().map(|x| x.as_f64().expect("a number")).collect();
            let (value, want) = (got(&row), row[want]);
            assert!((value - want).abs() <= 2e-13 * want.abs(), "{name} {row:?}: {value:e}");
        }
    }

    #[test]
    fn the_normal_distribution_is_right_far_into_its_tails() {
        assert_rows("normal", |row| normal_cdf(row[0]), 1);
        assert_rows("normal", |row| normal_sf(row[0]), 2);
        assert_rows("normal_quantile", |row| normal_quantile(row[0]), 1);
        assert_eq!((normal_sf(f64::INFINITY), normal_cdf(f64::INFINITY)), (0.0, 1.0));
        assert!(normal_sf(f64::NAN).is_nan());
    }

    #[test]
    fn students_t_is_right_from_one_to_a_million_degrees_of_freedom() {
        assert_rows("student_t", |row| student_t_sf(row[0], row[1]), 2);
        assert_rows("student_t_quantile", |row| student_t_quantile(row[0], row[1]), 2);
        assert_eq!((student_t_sf(f64::INFINITY, 3.0), student_t_sf(f64::NEG_INFINITY, 3.0)), (0.0, 1.0));
        assert!(student_t_sf(f64::NAN, 3.0).is_nan());
        // The closed form for two degrees, −1/√(2p) so far out.
        let far = student_t_quantile(1.0e-306, 2.0);
        assert!((far / -7.071_067_811_865_475e152 - 1.0).abs() < 2e-13, "{far:e}");
    }

    #[test]
    fn f_is_right_far_into_its_upper_tail() {
        assert_rows("f", |row| f_sf(row[0], row[1], row[2]), 3);
        assert!(f_sf(f64::INFINITY, 2.0, 9.0) < f64::MIN_POSITIVE);
        assert!(f_sf(f64::NAN, 2.0, 9.0).is_nan());
    }
}
