//! Values as JSON text (PS3.18 F.2.3 to F.2.7).

use crate::charset::{Charset, Delimiters};
use std::fmt::Write;

/// The largest integer that a JSON number carries safely (2^53 - 1).
const MAX_SAFE: u64 = (1 << 53) - 1;

/// Appends a quoted string.
pub(crate) fn string(out: &mut String, text: &str) {
    out.push('"');
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= 0x20 && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.push_str(&text[from..at]);
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            control => append(out, format_args!("\\u{control:04x}")),
        }
        from = at + 1;
    }
    out.push_str(&text[from..]);
    out.push('"');
}

pub(crate) fn append(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a String takes whatever is written");
}

/// Appends a float in the fewest digits that give it back; what is no JSON number as the string JavaScript has for it.
pub(crate) fn float(out: &mut String, value: impl Into<f64> + Copy + std::fmt::Display + std::fmt::LowerExp) {
    let wide: f64 = value.into();
    if wide.is_nan() {
        out.push_str("\"NaN\"");
    } else if wide.is_infinite() {
        out.push_str(if wide > 0.0 { "\"Infinity\"" } else { "\"-Infinity\"" });
    } else if wide == 0.0 || (1e-5..1e16).contains(&wide.abs()) {
        append(out, format_args!("{value}"));
    } else {
        append(out, format_args!("{value:e}"));
    }
}

/// Appends a 64-bit integer: as a string where a JSON number would lose digits (the note under table F.2.3-1).
pub(crate) fn wide_integer(out: &mut String, value: i128) {
    if value.unsigned_abs() > u128::from(MAX_SAFE) {
        append(out, format_args!("\"{value}\""));
    } else {
        append(out, format_args!("{value}"));
    }
}

/// Appends one value of DS or IS: as a number if it is one and loses nothing as a number, else as it stands; `null` if
/// it is empty.
pub(crate) fn decimal(out: &mut String, text: &str) {
    if text.is_empty() {
        out.push_str("null");
        return;
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) =
        unsigned.split_once(['e', 'E']).map_or((unsigned, None), |(m, e)| (m, Some(e)));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_decimal = digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(|e| {
            let e = e.strip_prefix(['+', '-']).unwrap_or(e);
            !e.is_empty() && digits(e)
        });
    let is_integer = mantissa.len() == whole.len() && exponent.is_none();
    match text.parse::<f64>() {
        Ok(value) if is_decimal && value.is_finite() && !(is_integer && value.abs() > MAX_SAFE as f64) => {
            float(out, value);
        }
        _ => string(out, text),
    }
}

/// Appends one person name as its component groups (F.2.2); `null` if all are empty.
pub(crate) fn person_name(out: &mut String, text: &str) {
    let mut opening = '{';
    for (group, name) in text.split('=').zip(["Alphabetic", "Ideographic", "Phonetic"]) {
        let group = trim_end(group);
        if group.is_empty() {
            continue;
        }
        append(out, format_args!("{opening}\"{name}\":"));
        string(out, group);
        opening = ',';
    }
    out.push_str(if opening == '{' { "null" } else { "}" });
}

/// Without the padding of PS3.5 6.2: trailing spaces, and the NUL of UI, which others use too.
pub(crate) fn trim_end(text: &str) -> &str {
    text.trim_end_matches([' ', '\0'])
}

/// How the text of a VR is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TextRules {
    /// Whether the Specific Character Set applies (PS3.5 6.1.2.3).
    pub extended: bool,
    /// Whether backslashes separate values.
    pub delimiters: Delimiters,
    /// Whether leading spaces are padding too.
    pub trim_start: bool,
}

impl TextRules {
    pub(crate) fn decode(self, bytes: &[u8], charset: Charset) -> String {
        if self.extended { charset.decode(bytes, self.delimiters) } else { latin1(bytes) }
    }

    pub(crate) fn trim(self, text: &str) -> &str {
        let text = trim_end(text);
        if self.trim_start { text.trim_start_matches(' ') } else { text }
    }
}

fn latin1(bytes: &[u8]) -> String {
    if bytes.is_ascii() {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut String)) -> String {
        let mut out = String::new();
        write(&mut out);
        out
    }

    #[test]
    fn floats_are_the_shortest_of_their_own_precision() {
        assert_eq!(written(|out| float(out, 1.1_f32)), "1.1");
        assert_eq!(written(|out| float(out, 1.1_f64)), "1.1");
        assert_eq!(written(|out| float(out, 0.1_f32 + 0.2_f32)), "0.3");
        assert_eq!(written(|out| float(out, -0.0_f64)), "-0");
        assert_eq!(written(|out| float(out, 1e300)), "1e300");
        assert_eq!(written(|out| float(out, f32::MIN_POSITIVE)), "1.1754944e-38");
        assert_eq!(written(|out| float(out, f64::NAN)), "\"NaN\"");
        assert_eq!(written(|out| float(out, f32::NEG_INFINITY)), "\"-Infinity\"");
    }

    #[test]
    fn decimal_strings_are_numbers_unless_a_number_would_lose_something() {
        for (text, json) in [
            ("1.10", "1.1"),
            ("+05", "5"),
            ("-.5", "-0.5"),
            ("3.", "3"),
            ("1E-3", "0.001"),
            ("9007199254740991", "9007199254740991"),
            ("9007199254740993", "\"9007199254740993\""),
            ("1e999", "\"1e999\""),
            ("1A", "\"1A\""),
            (".", "\".\""),
            ("e5", "\"e5\""),
            ("1e", "\"1e\""),
            ("inf", "\"inf\""),
            ("nan", "\"nan\""),
            ("1 2", "\"1 2\""),
            ("", "null"),
        ] {
            assert_eq!(written(|out| decimal(out, text)), json, "{text}");
        }
    }

    #[test]
    fn strings_are_escaped() {
        assert_eq!(written(|out| string(out, "a\"b\\c\r\u{1}ü")), r#""a\"b\\c\u000d\u0001ü""#);
    }

    #[test]
    fn person_names_have_groups_and_empty_ones_are_left_out() {
        assert_eq!(
            written(|out| person_name(out, "A^B=山=や ")),
            r#"{"Alphabetic":"A^B","Ideographic":"山","Phonetic":"や"}"#
        );
        assert_eq!(written(|out| person_name(out, "=山")), r#"{"Ideographic":"山"}"#);
        assert_eq!(written(|out| person_name(out, "==")), "null");
    }
}
