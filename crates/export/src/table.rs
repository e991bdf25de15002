use crate::Error;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Numbers as they are. Dates and times are numbers too: days since Excel's epoch under a date format.
    Number,
    /// Integers counted in units of `10^-scale` and written with exactly that many decimals, never through a fraction
    /// that a float only approximates: 1234 at scale 2 is 12.34. At most 15 digits, which is what Excel keeps.
    Decimal {
        /// Decimals, 0 to 15.
        scale: u8,
    },
    /// 1 is true, 0 is false.
    Boolean,
    /// Text.
    Text,
}

impl Kind {
    /// Whether the column's values are in [`Batch`]'s text rather than in its numbers.
    #[must_use]
    pub fn is_text(self) -> bool {
        self == Self::Text
    }
}

/// A column: what stands above it, what it holds, how it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The header's text.
    pub header: String,
    /// What it holds.
    pub kind: Kind,
    /// An Excel number format such as `yyyy-mm-dd`; empty for General.
    pub format: String,
    /// Width in characters, 0 to 255.
    pub width: f64,
}

/// The next rows of a table, column by column.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    rows: usize,
    numbers: Vec<f64>,
    text: String,
    /// INVARIANT: they add up to `text.len()`, and every running sum is a character boundary.
    lengths: Vec<u32>,
}

impl Batch {
    /// A batch of `rows` rows.
    ///
    /// `numbers` holds the columns that are not text one after the other, NaN for an empty cell; `text` the texts of
    /// the others, column after column, and `lengths` the bytes of each, 0 for an empty cell.
    ///
    /// # Errors
    ///
    /// [`Error::Batch`] when they do not add up.
    pub fn new(rows: usize, numbers: Vec<f64>, text: String, lengths: Vec<u32>) -> Result<Self, Error> {
        let mut end = 0_usize;
        let whole = |length: &u32| {
            end += *length as usize;
            text.is_char_boundary(end)
        };
        let fits = lengths.iter().all(whole) && end == text.len();
        let rectangular = [numbers.len(), lengths.len()]
            .into_iter()
            .all(|cells| if rows == 0 { cells == 0 } else { cells.is_multiple_of(rows) });
        if fits && rectangular { Ok(Self { rows, numbers, text, lengths }) } else { Err(Error::Batch) }
    }

    /// How many rows it has.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The cells of each column, in the order of `columns`.
    pub(crate) fn cells(&self, columns: &[Column]) -> Result<Vec<Cells<'_>>, Error> {
        let texts = columns.iter().filter(|column| column.kind.is_text()).count();
        if self.lengths.len() != texts * self.rows
            || self.numbers.len() != (columns.len() - texts) * self.rows
        {
            return Err(Error::Batch);
        }
        let (mut numbers, mut text, mut lengths) = (&self.numbers[..], &self.text[..], &self.lengths[..]);
        let take = |column: &Column| {
            if column.kind.is_text() {
                let here;
                (here, lengths) = lengths.split_at(self.rows);
                let run;
                (run, text) = text.split_at(here.iter().map(|&length| length as usize).sum());
                Cells::Text { run, lengths: here }
            } else {
                let here;
                (here, numbers) = numbers.split_at(self.rows);
                Cells::Numbers(here)
            }
        };
        Ok(columns.iter().map(take).collect())
    }
}

/// One column's cells of a batch.
pub(crate) enum Cells<'a> {
    /// NaN is an empty cell.
    Numbers(&'a [f64]),
    /// The texts one after the other and the bytes of each.
    Text { run: &'a str, lengths: &'a [u32] },
}
