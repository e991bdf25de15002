//! Days and moments as Excel counts them (ECMA-376 part 1, 18.17.4.1, the 1900 date base).

/// 1900-01-01 and 9999-12-31 in days since 1970-01-01.
const FIRST: i64 = -25_567;
const LAST: i64 = 2_932_896;
const DAY_MICROSECONDS: i64 = 86_400_000_000;

/// The serial number of a day since 1970-01-01: 1 is 1900-01-01. Excel counts a 29 February 1900 that never was, so every
/// day from 1 March 1900 on (61) is one more than its distance. None outside 1900 to 9999, which is all Excel shows.
pub(super) fn of_day(day: i64) -> Option<i64> {
    let serial = day - FIRST + 1;
    (FIRST..=LAST).contains(&day).then_some(if serial < 60 { serial } else { serial + 1 })
}

/// The serial number of microseconds since 1970-01-01T00:00Z.
pub(super) fn of_moment(microseconds: i64) -> Option<f64> {
    let day = of_day(microseconds.div_euclid(DAY_MICROSECONDS))?;
    Some(day as f64 + microseconds.rem_euclid(DAY_MICROSECONDS) as f64 / DAY_MICROSECONDS as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As openpyxl counts them.
    #[test]
    fn days_and_moments_are_excels() {
        assert_eq!([FIRST, -25_509, -25_508, 0, LAST].map(of_day), [1, 59, 61, 25_569, 2_958_465].map(Some));
        assert_eq!([FIRST - 1, LAST + 1, i64::MIN / 2].map(of_day), [None; 3]);
        assert_eq!(of_moment(43_200_000_000), Some(25_569.5));
        assert_eq!(of_moment(-21_600_000_000), Some(25_568.75));
        assert_eq!([i64::MIN, i64::MAX].map(of_moment), [None; 2]);
    }
}
