//! Days and moments, as texts say them.

/// 0001-01-01 and 9999-12-31 in days since 1970-01-01.
const FIRST_DAY: i32 = -719_162;
const LAST_DAY: i32 = 2_932_896;
const DAY_MICROSECONDS: i64 = 86_400_000_000;

/// A part of a written day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Year,
    /// Of two digits, or, if it is short, of one or two.
    Month {
        short: bool,
    },
    /// Likewise.
    Day {
        short: bool,
    },
    Between(u8),
}

/// How days are written, such as `dd/mm/yyyy`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayFormat(Vec<Piece>);

impl Default for DayFormat {
    /// `yyyy-mm-dd`.
    fn default() -> Self {
        Self::new("yyyy-mm-dd").unwrap_or(Self(Vec::new()))
    }
}

impl DayFormat {
    /// `yyyy`, `mm` or `m`, `dd` or `d`, each once, with something else than a letter or digit in between. None for
    /// what is no such format.
    #[must_use]
    pub fn new(format: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = format.as_bytes();
        while let Some(&first) = rest.first() {
            let run = rest.iter().take_while(|&&byte| byte == first).count();
            let (piece, length) = match (first, run) {
                (b'y', 4) => (Piece::Year, 4),
                (b'm', 1 | 2) => (Piece::Month { short: run == 1 }, run),
                (b'd', 1 | 2) => (Piece::Day { short: run == 1 }, run),
                (byte, _) if byte.is_ascii() && !byte.is_ascii_alphanumeric() => (Piece::Between(byte), 1),
                _ => return None,
            };
            pieces.push(piece);
            rest = &rest[length..];
        }
        Some(Self(pieces))
    }

    /// Days since 1970-01-01 of a text that says one.
    pub(super) fn day(&self, text: &[u8]) -> Option<i32> {
        let (mut year, mut month, mut day) = (0, 0, 0);
        let mut rest = text;
        for &piece in &self.0 {
            match piece {
                Piece::Year => year = digits(&mut rest, 4, 4)?,
                Piece::Month { short } => month = digits(&mut rest, if short { 1 } else { 2 }, 2)?,
                Piece::Day { short } => day = digits(&mut rest, if short { 1 } else { 2 }, 2)?,
                Piece::Between(byte) => rest = rest.strip_prefix(&[byte])?,
            }
        }
        if rest.is_empty() { day_of(year, month, day) } else { None }
    }
}

/// Takes so many digits, as many as there are.
fn digits(rest: &mut &[u8], least: usize, most: usize) -> Option<i32> {
    let count = rest.iter().take(most).take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, after) = rest.split_at(count);
    *rest = after;
    (count >= least).then(|| digits.iter().fold(0, |value, digit| value * 10 + i32::from(digit - b'0')))
}

/// Days since 1970-01-01 of a day of the calendar from the year 1 on.
fn day_of(year: i32, month: i32, day: i32) -> Option<i32> {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if year < 1 || day < 1 || day > last {
        return None;
    }
    // Years begin in March, so that the leap day is the last; eras are of 400 years (H. Hinnant, chrono-compatible dates).
    let march = if month > 2 { year } else { year - 1 };
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    Some(march * 365 + march / 4 - march / 100 + march / 400 + day_of_year - 719_468)
}

/// The day of a `YYYY-MM-DD`.
fn iso_day(text: &[u8; 10]) -> Option<i32> {
    let &[y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = text else { return None };
    day_of(two(y0, y1)? * 100 + two(y2, y3)?, two(m0, m1)?, two(d0, d1)?)
}

fn two(ten: u8, one: u8) -> Option<i32> {
    let both = ten.is_ascii_digit() && one.is_ascii_digit();
    both.then(|| i32::from(ten - b'0') * 10 + i32::from(one - b'0'))
}

/// Microseconds since 1970-01-01T00:00Z of a text in ISO 8601 with a time zone, such as `2026-01-31T12:30:00.250Z` or
/// `2026-01-31 13:30+01:00`: seconds, and up to nine decimals of which the last three are 0, may be there.
pub(super) fn moment(text: &[u8]) -> Option<i64> {
    let (day, time) = text.split_first_chunk::<10>()?;
    let day = iso_day(day)?;
    let (&[b'T' | b' ', h0, h1, b':', m0, m1], mut rest) = time.split_first_chunk::<6>()? else {
        return None;
    };
    let (hours, minutes) = (two(h0, h1)?, two(m0, m1)?);
    let (mut seconds, mut micros) = (0, 0);
    if let [b':', s0, s1, after @ ..] = rest {
        (seconds, rest) = (two(*s0, *s1)?, after);
        if let [b'.', after @ ..] = rest {
            let count = after.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let (fraction, after) = after.split_at(count);
            if count == 0 || count > 9 || fraction.iter().skip(6).any(|&digit| digit != b'0') {
                return None;
            }
            let digit = |at: usize| i64::from(fraction.get(at).map_or(0, |digit| digit - b'0'));
            micros = (0..6).fold(0, |value, at| value * 10 + digit(at));
            rest = after;
        }
    }
    let (sign, zone_hours, zone_minutes) = match *rest {
        [b'Z'] => (1, 0, 0),
        [sign @ (b'+' | b'-'), h0, h1, ref after @ ..] => {
            let zone_minutes = match *after {
                [] => 0,
                [b':', m0, m1] | [m0, m1] => two(m0, m1)?,
                _ => return None,
            };
            (if sign == b'-' { -1 } else { 1 }, two(h0, h1)?, zone_minutes)
        }
        _ => return None,
    };
    if hours > 23 || minutes > 59 || seconds > 59 || zone_hours > 23 || zone_minutes > 59 {
        return None;
    }
    let zone = sign * (zone_hours * 60 + zone_minutes) * 60;
    let clock = i64::from((hours * 60 + minutes) * 60 + seconds - zone);
    let moment = i64::from(day) * DAY_MICROSECONDS + clock * 1_000_000 + micros;
    let first = i64::from(FIRST_DAY) * DAY_MICROSECONDS;
    let end = (i64::from(LAST_DAY) + 1) * DAY_MICROSECONDS;
    (first..end).contains(&moment).then_some(moment)
}
