//! Exact money: integer minor units and decimal strings, never floats.

/// The largest amount, in minor units: 2^53 - 1, which JavaScript and JSON hold exactly.
pub const MAX_AMOUNT: i64 = (1 << 53) - 1;

/// A decimal number as it was written: `units / 10^scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decimal {
    units: i64,
    scale: u32,
}

impl Decimal {
    /// Reads `-?digits[.digits]` with at most `integers` and `decimals` digits; trailing zeros do not count.
    pub(crate) fn parse(text: &str, integers: usize, decimals: usize) -> Option<Self> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
        let digits = |part: &str, max| {
            (1..=max).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !digits(whole, integers) || !digits(fraction, decimals) {
            return None;
        }
        let fraction = fraction.trim_end_matches('0');
        let units: i64 = format!("{whole}{fraction}").parse().ok()?;
        let scale = u32::try_from(fraction.len()).ok()?;
        Some(Self { units: if text.starts_with('-') { -units } else { units }, scale })
    }

    /// `self × amount`, rounded half away from zero to an integer.
    pub(crate) fn times(self, amount: i64) -> i128 {
        divide_half_away(i128::from(self.units) * i128::from(amount), 10_i128.pow(self.scale))
    }

    /// `amount × self %`, rounded half away from zero to an integer.
    pub(crate) fn percent_of(self, amount: i64) -> i128 {
        divide_half_away(i128::from(self.units) * i128::from(amount), 10_i128.pow(self.scale + 2))
    }

    /// Whether it is below zero.
    pub(crate) fn is_negative(self) -> bool {
        self.units < 0
    }

    /// Its digits before and after the point, without sign.
    pub(crate) fn digits(self) -> (String, String) {
        split_digits(self.units.unsigned_abs(), self.scale as usize)
    }

    /// The same value at a fixed scale, to compare and sort by.
    pub(crate) fn at_scale(self, scale: u32) -> i128 {
        i128::from(self.units) * 10_i128.pow(scale - self.scale)
    }
}

/// The digits of `units / 10^scale` before and after the point.
pub(crate) fn split_digits(units: u64, scale: usize) -> (String, String) {
    let digits = format!("{units:0>width$}", width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    (whole.to_owned(), fraction.to_owned())
}

/// Division rounded to the nearest integer, halves away from zero (EN 16931, as in commerce).
fn divide_half_away(value: i128, divisor: i128) -> i128 {
    let half = if value < 0 { -(divisor / 2) } else { divisor / 2 };
    (value + half) / divisor
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text, 9, 6).expect("a well-formed decimal")
    }

    #[test]
    fn halves_round_away_from_zero() {
        for (quantity, price, net) in [
            ("0.5", 1, 1),
            ("-0.5", 1, -1),
            ("2.5", 3, 8),
            ("-2.5", 3, -8),
            ("0.499999", 1, 0),
            ("1.005", 100, 101),
        ] {
            assert_eq!(decimal(quantity).times(price), net, "{quantity} x {price}");
        }
        assert_eq!(decimal("19").percent_of(50), 10); // 9.5
        assert_eq!(decimal("7.5").percent_of(-20), -2); // -1.5
    }

    #[test]
    fn decimals_outside_the_form_are_refused() {
        for text in [
            "",
            "-",
            ".5",
            "1.",
            "1e3",
            "+1",
            "0x1",
            "1,5",
            "١",
            "1234567890",
            "1.1234567",
            "--1",
            "1.2.3",
            " 1",
        ] {
            assert_eq!(Decimal::parse(text, 9, 6), None, "{text:?}");
        }
    }

    #[test]
    fn trailing_zeros_do_not_count() {
        assert_eq!(decimal("2.500"), decimal("2.5"));
        assert_eq!(decimal("19.0").digits(), ("19".into(), String::new()));
        assert_eq!(decimal("-0.050").digits(), ("0".into(), "05".into()));
    }

    proptest! {
        #[test]
        fn a_product_is_within_half_of_the_true_one(units in -999_999_999_i64..=999_999_999, price in 0..MAX_AMOUNT) {
            let quantity = Decimal { units, scale: 3 };
            let twice_error = (quantity.times(price) * 1000 - i128::from(units) * i128::from(price)) * 2;
            prop_assert!(twice_error.abs() <= 1000);
        }
    }
}
