use super::*;

/// The formats that files do not spell out, and their codes: ECMA-376 part 1, 18.8.30.
const BUILTIN: [(u32, &str); 28] = [
    (0, "General"),
    (1, "0"),
    (2, "0.00"),
    (3, "#,##0"),
    (4, "#,##0.00"),
    (9, "0%"),
    (10, "0.00%"),
    (11, "0.00E+00"),
    (12, "# ?/?"),
    (13, "# ??/??"),
    (14, "mm-dd-yy"),
    (15, "d-mmm-yy"),
    (16, "d-mmm"),
    (17, "mmm-yy"),
    (18, "h:mm AM/PM"),
    (19, "h:mm:ss AM/PM"),
    (20, "h:mm"),
    (21, "h:mm:ss"),
    (22, "m/d/yy h:mm"),
    (37, "#,##0 ;(#,##0)"),
    (38, "#,##0 ;[Red](#,##0)"),
    (39, "#,##0.00;(#,##0.00)"),
    (40, "#,##0.00;[Red](#,##0.00)"),
    (45, "mm:ss"),
    (46, "[h]:mm:ss"),
    (47, "mmss.0"),
    (48, "##0.0E+0"),
    (49, "@"),
];

#[test]
fn a_format_by_its_number_is_what_its_code_says() {
    for (id, code) in BUILTIN {
        assert_eq!(builtin(id), class(code), "{id} {code}");
    }
    assert_eq!([builtin(14), builtin(20), builtin(22)], [Class::Date, Class::Time, Class::DateTime]);
    assert_eq!([builtin(46), builtin(2), builtin(164)], [Class::Elapsed, Class::Number, Class::Number]);
}

/// ECMA-376 part 1, 18.8.31: what stands in quotes, behind a backslash and in brackets is no part of a date.
#[test]
fn only_letters_that_stand_for_themselves_make_a_date() {
    for (code, expected) in [
        ("yyyy\\-mm\\-dd\\Thh:mm:ss.000", Class::DateTime),
        ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", Class::Date),
        ("[$-409]h:mm AM/PM;@", Class::Time),
        ("ggge\"年\"m\"月\"d\"日\"", Class::Date),
        ("h:mm A/P", Class::Time),
        ("d. mmm hh:mm", Class::DateTime),
        ("mmm hh:mm", Class::DateTime),
        ("mmmm", Class::Date),
        ("[hh]:mm", Class::Elapsed),
        ("[mm]", Class::Elapsed),
        ("[ss].00", Class::Elapsed),
        ("0\\d", Class::Number),
        ("0 \"days\"", Class::Number),
        ("0_d", Class::Number),
        ("0*d", Class::Number),
        ("[Red]0.00", Class::Number),
        ("#,##0.00\\ [$DM-407]", Class::Number),
        ("_-* #,##0.00\\ [$kr-41D]_-", Class::Number),
        ("General\" hours\"", Class::Number),
        ("Standard", Class::Number),
        ("0.0E-0", Class::Number),
        ("0;yyyy", Class::Number),
        ("yyyy;0", Class::Date),
        ("\"open d", Class::Number),
        ("[open h", Class::Number),
        ("\\", Class::Number),
        ("", Class::Number),
    ] {
        assert_eq!(class(code), expected, "{code}");
    }
}
