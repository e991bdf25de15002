//! Text in XML, and in the strings of `SpreadsheetML`.

/// What a byte needs on its way into XML.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    Nothing,
    Entity(&'static str),
    /// Not allowed in XML, or changed by its parsers (a carriage return becomes a line feed).
    Escape,
    /// May begin what reads like an escape.
    Underscore,
    /// Begins U+FFFE and U+FFFF among others, which XML does not allow.
    Noncharacter,
}

const NEEDS: [Need; 256] = {
    let mut needs = [Need::Nothing; 256];
    let mut control = 0;
    while control < 0x20 {
        needs[control] = Need::Escape;
        control += 1;
    }
    needs[b'\t' as usize] = Need::Nothing;
    needs[b'\n' as usize] = Need::Nothing;
    needs[b'<' as usize] = Need::Entity("&lt;");
    needs[b'>' as usize] = Need::Entity("&gt;");
    needs[b'&' as usize] = Need::Entity("&amp;");
    needs[b'"' as usize] = Need::Entity("&quot;");
    needs[b'_' as usize] = Need::Underscore;
    needs[0xef] = Need::Noncharacter;
    needs
};

/// Appends text as an `ST_Xstring` (ECMA-376 part 1, 22.9.2.19): a character that XML cannot carry becomes `_xHHHH_`,
/// and so does the underscore of text that already reads so.
pub(super) fn push_xstring(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    let mut copied = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        let need = NEEDS[usize::from(byte)];
        if need == Need::Nothing {
            continue;
        }
        let rest = &bytes[at..];
        let (length, unit) = match need {
            Need::Entity(entity) => {
                out.extend_from_slice(&bytes[copied..at]);
                out.extend_from_slice(entity.as_bytes());
                copied = at + 1;
                continue;
            }
            Need::Escape => (1, u16::from(byte)),
            Need::Underscore if reads_as_escape(rest) => (1, u16::from(b'_')),
            Need::Noncharacter if rest.starts_with("\u{fffe}".as_bytes()) => (3, 0xfffe),
            Need::Noncharacter if rest.starts_with("\u{ffff}".as_bytes()) => (3, 0xffff),
            _ => continue,
        };
        out.extend_from_slice(&bytes[copied..at]);
        out.extend_from_slice(format!("_x{unit:04X}_").as_bytes());
        copied = at + length;
    }
    out.extend_from_slice(&bytes[copied..]);
}

/// Whether an underscore begins `_xHHHH_`, also where the last underscore comes from escaping what follows.
fn reads_as_escape(rest: &[u8]) -> bool {
    let [b'_', b'x', a, b, c, d, after @ ..] = rest else { return false };
    [a, b, c, d].into_iter().all(u8::is_ascii_hexdigit)
        && (after.starts_with(b"_")
            || after.first().is_some_and(|&byte| NEEDS[usize::from(byte)] == Need::Escape)
            || after.starts_with("\u{fffe}".as_bytes())
            || after.starts_with("\u{ffff}".as_bytes()))
}

/// Whether a reader would trim the text unless told to preserve its space.
pub(super) fn has_outer_space(text: &str) -> bool {
    text.starts_with([' ', '\t', '\n']) || text.ends_with([' ', '\t', '\n'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn xstring(text: &str) -> String {
        let mut out = Vec::new();
        push_xstring(&mut out, text);
        String::from_utf8(out).expect("escaping keeps UTF-8 whole")
    }

    /// What a reader makes of an `ST_Xstring`: `_xHHHH_` from left to right, then XML's entities.
    fn read(mut xml: &str) -> String {
        let mut text = String::new();
        while let Some(first) = xml.chars().next() {
            let unit = xml
                .strip_prefix("_x")
                .filter(|rest| rest.as_bytes().get(4) == Some(&b'_') && rest.is_char_boundary(4))
                .and_then(|rest| u32::from_str_radix(&rest[..4], 16).ok());
            if let Some(unit) = unit {
                text.push(char::from_u32(unit).expect("no surrogates are escaped"));
                xml = &xml[7..];
            } else {
                text.push(first);
                xml = &xml[first.len_utf8()..];
            }
        }
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    }

    #[test]
    fn what_xml_cannot_carry_is_escaped() {
        assert_eq!(
            xstring("a\0b\u{1f}\r\n\tz\u{fffe}\u{ffff}"),
            "a_x0000_b_x001F__x000D_\n\tz_xFFFE__xFFFF_"
        );
    }

    #[test]
    fn entities_are_written_for_xml_punctuation() {
        assert_eq!(xstring("<a & \"b\">"), "&lt;a &amp; &quot;b&quot;&gt;");
    }

    #[test]
    fn text_that_reads_like_an_escape_keeps_its_letters() {
        assert_eq!(xstring("_x0041_"), "_x005F_x0041_");
        assert_eq!(xstring("_x0041_x0042_"), "_x005F_x0041_x005F_x0042_");
        assert_eq!(xstring("_x0041\r"), "_x005F_x0041_x000D_");
        assert_eq!(xstring("_x004_ snake_case _X0041_"), "_x004_ snake_case _X0041_");
    }

    proptest! {
        #[test]
        fn a_reader_gets_the_text_back(text in "([_xX0-9A-Fa-f&<>\"\r\n\0\u{1}\u{fffe}\u{ffff}é€😀]|_x00[0-9A-F]{2}_?){0,20}") {
            prop_assert_eq!(read(&xstring(&text)), text);
        }

        #[test]
        fn no_forbidden_character_is_left(text in any::<String>()) {
            let forbidden = |c: char| matches!(c, '\0'..='\x08' | '\x0b'..='\x1f' | '\u{fffe}' | '\u{ffff}');
            prop_assert!(!xstring(&text).contains(forbidden));
        }
    }
}
