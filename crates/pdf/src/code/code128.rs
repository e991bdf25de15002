//! Code 128 bar codes (ISO/IEC 15417).

use crate::code::{Modules, bars};

/// Free modules on each side (ISO/IEC 15417, 4.6.4).
const QUIET: usize = 10;

/// Widths of the bars and spaces, in turn, of the symbol characters 0 to 105.
pub(super) const WIDTHS: [[u8; 6]; 106] = widths(
    b"212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221\
223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321\
112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131213113213311213131\
311123311321331121312113312311332111314111221411431111111224111422121124121421141122141221112214112412122114\
122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141\
214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214211232",
);
const STOP: [u8; 7] = [2, 3, 3, 1, 1, 1, 2];

const SHIFT: u8 = 98;

const fn widths(digits: &[u8]) -> [[u8; 6]; 106] {
    assert!(digits.len() == 6 * 106);
    let mut widths = [[0; 6]; 106];
    let mut at = 0;
    while at < digits.len() {
        widths[at / 6][at % 6] = digits[at] - b'0';
        at += 1;
    }
    widths
}

/// The code of a text of ASCII characters.
pub(super) fn modules(value: &str) -> Result<Modules, &'static str> {
    if value.is_empty() || !value.is_ascii() {
        return Err("have ASCII characters only");
    }
    let mut symbols = symbols(value.as_bytes());
    let weighted = |(weight, &symbol): (usize, &u8)| weight.max(1) * usize::from(symbol);
    let check = symbols.iter().enumerate().map(weighted).sum::<usize>() % 103;
    symbols.push(u8::try_from(check).expect("less than 103"));
    let widths = symbols.iter().flat_map(|&symbol| WIDTHS[usize::from(symbol)]).chain(STOP);
    let isles = widths.zip([true, false].into_iter().cycle());
    let line: Vec<bool> =
        isles.flat_map(|(width, is_dark)| std::iter::repeat_n(is_dark, width.into())).collect();
    Ok(bars(&line, QUIET))
}

/// The code sets: A has capitals and control characters, B capitals and small letters, C pairs of digits.
#[derive(Clone, Copy, PartialEq)]
enum Set {
    A,
    B,
    C,
}

const SETS: [Set; 3] = [Set::A, Set::B, Set::C];

impl Set {
    fn start(self) -> u8 {
        103 + self as u8
    }

    /// The symbol character that goes over to this set from another.
    fn latch(self) -> u8 {
        101 - self as u8
    }

    /// The next symbol character and how many characters it stands for, if they are in this set.
    fn symbol(self, rest: &[u8]) -> Option<(u8, usize)> {
        let first = *rest.first()?;
        match self {
            Self::A if first < 32 => Some((first + 64, 1)),
            Self::A if first < 96 => Some((first - 32, 1)),
            Self::B if first >= 32 => Some((first - 32, 1)),
            Self::C => match *rest {
                [tens @ b'0'..=b'9', ones @ b'0'..=b'9', ..] => Some((10 * (tens - b'0') + ones - b'0', 2)),
                _ => None,
            },
            _ => None,
        }
    }

    /// The other of A and B, of which a shift takes one character.
    fn shifted(self) -> Option<Self> {
        match self {
            Self::A => Some(Self::B),
            Self::B => Some(Self::A),
            Self::C => None,
        }
    }
}

/// How a text goes on from one of its places, in one of the sets.
#[derive(Clone, Copy)]
struct Step {
    /// Symbol characters from here to the end.
    length: usize,
    /// The set gone over to first.
    set: Set,
    /// Whether the next character is a shifted one.
    is_shifted: bool,
}

/// The fewest symbol characters of a text, the start character first: found from its end, for each place and set. Of ways
/// equally short that by the later set is taken, so that what A and B share is of B.
fn symbols(text: &[u8]) -> Vec<u8> {
    const NONE: Step = Step { length: usize::MAX / 2, set: Set::A, is_shifted: false };
    let mut steps = vec![[NONE; 3]; text.len() + 1];
    steps[text.len()] = SETS.map(|set| Step { length: 0, set, is_shifted: false });
    for at in (0..text.len()).rev() {
        let rest = &text[at..];
        let stay = SETS.map(|set| {
            let own = set.symbol(rest).map(|(_, taken)| Step {
                length: 1 + steps[at + taken][set as usize].length,
                set,
                is_shifted: false,
            });
            let shifted = set.shifted().and_then(|other| other.symbol(rest)).map(|(_, taken)| Step {
                length: 2 + steps[at + taken][set as usize].length,
                set,
                is_shifted: true,
            });
            own.into_iter().chain(shifted).min_by_key(|step| step.length).unwrap_or(NONE)
        });
        steps[at] = SETS.map(|from| {
            let cost = |step: &Step| step.length + usize::from(step.set != from);
            let mut best = *stay.iter().rev().min_by_key(|step| cost(step)).expect("there are three");
            best.length = cost(&best);
            best
        });
    }
    let start =
        *SETS.iter().rev().min_by_key(|&&set| steps[0][set as usize].length).expect("there are three");
    let (mut symbols, mut set, mut at) = (vec![start.start()], start, 0);
    while at < text.len() {
        let step = steps[at][set as usize];
        if step.set != set {
            symbols.push(step.set.latch());
            set = step.set;
        }
        let from = if step.is_shifted { set.shifted().unwrap_or(set) } else { set };
        symbols.extend(step.is_shifted.then_some(SHIFT));
        let (symbol, taken) = from.symbol(&text[at..]).expect("the way goes through characters of its sets");
        symbols.push(symbol);
        at += taken;
    }
    symbols
}
