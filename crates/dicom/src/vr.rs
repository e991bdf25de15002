/// A value representation (PS3.5 6.2): what kind of value an element holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
#[expect(missing_docs, reason = "the standard's two-letter codes are their own names")]
pub enum Vr {
    Ae,
    As,
    At,
    Cs,
    Da,
    Ds,
    Dt,
    Fd,
    Fl,
    Is,
    Lo,
    Lt,
    Ob,
    Od,
    Of,
    Ol,
    Ov,
    Ow,
    Pn,
    Sh,
    Sl,
    Sq,
    Ss,
    St,
    Sv,
    Tm,
    Uc,
    Ui,
    Ul,
    Un,
    Ur,
    Us,
    Ut,
    Uv,
}

/// Every VR with its code, in the order of the variants.
const CODES: [(&str, Vr); 34] = [
    ("AE", Vr::Ae),
    ("AS", Vr::As),
    ("AT", Vr::At),
    ("CS", Vr::Cs),
    ("DA", Vr::Da),
    ("DS", Vr::Ds),
    ("DT", Vr::Dt),
    ("FD", Vr::Fd),
    ("FL", Vr::Fl),
    ("IS", Vr::Is),
    ("LO", Vr::Lo),
    ("LT", Vr::Lt),
    ("OB", Vr::Ob),
    ("OD", Vr::Od),
    ("OF", Vr::Of),
    ("OL", Vr::Ol),
    ("OV", Vr::Ov),
    ("OW", Vr::Ow),
    ("PN", Vr::Pn),
    ("SH", Vr::Sh),
    ("SL", Vr::Sl),
    ("SQ", Vr::Sq),
    ("SS", Vr::Ss),
    ("ST", Vr::St),
    ("SV", Vr::Sv),
    ("TM", Vr::Tm),
    ("UC", Vr::Uc),
    ("UI", Vr::Ui),
    ("UL", Vr::Ul),
    ("UN", Vr::Un),
    ("UR", Vr::Ur),
    ("US", Vr::Us),
    ("UT", Vr::Ut),
    ("UV", Vr::Uv),
];

/// The VRs by the places of their codes' letters in the alphabet: they are looked up once for each element.
const BY_LETTERS: [Option<Vr>; 26 * 26] = {
    let mut table = [None; 26 * 26];
    let mut at = 0;
    while at < CODES.len() {
        let (code, vr) = CODES[at];
        if let [first, second] = *code.as_bytes()
            && let Some(place) = place([first, second])
        {
            table[place] = Some(vr);
        }
        at += 1;
    }
    table
};

/// Where two capital letters stand in the table.
const fn place([first, second]: [u8; 2]) -> Option<usize> {
    if first.is_ascii_uppercase() && second.is_ascii_uppercase() {
        Some((first - b'A') as usize * 26 + (second - b'A') as usize)
    } else {
        None
    }
}

impl Vr {
    /// The two-letter code.
    #[must_use]
    pub fn code(self) -> &'static str {
        CODES[self as usize].0
    }

    /// The VR of a two-letter code.
    #[must_use]
    pub fn from_code(code: [u8; 2]) -> Option<Self> {
        BY_LETTERS[place(code)?]
    }

    /// Whether an explicit VR element of this VR has a 4-byte length after two reserved bytes (PS3.5 7.1.2).
    #[must_use]
    pub fn has_long_length(self) -> bool {
        use Vr::{Ob, Od, Of, Ol, Ov, Ow, Sq, Sv, Uc, Un, Ur, Ut, Uv};
        matches!(self, Ob | Od | Of | Ol | Ov | Ow | Sq | Sv | Uc | Un | Ur | Ut | Uv)
    }

    /// The size in bytes of one number of a binary VR, by which its bytes are swapped; 1 for all others.
    #[must_use]
    pub fn unit(self) -> usize {
        match self {
            Vr::At | Vr::Ow | Vr::Ss | Vr::Us => 2,
            Vr::Fl | Vr::Of | Vr::Ol | Vr::Sl | Vr::Ul => 4,
            Vr::Fd | Vr::Od | Vr::Ov | Vr::Sv | Vr::Uv => 8,
            _ => 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_leads_to_its_vr_and_back() {
        for (code, vr) in CODES {
            assert_eq!(vr.code(), code);
            assert_eq!(Vr::from_code(code.as_bytes().try_into().expect("two letters")), Some(vr));
        }
        assert_eq!(Vr::from_code(*b"ZZ"), None);
    }
}
