use super::*;

/// A day since 1970-01-01.
fn day(year: i64, month: i64, of_month: i64) -> f64 {
    day_of(year, month, of_month).expect("a day")
}

/// Milliseconds of a time of day.
fn ms(hours: i32, minutes: i32, seconds: f64) -> f64 {
    f64::from(hours * 3600 + minutes * 60) * 1000.0 + seconds * 1000.0
}

/// `support.microsoft.com`, "Differences between the 1900 and the 1904 date system in Excel", and the day that Excel took over
/// from Lotus 1-2-3: 1900-02-29.
#[test]
fn serial_days_are_those_of_excels_two_calendars() {
    for (serial, year, month, of_month) in [
        (1.0, 1900, 1, 1),
        (59.0, 1900, 2, 28),
        (61.0, 1900, 3, 1),
        (1462.0, 1904, 1, 1),
        (25_569.0, 1970, 1, 1),
        (35981.0, 1998, 7, 5),
        (2_958_465.0, 9999, 12, 31),
    ] {
        assert_eq!(typed(serial, Class::Date, false), Value::Date(day(year, month, of_month)), "{serial}");
    }
    for (serial, year, month, of_month) in
        [(0.0, 1904, 1, 1), (1.0, 1904, 1, 2), (34519.0, 1998, 7, 5), (2_957_003.0, 9999, 12, 31)]
    {
        assert_eq!(typed(serial, Class::Date, true), Value::Date(day(year, month, of_month)), "{serial}");
    }
    // The day that never was is read as the one before it, as openpyxl does.
    assert_eq!(typed(60.0, Class::Date, false), Value::Date(day(1900, 2, 28)));
}

/// What openpyxl makes of dates, by `__test__/golden/export/serials.json`.
#[test]
fn serial_days_are_those_of_another_writer() {
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/../../__test__/golden/export/serials.json");
    let golden: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(golden).expect("a file")).expect("JSON");
    for (kind, class) in [("dates", Class::Date), ("timestamps", Class::DateTime)] {
        let serials = golden[kind].as_object().expect("serial days by what they are");
        assert!(serials.len() > 5);
        for (text, serial) in serials {
            let expected = iso(text).expect("a day or a moment");
            assert_eq!(typed(serial.as_f64().expect("a number"), class, false), expected, "{text}");
        }
    }
}

#[test]
fn fractions_are_times_to_the_millisecond() {
    let of = |serial, class| typed(serial, class, false);
    assert_eq!(of(25_569.5, Class::Date), Value::Timestamp(ms(12, 0, 0.0)));
    assert_eq!(of(25_569.0, Class::DateTime), Value::Timestamp(0.0));
    assert_eq!(of(25_569.999_999_999, Class::DateTime), Value::Timestamp(DAY_MS));
    assert_eq!(of(0.25, Class::Time), Value::Duration(ms(6, 0, 0.0)));
    assert_eq!(of(0.25, Class::DateTime), Value::Duration(ms(6, 0, 0.0)));
    assert_eq!(of(1.5, Class::Elapsed), Value::Duration(ms(36, 0, 0.0)));
    assert_eq!(of(-0.5, Class::Elapsed), Value::Duration(-ms(12, 0, 0.0)));
}

#[test]
fn what_excel_shows_as_hashes_is_a_number() {
    for class in [Class::Date, Class::Time, Class::DateTime, Class::Elapsed] {
        for serial in [2_958_466.0, 1e308] {
            assert_eq!(typed(serial, class, false), Value::Number(serial), "{class:?}");
        }
        assert_eq!(typed(2_957_004.0, class, true), Value::Number(2_957_004.0), "{class:?}");
    }
    assert_eq!(typed(-1.0, Class::Date, false), Value::Number(-1.0));
}

/// XML Schema part 2, 3.2.7 and 3.2.9.
#[test]
fn days_and_moments_of_iso_8601() {
    assert_eq!(iso("2024-02-29"), Some(Value::Date(19_782.0)));
    assert_eq!(iso("1969-12-31Z"), Some(Value::Date(-1.0)));
    assert_eq!(iso("1970-01-02T12:30"), Some(Value::Timestamp(DAY_MS + ms(12, 30, 0.0))));
    assert_eq!(iso("1970-01-01T00:00:15.25Z"), Some(Value::Timestamp(15_250.0)));
    assert_eq!(iso("1970-01-01T24:00:00"), Some(Value::Timestamp(DAY_MS)));
    for refused in [
        "2023-02-29",
        "2026-1-5",
        "26-01-05",
        "0000-01-01",
        "2026-01-01-01",
        "2026-01-01T",
        "2026-01-01T24:00:01",
        "2026-01-01T12",
        "2026-01-01T12:60",
        "2026-01-01T12:00:61",
        "2026-01-01T12:00:00.x",
        "2026-01-01T1:2:3:4",
        "9999-12-31T24:00:00",
        "+026-01-01",
        "",
    ] {
        assert_eq!(iso(refused), None, "{refused}");
    }
}

/// XML Schema part 2, 3.2.6.
#[test]
fn periods_of_iso_8601() {
    assert_eq!(period("PT08H30M15.25S"), Some(ms(8, 30, 15.25)));
    assert_eq!(period("P1DT1S"), Some(DAY_MS + 1000.0));
    assert_eq!(period("-PT90M"), Some(-ms(1, 30, 0.0)));
    assert_eq!(period("PT1H1S"), Some(ms(1, 0, 1.0)));
    for refused in ["", "T1H", "P1Y", "PT1M1H", "PT1.2.3S", "PT-1H", "PT1", "P1H", "P99999999999999D"] {
        assert_eq!(period(refused), None, "{refused}");
    }
}
