//! Audit logs: made of what their entries say, and read slowly.

use clinicore_crypto::audit::HexHash;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// The log whose entries say these: what stands between `{"at":"` and `,"previous":`. Numbers and hashes are right.
#[must_use]
pub fn log_of<'a>(said: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut log = Vec::new();
    let mut previous: HexHash = [b'0'; 64];
    for (seq, said) in (1..).zip(said) {
        let content =
            [br#"{"at":""#, said, br#","previous":""#, &previous, format!(r#"","seq":{seq}}}"#).as_bytes()]
                .concat();
        previous = hash_of(&content);
        log.extend([br#"{"entry":"#, &*content, br#","hash":""#, &previous, b"\"}\n"].concat());
    }
    log
}

fn hash_of(content: &[u8]) -> HexHash {
    let hash = Sha256::digest([b"clinicore.audit.entry.v1\n", content].concat());
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    hex.into_bytes().try_into().expect("64 digits")
}

/// The number of a line's entry, its hash and the one before, if it is one in its one spelling: it is read as JSON and
/// written anew.
#[must_use]
pub fn entry_of(line: &[u8]) -> Option<(u64, HexHash, HexHash)> {
    let read: Value = serde_json::from_slice(line).ok()?;
    let entry = read.get("entry")?;
    let is_whole = read.as_object()?.len() == 2 && entry.as_object()?.len() == 4;
    let content = spelling(entry);
    let hash = hash_of(content.as_bytes());
    let text = |value: &Value| HexHash::try_from(value.as_str()?.as_bytes()).ok();
    let previous = text(entry.get("previous")?)?;
    let seq = entry.get("seq")?.as_u64()?;
    let data = entry.get("data")?;
    let is_sound = is_whole
        && spelling(&read).as_bytes() == line
        && text(read.get("hash")?)? == hash
        && previous.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
        && (1..1 << 53).contains(&seq)
        && is_instant(entry.get("at")?.as_str()?)
        && spelling(data).len() <= 65_536
        && depth(data) <= 32;
    is_sound.then_some((seq, hash, previous))
}

/// Canonical JSON (RFC 8785).
fn spelling(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => value.to_string(),
        Value::Number(number) => ryu_js::Buffer::new().format(number.as_f64().unwrap_or(f64::NAN)).to_owned(),
        Value::Array(items) => format!("[{}]", items.iter().map(spelling).collect::<Vec<_>>().join(",")),
        Value::Object(members) => format!("{{{}}}", spellings(members).join(",")),
    }
}

fn spellings(members: &Map<String, Value>) -> Vec<String> {
    let mut sorted: Vec<_> = members.iter().collect();
    sorted.sort_by_key(|(name, _)| name.encode_utf16().collect::<Vec<_>>());
    sorted.iter().map(|(name, value)| format!("{}:{}", Value::from(name.as_str()), spelling(value))).collect()
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(|item| 1 + depth(item)).max().unwrap_or(0),
        Value::Object(members) => members.values().map(|item| 1 + depth(item)).max().unwrap_or(0),
        _ => 0,
    }
}

/// Whether a time comes out as it went in, through the days since 1970.
fn is_instant(text: &str) -> bool {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let read = || {
        let date = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let clock = [number(11, 13)?, number(14, 16)?, number(17, 19)?, number(20, 23)?];
        Some((date, clock))
    };
    let Some(((year, month, day), [hour, minute, second, milli])) = read() else { return false };
    let days = days_of(year, month, day);
    let written = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z");
    written == text
        && days >= 0
        && date_of(days) == (year, month, day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..60).contains(&second)
        && milli >= 0
}

/// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": `days_from_civil`, for years after 0.
fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let year = year.rem_euclid(400);
    era * 146_097 + year * 365 + year / 4 - year / 100 + day_of_year - 719_468
}

/// `civil_from_days`.
fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let date = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, date)
}
