//! Numbers as digits.

/// The largest scaled integer of a decimal: Excel keeps 15 digits.
const MAX_DECIMAL: u64 = 999_999_999_999_999;

/// Up to here every integer is a float of its own.
const MAX_INTEGER: f64 = 9_007_199_254_740_992.0;

/// The shortest digits that read back as the same float; false for what is no number.
pub(super) fn push_number(out: &mut Vec<u8>, value: f64) -> bool {
    if !value.is_finite() {
        return false;
    }
    if value.fract() == 0.0 && value.abs() <= MAX_INTEGER {
        #[allow(clippy::cast_possible_truncation)] // an integer within 2^53
        out.extend_from_slice(itoa::Buffer::new().format(value as i64).as_bytes());
    } else {
        out.extend_from_slice(zmij::Buffer::new().format_finite(value).as_bytes());
    }
    true
}

/// An integer with its last `scale` digits behind the point; false for one of more digits than Excel keeps.
pub(super) fn push_decimal(out: &mut Vec<u8>, scaled: i64, scale: usize) -> bool {
    if scaled.unsigned_abs() > MAX_DECIMAL {
        return false;
    }
    if scaled < 0 {
        out.push(b'-');
    }
    let mut digits = itoa::Buffer::new();
    let digits = digits.format(scaled.unsigned_abs()).as_bytes();
    let point = digits.len().saturating_sub(scale);
    out.extend_from_slice(if point == 0 { b"0" } else { &digits[..point] });
    if scale > 0 {
        out.push(b'.');
        out.extend(std::iter::repeat_n(b'0', scale.saturating_sub(digits.len())));
        out.extend_from_slice(&digits[point..]);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(scaled: i64, scale: usize) -> String {
        let mut out = Vec::new();
        assert!(push_decimal(&mut out, scaled, scale));
        String::from_utf8(out).expect("digits")
    }

    #[test]
    fn decimals_keep_every_digit() {
        assert_eq!(decimal(1234, 2), "12.34");
        assert_eq!(decimal(-5, 2), "-0.05");
        assert_eq!(decimal(0, 2), "0.00");
        assert_eq!(decimal(1, 15), "0.000000000000001");
        assert_eq!(decimal(999_999_999_999_999, 2), "9999999999999.99");
        assert_eq!(decimal(-999_999_999_999_999, 0), "-999999999999999");
    }

    #[test]
    fn what_excel_would_change_is_refused() {
        for scaled in [1_000_000_000_000_000, -1_000_000_000_000_000, i64::MIN, i64::MAX] {
            assert!(!push_decimal(&mut Vec::new(), scaled, 0));
        }
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(!push_number(&mut Vec::new(), value));
        }
    }

    #[test]
    fn numbers_read_back_as_the_same_float() {
        for value in [0.1, -0.1, 1e-7, 5e-324, 1e15, 9_007_199_254_740_993.0, 1e21, f64::MAX, -12_345.678_9] {
            let mut out = Vec::new();
            assert!(push_number(&mut out, value));
            let text = String::from_utf8(out).expect("digits");
            assert_eq!(text.parse(), Ok(value), "{text}");
        }
    }
}
