//! Forecasts of what is counted: never below 0, in whole units.

/// How near a whole number counts as that number, relative to its size: rounding in the last digits must not add a unit.
const WHOLE: f64 = 1e-9;

/// At least 0; NaN stays.
pub(super) fn non_negative(values: &mut [f64]) {
    for value in values {
        if *value <= 0.0 {
            *value = 0.0;
        }
    }
}

/// To the nearest whole number, halves up.
pub(super) fn nearest(values: &mut [f64]) {
    round(values, |value| (value + 0.5 + slack(value)).floor());
}

/// Down to a whole number.
pub(super) fn down(values: &mut [f64]) {
    round(values, |value| (value + slack(value)).floor());
}

/// Up to a whole number.
pub(super) fn up(values: &mut [f64]) {
    round(values, |value| (value - slack(value)).ceil());
}

fn slack(value: f64) -> f64 {
    WHOLE * value.abs().max(1.0)
}

fn round(values: &mut [f64], to: impl Fn(f64) -> f64) {
    for value in values {
        // Beyond 2^52 every number is whole; adding 0 turns −0 into 0.
        *value = if value.abs() < 4_503_599_627_370_496.0 { to(*value) + 0.0 } else { *value };
    }
}
