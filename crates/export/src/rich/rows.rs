//! Rows of a sheet's data, column by column.

use super::Error;
use super::model::DataColumn;

/// The next rows: numbers side by side, texts as one run.
#[derive(Debug)]
pub struct Rows {
    pub(super) count: usize,
    numbers: Vec<f64>,
    text: String,
    /// INVARIANT: they add up to `text.len()`, and every running sum is a character boundary.
    lengths: Vec<u32>,
}

/// One column's cells of some rows.
pub(super) enum Cells<'a> {
    /// NaN is an empty cell.
    Numbers(&'a [f64]),
    /// The texts one after the other and the bytes of each.
    Text { run: &'a str, lengths: &'a [u32] },
}

impl Rows {
    /// `rows` rows: `numbers` holds the columns that are not text one after the other, NaN for an empty cell; `text` the
    /// texts of the others, column after column, and `lengths` the bytes of each, 0 for an empty cell.
    ///
    /// # Errors
    ///
    /// [`Error::Message`] when they do not add up.
    pub fn new(rows: usize, numbers: Vec<f64>, text: String, lengths: Vec<u32>) -> Result<Self, Error> {
        let mut end = 0_usize;
        let whole = |length: &u32| {
            end += *length as usize;
            text.is_char_boundary(end)
        };
        let fits = lengths.iter().all(whole) && end == text.len();
        if fits { Ok(Self { count: rows, numbers, text, lengths }) } else { Err(Error::Message) }
    }

    /// The cells of each column, in the order of `columns`.
    pub(super) fn cells(&self, columns: &[DataColumn]) -> Result<Vec<Cells<'_>>, Error> {
        let texts = columns.iter().filter(|column| column.kind == "text").count();
        if self.lengths.len() != texts * self.count
            || self.numbers.len() != (columns.len() - texts) * self.count
        {
            return Err(Error::Message);
        }
        let (mut numbers, mut text, mut lengths) = (&self.numbers[..], &self.text[..], &self.lengths[..]);
        let take = |column: &DataColumn| {
            if column.kind == "text" {
                let here;
                (here, lengths) = lengths.split_at(self.count);
                let run;
                (run, text) = text.split_at(here.iter().map(|&length| length as usize).sum());
                Cells::Text { run, lengths: here }
            } else {
                let here;
                (here, numbers) = numbers.split_at(self.count);
                Cells::Numbers(here)
            }
        };
        Ok(columns.iter().map(take).collect())
    }
}
