//! What an entry says, in its one spelling.

/// The most bytes of an entry's `data`.
const MAX_BYTES: usize = 65_536;
/// How deep they may be nested.
const MAX_DEPTH: u32 = 32;

/// Whether a time is `YYYY-MM-DDTHH:MM:SS.mmmZ`, from 1970 on.
pub(super) fn is_instant(text: &[u8; 24]) -> bool {
    let number = |range: std::ops::Range<usize>| {
        text[range].iter().try_fold(0, |number, digit| match digit {
            b'0'..=b'9' => Some(number * 10 + u32::from(digit - b'0')),
            _ => None,
        })
    };
    let is_marked = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'.'), (23, b'Z')]
        .iter()
        .all(|&(at, mark)| text[at] == mark);
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else {
        return false;
    };
    let (Some(hour), Some(minute), Some(second)) = (number(11..13), number(14..16), number(17..19)) else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    let is_day = year >= 1970 && (1..=days).contains(&day);
    is_marked && is_day && hour < 24 && minute < 60 && second < 60 && number(20..23).is_some()
}

/// Whether some JSON is canonical (RFC 8785), within the limits of what an entry says.
pub(super) fn is_canonical(text: &[u8]) -> bool {
    if text.len() > MAX_BYTES {
        return false;
    }
    let Ok(mut rest) = str::from_utf8(text) else { return false };
    value(&mut rest, 0).is_some() && rest.is_empty()
}

/// Goes past a value; `None` if there is none in its one spelling.
fn value(rest: &mut &str, depth: u32) -> Option<()> {
    if depth > MAX_DEPTH {
        return None;
    }
    match rest.as_bytes().first()? {
        b'"' => string(rest).map(|_| ()),
        b'[' => array(rest, depth),
        b'{' => object(rest, depth),
        b't' => pass(rest, "true"),
        b'f' => pass(rest, "false"),
        b'n' => pass(rest, "null"),
        _ => number(rest),
    }
}

fn pass(rest: &mut &str, word: &str) -> Option<()> {
    *rest = rest.strip_prefix(word)?;
    Some(())
}

fn array(rest: &mut &str, depth: u32) -> Option<()> {
    pass(rest, "[")?;
    if pass(rest, "]").is_some() {
        return Some(());
    }
    loop {
        value(rest, depth + 1)?;
        if pass(rest, ",").is_none() {
            return pass(rest, "]");
        }
    }
}

/// Names ascend by their UTF-16 units (RFC 8785, section 3.2.3), so that none is there twice.
fn object(rest: &mut &str, depth: u32) -> Option<()> {
    pass(rest, "{")?;
    if pass(rest, "}").is_some() {
        return Some(());
    }
    let mut before: Option<&str> = None;
    loop {
        let name = string(rest)?;
        if before.is_some_and(|before| !order(before).lt(order(name))) {
            return None;
        }
        before = Some(name);
        pass(rest, ":")?;
        value(rest, depth + 1)?;
        if pass(rest, ",").is_none() {
            return pass(rest, "}");
        }
    }
}

/// Goes past a string and gives what is between its quotation marks. Only what must be is escaped, as briefly as can be
/// (section 3.2.2.2).
fn string<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let text = rest.strip_prefix('"')?;
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        match *bytes.get(at..)? {
            [b'"', ..] => break,
            [b'\\', b'"' | b'\\' | b'b' | b't' | b'n' | b'f' | b'r', ..] => at += 2,
            [b'\\', b'u', b'0', b'0', b'0', b'0'..=b'7' | b'b' | b'e' | b'f', ..]
            | [b'\\', b'u', b'0', b'0', b'1', b'0'..=b'9' | b'a'..=b'f', ..] => at += 6,
            [b'\\' | 0..0x20, ..] | [] => return None,
            _ => at += 1,
        }
    }
    *rest = &text[at + 1..];
    Some(&text[..at])
}

/// The characters of a string, by what UTF-16 sorts them by: those of two units begin with a surrogate, which comes before
/// the last characters of one.
fn order(string: &str) -> impl Iterator<Item = (u32, char)> {
    let mut rest = string.chars();
    std::iter::from_fn(move || {
        let character = match rest.next()? {
            '\\' => match rest.next()? {
                'b' => '\u{8}',
                't' => '\t',
                'n' => '\n',
                'f' => '\u{c}',
                'r' => '\r',
                'u' => {
                    let digits = [rest.next(), rest.next(), rest.next(), rest.next()];
                    let code = digits.into_iter().flatten().filter_map(|digit| digit.to_digit(16));
                    char::from_u32(code.fold(0, |code, digit| code * 16 + digit))?
                }
                other => other,
            },
            other => other,
        };
        let group = match character {
            '\0'..'\u{e000}' => 0,
            '\u{10000}'.. => 1,
            _ => 2,
        };
        Some((group, character))
    })
}

/// The longest number: 17 digits, a sign, a point and an exponent; or zeros in place of that.
const MAX_NUMBER: usize = 25;

fn number(rest: &mut &str) -> Option<()> {
    let is_of_number = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e');
    let length = rest.bytes().take_while(|byte| is_of_number(byte)).take(MAX_NUMBER + 1).count();
    let (text, after) = rest.split_at(length);
    *rest = after;
    let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
    let is_short_integer =
        matches!(digits, [b'1'..=b'9', rest @ ..] if rest.len() < 15 && rest.iter().all(u8::is_ascii_digit));
    (text == "0" || is_short_integer || is_spelt(text)).then_some(())
}

/// Whether it is how ECMAScript writes a number (`Number::toString`; RFC 8785, section 3.2.2.3).
fn is_spelt(text: &str) -> bool {
    text.parse()
        .is_ok_and(|number: f64| number.is_finite() && ryu_js::Buffer::new().format_finite(number) == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_is_canonical() {
        for json in [
            "null",
            r#"[true,false,"",{},[]]"#,
            r#"{"a":1,"b":[{"c":"ü"}]}"#,
            r#""\"\\\b\t\n\f\r\u0000\u001f/é""#,
            // RFC 8785, section 3.2.3.
            "{\"\\r\":1,\"1\":2,\"\u{80}\":3,\"\u{f6}\":4,\"\u{20ac}\":5,\"\u{1f600}\":6,\"\u{fb33}\":7}",
        ] {
            assert!(is_canonical(json.as_bytes()), "{json}");
        }
        for json in [
            "",
            " 1",
            "1 ",
            "[1, 2]",
            "[1,]",
            "[1",
            "nul",
            r#"{"b":1,"a":2}"#,
            r#"{"a":1,"a":2}"#,
            r#"{"a":1,"\u0061":2}"#,
            r#"{"€":1,"\r":2}"#,
            r#"{"a"}"#,
            "{a:1}",
            r#""\/""#,
            r#""\u00e9""#,
            r#""\u000a""#,
            r#""\u001F""#,
            r#""\ud83d""#,
            "\"\n\"",
            "\"a",
            "\u{feff}1",
        ] {
            assert!(!is_canonical(json.as_bytes()), "{json}");
        }
        assert!(!is_canonical(b"\"\xff\""));
        assert!(!is_canonical(b"\"\xed\xa0\x80\""), "a surrogate");
    }

    /// RFC 8785, appendix B, and integers of many digits.
    #[test]
    fn numbers_are_spelt_as_ecmascript_does() {
        for (bits, expected) in [
            (0x0000_0000_0000_0000, "0"),
            (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"),
            (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
            (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"),
            (0x4340_0000_0000_0000, "9007199254740992"),
            (0xc340_0000_0000_0000, "-9007199254740992"),
            (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
            (0x44b5_2d02_c7e1_4af6, "1e+23"),
            (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
            (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
            (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
            (0x444b_1ae4_d6e2_ef50, "1e+21"),
            (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
            (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
            (0x41b3_de43_5555_5553, "333333333.3333332"),
            (0x41b3_de43_5555_5554, "333333333.33333325"),
            (0x41b3_de43_5555_5555, "333333333.3333333"),
            (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
            (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
        ] {
            assert_eq!(expected.parse(), Ok(f64::from_bits(bits)));
            assert!(is_canonical(expected.as_bytes()), "{expected}");
        }
        for other in [
            "-0",
            "01",
            "1.0",
            "1.50",
            ".5",
            "5.",
            "1e5",
            "1E+23",
            "1e23",
            "0.0000001",
            "1e-6",
            "+1",
            "--1",
            "1e999",
            "9007199254740993",
            "295147905179352825856",
            "0x10",
            "Infinity",
            "NaN",
            "inf",
            "-",
        ] {
            assert!(!is_canonical(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn limits_are_those_of_what_is_logged() {
        let nested = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(is_canonical(nested(33).as_bytes()));
        assert!(!is_canonical(nested(34).as_bytes()));
        let long = |length| format!("\"{}\"", "a".repeat(length - 2));
        assert!(is_canonical(long(MAX_BYTES).as_bytes()));
        assert!(!is_canonical(long(MAX_BYTES + 1).as_bytes()));
    }

    #[test]
    fn times_are_days_that_were_and_moments_of_them() {
        for time in [
            "1970-01-01T00:00:00.000Z",
            "2024-02-29T23:59:59.999Z",
            "2000-02-29T00:00:00.000Z",
            "9999-12-31T12:00:00.000Z",
        ] {
            assert!(is_instant(time.as_bytes().try_into().expect("24 bytes")), "{time}");
        }
        for time in [
            "1969-12-31T23:59:59.999Z",
            "2023-02-29T00:00:00.000Z",
            "2100-02-29T00:00:00.000Z",
            "2024-04-31T00:00:00.000Z",
            "2024-13-01T00:00:00.000Z",
            "2024-00-01T00:00:00.000Z",
            "2024-01-00T00:00:00.000Z",
            "2024-01-01T24:00:00.000Z",
            "2024-01-01T00:60:00.000Z",
            "2024-01-01T00:00:60.000Z",
            "2024-01-01 00:00:00.000Z",
            "2024-01-01T00:00:00.00aZ",
            "2024-01-01T00:00:00.0000",
        ] {
            assert!(!is_instant(time.as_bytes().try_into().expect("24 bytes")), "{time}");
        }
    }
}
