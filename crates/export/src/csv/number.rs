//! Numbers, as texts say them.

/// No number that a column can hold is longer, even with needless zeros.
const MAX_LENGTH: usize = 400;
/// Digits of the longest decimal: all that fit into 64 bits.
pub(super) const MAX_DIGITS: usize = 18;
const DECIMAL_END: i64 = 1_000_000_000_000_000_000;

/// Whether the text has a sign, and what follows it.
fn signed(text: &[u8]) -> (bool, &[u8]) {
    match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    }
}

/// An integer of 64 bits; a plus and leading zeros may be there.
pub(super) fn integer(text: &[u8]) -> Option<i64> {
    let (is_negative, digits) = signed(text);
    if digits.is_empty() || text.len() > MAX_LENGTH {
        return None;
    }
    if digits.len() <= 18 {
        let mut value = 0_i64;
        for &byte in digits {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                return None;
            }
            value = value * 10 + i64::from(digit);
        }
        return Some(if is_negative { -value } else { value });
    }
    let mut value = 0_i64;
    for &byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        let digit = i64::from(digit);
        // Downwards, where there is one more.
        value = value.checked_mul(10)?.checked_sub(digit)?;
    }
    if is_negative { Some(value) } else { value.checked_neg() }
}

/// Powers of ten that a double holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

/// A finite number: digits with or without a point (or the comma it has in its place) and an exponent, rounded to the
/// nearest double.
pub(super) fn float(text: &[u8], point: u8) -> Option<f64> {
    let (is_negative, rest) = signed(text);
    if text.len() > MAX_LENGTH {
        return None;
    }
    let mut mantissa = 0_u64;
    let mut digits = 0_usize;
    let mut decimals = None;
    let mut at = 0;
    for &byte in rest {
        let digit = byte.wrapping_sub(b'0');
        if digit <= 9 {
            mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit));
            digits += 1;
        } else if byte == point && decimals.is_none() {
            decimals = Some(digits);
        } else {
            break;
        }
        at += 1;
    }
    if digits == 0 {
        return None;
    }
    // Two integers that doubles hold exactly give the nearest double of their quotient (Clinger).
    if at == rest.len() && digits <= 15 {
        let value = mantissa as f64 / POWERS[decimals.map_or(0, |before| digits - before)];
        return Some(if is_negative { -value } else { value });
    }
    if let [b'e' | b'E', exponent @ ..] = &rest[at..] {
        let (_, digits) = signed(exponent);
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
    } else if at != rest.len() {
        return None;
    }
    let text = std::str::from_utf8(text).ok()?;
    let value: f64 =
        if point == b'.' { text.parse() } else { text.replace(char::from(point), ".").parse() }.ok()?;
    value.is_finite().then_some(value)
}

/// A decimal in units of `10^-scale`; none for what has too many digits, or further decimals that are not 0.
pub(super) fn decimal(text: &[u8], point: u8, scale: usize) -> Option<i64> {
    let (is_negative, rest) = signed(text);
    let mut value = 0_i64;
    let mut digits = 0_usize;
    let mut decimals = None;
    for &byte in rest {
        let digit = byte.wrapping_sub(b'0');
        if byte == point && decimals.is_none() && digits > 0 {
            decimals = Some(0);
        } else if digit > 9 {
            return None;
        } else if decimals.is_none_or(|decimals| decimals < scale) {
            value = value.checked_mul(10)?.checked_add(i64::from(digit))?;
            digits += 1;
            decimals = decimals.map(|decimals| decimals + 1);
        } else if digit != 0 {
            return None;
        }
    }
    // A point is between digits.
    if digits == 0 || rest.last() == Some(&point) {
        return None;
    }
    for _ in decimals.unwrap_or(0)..scale {
        value = value.checked_mul(10)?;
    }
    (value < DECIMAL_END).then_some(if is_negative { -value } else { value })
}

/// Decimals of a decimal, or of an integer: none.
pub(super) fn scale_of(text: &[u8], point: u8) -> usize {
    text.iter().position(|&byte| byte == point).map_or(0, |at| MAX_DIGITS.min(text.len() - at - 1))
}

/// The boolean that a text says, as JSON, spreadsheets and Python write it.
pub(super) fn boolean(text: &[u8]) -> Option<bool> {
    match text {
        b"true" | b"TRUE" | b"True" => Some(true),
        b"false" | b"FALSE" | b"False" => Some(false),
        _ => None,
    }
}
