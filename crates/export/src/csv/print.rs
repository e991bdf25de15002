//! Numbers, days and moments as text.

/// Adds an integer.
pub(super) fn push_integer(out: &mut Vec<u8>, value: i64) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// Adds a finite number with the fewest digits that give it back, as JavaScript writes it (ECMA-262, `Number::toString`),
/// but for the sign of -0.
pub(super) fn push_float(out: &mut Vec<u8>, value: f64, point: u8) {
    if value.is_sign_negative() {
        out.push(b'-');
    }
    let value = value.abs();
    if value < 9_007_199_254_740_992.0 && value.fract() == 0.0 {
        #[allow(clippy::cast_possible_truncation)] // an integer below 2^53
        push_integer(out, value as i64);
        return;
    }
    let mut buffer = zmij::Buffer::new();
    let shortest = buffer.format_finite(value);
    let (mantissa, exponent) = shortest.split_once('e').unwrap_or((shortest, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all: Vec<u8> = [whole, fraction].concat().into_bytes();
    let zeros = all.iter().take_while(|&&digit| digit == b'0').count();
    let length = all.iter().rposition(|&digit| digit != b'0').map_or(0, |last| last + 1);
    let digits = &all[zeros.min(length)..length];
    // The point stands after so many of the digits.
    let place = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
    let after = place(whole.len()) - place(zeros) + exponent.parse::<i32>().unwrap_or(0);
    let count = place(digits.len());
    let repeat = |zeros: i32| std::iter::repeat_n(b'0', usize::try_from(zeros).unwrap_or(0));
    if (1..=21).contains(&after) {
        let cut = usize::try_from(after.min(count)).unwrap_or(0);
        out.extend_from_slice(&digits[..cut]);
        out.extend(repeat(after - count));
        if cut < digits.len() {
            out.push(point);
            out.extend_from_slice(&digits[cut..]);
        }
    } else if (-5..=0).contains(&after) {
        out.extend([b'0', point]);
        out.extend(repeat(-after));
        out.extend_from_slice(digits);
    } else {
        out.push(digits[0]);
        if digits.len() > 1 {
            out.push(point);
            out.extend_from_slice(&digits[1..]);
        }
        out.extend([b'e', if after > 0 { b'+' } else { b'-' }]);
        push_integer(out, i64::from((after - 1).abs()));
    }
}

/// Adds an integer with its last `scale` digits behind the point.
pub(super) fn push_decimal(out: &mut Vec<u8>, scaled: i64, scale: usize, point: u8) {
    if scaled < 0 {
        out.push(b'-');
    }
    let mut buffer = itoa::Buffer::new();
    let digits = buffer.format(scaled.unsigned_abs()).as_bytes();
    let whole = digits.len().saturating_sub(scale);
    out.extend_from_slice(if whole == 0 { b"0" } else { &digits[..whole] });
    if scale > 0 {
        out.push(point);
        out.extend(std::iter::repeat_n(b'0', scale.saturating_sub(digits.len())));
        out.extend_from_slice(&digits[whole..]);
    }
}

const DAY_MICROSECONDS: i64 = 86_400_000_000;

/// Adds the `YYYY-MM-DD` of a day since 1970-01-01, from the year 0 on.
pub(super) fn push_date(out: &mut Vec<u8>, day: i64) {
    // Eras of 400 years that begin in March (H. Hinnant, chrono-compatible dates).
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march = (5 * day_of_year + 2) / 153;
    let date = day_of_year - (153 * march + 2) / 5 + 1;
    let month = if march < 10 { march + 3 } else { march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    digits(out, year, 4);
    out.push(b'-');
    digits(out, month, 2);
    out.push(b'-');
    digits(out, date, 2);
}

/// Adds microseconds since 1970-01-01T00:00Z as `YYYY-MM-DDTHH:MM:SSZ`, with three or six decimals where they are not 0.
pub(super) fn push_moment(out: &mut Vec<u8>, moment: i64) {
    push_date(out, moment.div_euclid(DAY_MICROSECONDS));
    let clock = moment.rem_euclid(DAY_MICROSECONDS);
    let (seconds, micros) = (clock / 1_000_000, clock % 1_000_000);
    for (sign, part) in [(b'T', seconds / 3600), (b':', seconds / 60 % 60), (b':', seconds % 60)] {
        out.push(sign);
        digits(out, part, 2);
    }
    if micros > 0 {
        out.push(b'.');
        if micros % 1000 == 0 {
            digits(out, micros / 1000, 3);
        } else {
            digits(out, micros, 6);
        }
    }
    out.push(b'Z');
}

/// So many digits of a number.
fn digits(out: &mut Vec<u8>, value: i64, count: usize) {
    let mut buffer = itoa::Buffer::new();
    let digits = buffer.format(value).as_bytes();
    out.extend(std::iter::repeat_n(b'0', count.saturating_sub(digits.len())));
    out.extend_from_slice(digits);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn float(value: f64) -> String {
        let mut out = Vec::new();
        push_float(&mut out, value, b'.');
        String::from_utf8(out).expect("ASCII")
    }

    #[test]
    fn floats_are_written_as_javascript_does() {
        // From Node's String().
        for (value, text) in [
            (0.0, "0"),
            (-0.0, "-0"),
            (1.5, "1.5"),
            (-1234.25, "-1234.25"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1e21, "1e+21"),
            (123_456_789_012_345_680_000.0, "123456789012345680000"),
            (1.5e300, "1.5e+300"),
            (0.000_001, "0.000001"),
            (0.000_000_123, "1.23e-7"),
            (5e-324, "5e-324"),
            (f64::MAX, "1.7976931348623157e+308"),
            (9_007_199_254_740_993.0, "9007199254740992"),
        ] {
            assert_eq!(float(value), text);
        }
    }

    proptest! {
        #[test]
        fn floats_are_read_back(value in any::<f64>().prop_filter("finite", |value| value.is_finite())) {
            prop_assert_eq!(float(value).parse::<f64>().map(f64::to_bits), Ok(value.to_bits()));
        }
    }
}
