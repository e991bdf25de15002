//! Logarithm and exponential from + − × ÷ alone.
//!
//! The mathematical libraries of Rust's targets and of V8 differ in last bits, and a search that branches on such bits
//! would end elsewhere. These are written alike in both backends and agree to the bit; they are within 2 units in the
//! last place.

use std::f64::consts::{LN_2, SQRT_2};

const MANTISSA: u64 = (1 << 52) - 1;
const EXPONENT_OF_ONE: i64 = 1023;

/// ln 2 in two parts, the first short enough that its product with an exponent is exact.
const LN_2_HIGH: f64 = 0.693_147_180_369_123_8;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// The mantissa of a normal positive number, in [1, 2), and its exponent.
pub(super) fn split(x: f64) -> (f64, i64) {
    let bits = x.to_bits();
    let mantissa = f64::from_bits((bits & MANTISSA) | 1.0_f64.to_bits());
    (mantissa, (bits >> 52).cast_signed() - EXPONENT_OF_ONE)
}

/// 2 to an exponent of a normal number.
pub(super) fn power_of_two(exponent: i64) -> f64 {
    f64::from_bits((exponent + EXPONENT_OF_ONE).cast_unsigned() << 52)
}

/// The natural logarithm of a normal positive number; NaN for any other.
pub(super) fn ln(x: f64) -> f64 {
    if !(f64::MIN_POSITIVE..=f64::MAX).contains(&x) {
        return f64::NAN;
    }
    let (mut mantissa, mut exponent) = split(x);
    if mantissa > SQRT_2 {
        mantissa *= 0.5;
        exponent += 1;
    }
    ln_product(mantissa, exponent)
}

/// ln(mantissa × 2^exponent) for a mantissa from √½ to √2, by the series of 2 artanh((m − 1) / (m + 1)).
fn ln_product(mantissa: f64, exponent: i64) -> f64 {
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let z = s * s;
    let mut series = 0.0;
    for odd in [23.0, 21.0, 19.0, 17.0, 15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0] {
        series = series * z + 1.0 / odd;
    }
    let e = exponent as f64;
    e * LN_2_HIGH + (2.0 * s + (2.0 * s * (z * series) + e * LN_2_LOW))
}

/// The exponential; 0 below and infinite above what a normal number can hold.
#[allow(clippy::cast_possible_truncation)] // the exponent is within ±1023
pub(super) fn exp(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    if x < -708.0 {
        return 0.0;
    }
    if x > 709.0 {
        return f64::INFINITY;
    }
    let e = (x / LN_2 + 0.5).floor();
    let r = (x - e * LN_2_HIGH) - e * LN_2_LOW;
    let mut series = 1.0;
    for n in [14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0] {
        series = series * (r / n) + 1.0;
    }
    series * power_of_two(e as i64)
}

/// `base` to a power, for a positive normal base; NaN for any other.
#[allow(clippy::float_cmp)] // 1 is what an undamped trend has, exactly
pub(super) fn power(base: f64, exponent: f64) -> f64 {
    if exponent == 1.0 { base } else { exp(exponent * ln(base)) }
}
