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

/// The standard normal quantile of a probability inside (0, 1), to about 16 digits: M. J. Wichura, "Algorithm AS 241: the
/// percentage points of the normal distribution", *Applied Statistics* 37 (1988) 477–484, routine PPND16.
pub(super) fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * ratio(r, &CENTRE);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    let r = (-ln(tail)).sqrt();
    let size = if r <= 5.0 { ratio(r - 1.6, &NEAR_TAIL) } else { ratio(r - 5.0, &FAR_TAIL) };
    if q < 0.0 { -size } else { size }
}

/// The quotient of two polynomials, highest power first.
fn ratio(x: f64, [above, below]: &[[f64; 8]; 2]) -> f64 {
    let polynomial = |coefficients: &[f64; 8]| coefficients.iter().fold(0.0, |sum, c| sum * x + c);
    polynomial(above) / polynomial(below)
}

const CENTRE: [[f64; 8]; 2] = [
    [
        2_509.080_928_730_122_7,
        33_430.575_583_588_13,
        67_265.770_927_008_7,
        45_921.953_931_549_87,
        13_731.693_765_509_46,
        1_971.590_950_306_551_3,
        133.141_667_891_784_38,
        3.387_132_872_796_366_5,
    ],
    [
        5_226.495_278_852_546,
        28_729.085_735_721_943,
        39_307.895_800_092_71,
        21_213.794_301_586_597,
        5_394.196_021_424_751,
        687.187_007_492_057_9,
        42.313_330_701_600_91,
        1.0,
    ],
];
const NEAR_TAIL: [[f64; 8]; 2] = [
    [
        7.745_450_142_783_414e-4,
        0.022_723_844_989_269_184,
        0.241_780_725_177_450_6,
        1.270_458_252_452_368_4,
        3.647_848_324_763_204_5,
        5.769_497_221_460_691,
        4.630_337_846_156_546,
        1.423_437_110_749_683_5,
    ],
    [
        1.050_750_071_644_416_9e-9,
        5.475_938_084_995_345e-4,
        0.015_198_666_563_616_457,
        0.148_103_976_427_480_08,
        0.689_767_334_985_100_1,
        1.676_384_830_183_803_8,
        2.053_191_626_637_759,
        1.0,
    ],
];
const FAR_TAIL: [[f64; 8]; 2] = [
    [
        2.010_334_399_292_288_1e-7,
        2.711_555_568_743_487_6e-5,
        0.001_242_660_947_388_078_4,
        0.026_532_189_526_576_124,
        0.296_560_571_828_504_87,
        1.784_826_539_917_291_3,
        5.463_784_911_164_114,
        6.657_904_643_501_103,
    ],
    [
        2.044_263_103_389_939_8e-15,
        1.421_511_758_316_446e-7,
        1.846_318_317_510_054_7e-5,
        7.868_691_311_456_133e-4,
        0.014_875_361_290_850_615,
        0.136_929_880_922_735_8,
        0.599_832_206_555_887_9,
        1.0,
    ],
];
