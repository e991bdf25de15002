//! What a number format makes of a number: ECMA-376 part 1, 18.8.30 and 18.8.31.

/// What a number is shown as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A number.
    Number,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// A day and a time.
    DateTime,
    /// Hours, minutes or seconds that go on beyond 24 or 60.
    Elapsed,
}

/// The class of a format that the file does not spell out. 27 to 36 and 50 to 58 are those of East Asian languages.
pub(super) fn builtin(id: u32) -> Class {
    match id {
        14..=17 | 27..=31 | 34..=36 | 50..=58 => Class::Date,
        18..=21 | 32 | 33 | 45 | 47 => Class::Time,
        22 => Class::DateTime,
        46 => Class::Elapsed,
        _ => Class::Number,
    }
}

/// The class of a format's code, by its first section, which is that of positive numbers.
pub(super) fn class(code: &str) -> Class {
    let lower = code.to_ascii_lowercase();
    let mut rest = lower.as_str();
    let (mut has_day, mut has_time, mut has_month) = (false, false, false);
    while let Some(first) = rest.chars().next() {
        let mut length = first.len_utf8();
        match first {
            ';' => break,
            '"' => length += rest[1..].find('"').map_or(rest.len() - 1, |at| at + 1),
            // A character that stands for itself, for its width, or for as many as fit.
            '\\' | '_' | '*' => length += rest[1..].chars().next().map_or(0, char::len_utf8),
            '[' => {
                length += rest[1..].find(']').map_or(rest.len() - 1, |at| at + 1);
                let inner = rest[1..length].trim_end_matches(']');
                let is_elapsed = !inner.is_empty()
                    && ['h', 'm', 's'].iter().any(|unit| inner.trim_matches(*unit).is_empty());
                if is_elapsed {
                    return Class::Elapsed;
                }
            }
            'g' if rest.starts_with("general") => length = 7,
            // General, as some German writers have it.
            's' if rest.starts_with("standard") => length = 8,
            // An exponent, not a year.
            'e' if rest[1..].starts_with(['+', '-']) => length += 1,
            'a' if rest.starts_with("am/pm") => {
                has_time = true;
                length = 5;
            }
            'a' if rest.starts_with("a/p") => {
                has_time = true;
                length = 3;
            }
            'y' | 'd' | 'e' | 'b' => has_day = true,
            'h' | 's' => has_time = true,
            'm' => has_month = true,
            _ => {}
        }
        rest = &rest[length..];
    }
    // By themselves months, beside hours or seconds minutes; beside a day and a time either.
    match (has_day || (has_month && !has_time), has_time) {
        (true, true) => Class::DateTime,
        (true, false) => Class::Date,
        (false, true) if has_month && lower.contains("mmm") => Class::DateTime,
        (false, true) => Class::Time,
        (false, false) => Class::Number,
    }
}

#[cfg(test)]
mod tests;
