//! Serial days as moments: Excel counts from 1900-01-00 and has a 29 February 1900 that never was, or from 1904-01-01.

use super::grid::Value;
use super::number_format::Class;

pub(super) const DAY_MS: f64 = 86_400_000.0;
/// The end of 9999, which is all that Excel shows, in both systems.
const END_1900: f64 = 2_958_466.0;
const END_1904: f64 = 2_957_004.0;
/// Days from 1899-12-30 and from 1904-01-01 to 1970-01-01.
const TO_1970: f64 = 25_569.0;
const TO_1970_FROM_1904: f64 = 24_107.0;
/// 9999-12-31.
const LAST_DAY: f64 = 2_932_896.0;
/// The day that never was.
const LEAP_DAY: f64 = 60.0;

/// What a number in a cell is, by the class of its number format. Moments are to the millisecond, as Excel has them.
pub(super) fn typed(number: f64, class: Class, is_1904: bool) -> Value<'static> {
    let end = if is_1904 { END_1904 } else { END_1900 };
    match class {
        Class::Number => Value::Number(number),
        // What Excel shows as #### is no date.
        Class::Elapsed if number.abs() < end => Value::Duration((number * DAY_MS + 0.5).floor()),
        _ if !(number >= 0.0 && number < end) => Value::Number(number),
        // A time of day; Excel would call its day 1900-01-00.
        _ if number < 1.0 && (!is_1904 || class == Class::Time) => {
            Value::Duration((number * DAY_MS + 0.5).floor())
        }
        _ => {
            let day = number.floor();
            let ms = ((number - day) * DAY_MS + 0.5).floor();
            let to_1970 = if is_1904 { TO_1970_FROM_1904 } else { TO_1970 };
            let early = if !is_1904 && day < LEAP_DAY { 1.0 } else { 0.0 };
            let (day, ms) = if ms >= DAY_MS { (day + 1.0, 0.0) } else { (day, ms) };
            let day = day + early - to_1970;
            if class == Class::Date && ms == 0.0 {
                Value::Date(day)
            } else {
                Value::Timestamp(day * DAY_MS + ms)
            }
        }
    }
}

/// Days since 1970-01-01 of a day of the Gregorian calendar, of the years 1 to 9999.
pub(super) fn day_of(year: i64, month: i64, day: i64) -> Option<f64> {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 => 28 + i64::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=9999).contains(&year) || !(1..=last).contains(&day) {
        return None;
    }
    // Years begin in March, so that the leap day is the last (H. Hinnant, chrono-compatible dates).
    let march = if month > 2 { year } else { year - 1 };
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    Some((march * 365 + march / 4 - march / 100 + march / 400 + day_of_year - 719_468) as f64)
}

/// A day, or a day and a time, in ISO 8601 without a zone: `2026-01-31`, `2026-01-31T12:30:00.25`.
pub(super) fn iso(text: &str) -> Option<Value<'static>> {
    let text = text.strip_suffix('Z').unwrap_or(text);
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let mut parts = date.split('-');
    let mut part = |digits: usize| number(parts.next().filter(|part| part.len() == digits)?);
    let day = day_of(part(4)?, part(2)?, part(2)?)?;
    if parts.next().is_some() {
        return None;
    }
    let Some(time) = time else { return Some(Value::Date(day)) };
    let moment = day * DAY_MS + clock(time)?;
    (moment < (LAST_DAY + 1.0) * DAY_MS).then_some(Value::Timestamp(moment))
}

/// Milliseconds of `12:30` or `12:30:15.25`; `24:00` and a leap second are the end of the day.
pub(super) fn clock(text: &str) -> Option<f64> {
    let mut parts = text.split(':');
    let (hours, minutes) = (number(parts.next()?)?, number(parts.next()?)?);
    let seconds = parts.next().unwrap_or("0");
    if parts.next().is_some() || minutes > 59 {
        return None;
    }
    let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
    if fraction.len() > 18 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) || number(whole)? > 60 {
        return None;
    }
    let seconds: f64 = format!("{whole}.{fraction}").parse().ok()?;
    let ms = ((hours * 3600 + minutes * 60) as f64 * 1000.0 + seconds * 1000.0 + 0.5).floor();
    (ms <= DAY_MS).then_some(ms)
}

/// Milliseconds that numbers count without gaps.
const MAX_PERIOD: f64 = 9_007_199_254_740_991.0;

/// Milliseconds of a duration of XML Schema, `PT08H30M15.25S`, without years and months.
pub(super) fn period(text: &str) -> Option<f64> {
    let (sign, text) = text.strip_prefix('-').map_or((1.0, text), |text| (-1.0, text));
    let (days, mut time) = match text.strip_prefix('P')?.split_once('T') {
        Some((days, time)) => (days, time),
        None => (text.strip_prefix('P')?, ""),
    };
    let days = if days.is_empty() { 0.0 } else { amount(days.strip_suffix('D')?)? };
    let mut ms = days * DAY_MS;
    for (unit, factor) in [('H', 3_600_000.0), ('M', 60_000.0), ('S', 1000.0)] {
        if let Some((value, rest)) = time.split_once(unit) {
            ms += amount(value)? * factor;
            time = rest;
        }
    }
    (time.is_empty() && ms < MAX_PERIOD).then(|| sign * (ms + 0.5).floor())
}

fn amount(text: &str) -> Option<f64> {
    let is_number = (1..=20).contains(&text.len())
        && text.starts_with(|first: char| first.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_number.then(|| text.parse().ok()).flatten()
}

/// Up to four digits.
fn number(text: &str) -> Option<i64> {
    let is_number = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests;
