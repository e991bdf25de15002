//! Forecasts of what is counted: never below 0, in whole units.

/// How near a whole number counts as that number, relative to its size: rounding in the last digits must not add a unit.
const WHOLE: f64 = 1e-9;

/// But at most this part of a unit: beyond a half, a large number would be rounded past its neighbours, and bounds past each
/// other.
const MOST: f64 = 1e-3;

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
    (WHOLE * value.abs().max(1.0)).min(MOST)
}

fn round(values: &mut [f64], to: impl Fn(f64) -> f64) {
    for value in values {
        // Beyond 2^52 every number is whole; adding 0 turns −0 into 0.
        *value = if value.abs() < 4_503_599_627_370_496.0 { to(*value) + 0.0 } else { *value };
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp)] // whole numbers, which are exact
mod tests {
    use super::*;

    fn rounded(value: f64) -> [f64; 3] {
        [down, nearest, up].map(|round: fn(&mut [f64])| {
            let mut values = [value];
            round(&mut values);
            values[0]
        })
    }

    #[test]
    fn a_number_lies_between_its_whole_neighbours_however_large_it_is() {
        // Beyond 2^50 there are no quarters.
        for exponent in -10..=50 {
            let whole = f64::powi(2.0, exponent).floor();
            for value in [whole + 0.25, whole + 0.75, -whole - 0.25, -whole - 0.75] {
                assert_eq!(rounded(value), [value.floor(), value.round(), value.ceil()], "{value}");
            }
        }
    }

    #[test]
    fn what_is_whole_but_for_rounding_is_that_number() {
        for whole in [1.0, -1.0, 3.0, 1e5, -1e12] {
            for value in [whole, f64::next_up(whole), f64::next_down(whole)] {
                assert_eq!(rounded(value), [whole; 3]);
            }
        }
        assert_eq!(rounded(2.5 - 1e-12)[1], 3.0);
    }
}
