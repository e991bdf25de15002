//! Where cells are: `B7` is row 6 and column 1.

/// Rows and columns of a sheet, as Excel has them since 2007.
pub(super) const MAX_ROWS: u32 = 1_048_576;
/// See [`MAX_ROWS`].
pub(super) const MAX_COLUMNS: u32 = 16_384;

/// A rectangle of cells by its first and last, each a row and a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// The row and column of its first cell.
    pub first: (u32, u32),
    /// The row and column of its last cell.
    pub last: (u32, u32),
}

impl Area {
    /// Every cell of a sheet.
    pub const ALL: Self = Self { first: (0, 0), last: (MAX_ROWS - 1, MAX_COLUMNS - 1) };

    /// Whether a column is one of its own.
    pub(super) fn has_column(&self, column: u32) -> bool {
        (self.first.1..=self.last.1).contains(&column)
    }

    /// An area as it is written, such as `A1:C3` or `B7`.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        let colon = text.iter().position(|&byte| byte == b':');
        let (first, last) = match colon {
            Some(at) => (cell(&text[..at])?, cell(&text[at + 1..])?),
            None => (cell(text)?, cell(text)?),
        };
        (first.0 <= last.0 && first.1 <= last.1).then_some(Self { first, last })
    }

    /// As it is written.
    pub(super) fn text(&self) -> String {
        if self.first == self.last {
            return address(self.first);
        }
        format!("{}:{}", address(self.first), address(self.last))
    }
}

/// The row and column of an address such as `B7`.
pub(super) fn cell(text: &[u8]) -> Option<(u32, u32)> {
    let mut column = 0;
    let mut at = 0;
    while let Some(letter) = text.get(at).map(u8::to_ascii_uppercase).filter(u8::is_ascii_uppercase) {
        column = column * 26 + u32::from(letter - b'A') + 1;
        at += 1;
        if at > 3 {
            return None;
        }
    }
    let row = super::xml::digits(&text[at..])?;
    ((1..=MAX_COLUMNS).contains(&column) && (1..=MAX_ROWS).contains(&row)).then(|| (row - 1, column - 1))
}

fn address((row, column): (u32, u32)) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &(row + 1).to_string()
}
