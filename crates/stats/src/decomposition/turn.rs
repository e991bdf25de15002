//! Sine and cosine from + − × ÷ alone.
//!
//! The mathematical libraries of Rust's targets and of V8 differ in last bits, which a robust STL may make as large as the
//! series: its weights are made of what a fit leaves over. These are written alike in both backends and agree to the bit;
//! they are within 2 units in the last place.

use std::f64::consts::FRAC_PI_2;

/// Sine and cosine of `part` of the `whole` parts of a turn; `part` is at most `whole`.
pub fn sine_and_cosine(part: usize, whole: usize) -> (f64, f64) {
    // From the nearest quarter of a turn on, at most an eighth to either side.
    let quarter = (8 * part + whole) / (2 * whole);
    let x = FRAC_PI_2 * ((4.0 * part as f64 - (quarter * whole) as f64) / whole as f64);
    // Taylor's series, each term made of the one before.
    let series = |last: f64, first: f64| {
        let mut n = last;
        let mut sum = 1.0;
        while n >= first {
            sum = 1.0 - x * x / (n * (n - 1.0)) * sum;
            n -= 2.0;
        }
        sum
    };
    let (sine, cosine) = (x * series(17.0, 3.0), series(18.0, 2.0));
    match quarter % 4 {
        0 => (sine, cosine),
        1 => (cosine, -sine),
        2 => (-sine, -cosine),
        _ => (-cosine, sine),
    }
}

#[cfg(test)]
mod tests {
    use super::sine_and_cosine;
    use std::f64::consts::{FRAC_1_SQRT_2, TAU};

    #[test]
    fn quarters_and_eighths_are_exact() {
        for (part, (sine, cosine)) in [(0, (0.0, 1.0)), (3, (1.0, 0.0)), (6, (0.0, -1.0)), (9, (-1.0, 0.0))] {
            let got = sine_and_cosine(part, 12);
            assert_eq!((got.0 + 0.0, got.1 + 0.0), (sine, cosine));
        }
        let (sine, cosine) = sine_and_cosine(3, 8);
        assert!(
            (sine - FRAC_1_SQRT_2).abs() <= f64::EPSILON && (cosine + FRAC_1_SQRT_2).abs() <= f64::EPSILON
        );
    }

    /// The argument of the library's functions is rounded, by up to 2⁻⁵¹ of a turn of 2π.
    #[test]
    fn they_are_those_of_the_library() {
        for whole in 1..500 {
            for part in 0..=whole {
                let (sine, cosine) = sine_and_cosine(part, whole);
                let angle = TAU * part as f64 / whole as f64;
                assert!((sine - angle.sin()).abs() <= 8.0 * f64::EPSILON, "{part} of {whole}");
                assert!((cosine - angle.cos()).abs() <= 8.0 * f64::EPSILON, "{part} of {whole}");
            }
        }
    }
}
