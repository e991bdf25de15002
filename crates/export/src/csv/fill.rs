//! Puts the cells of a part into columns of known types.

use std::collections::HashMap;

use super::column::{Bits, Column, Values};
use super::day::moment;
use super::number::{boolean, decimal, float, integer};
use super::rows::Text;
use super::{Classes, LISTED, Reading, Rows};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Finite numbers.
    Float64,
    /// Integers of 32 bits.
    Int32,
    /// Integers of 64 bits.
    Int64,
    /// `true` or `false`.
    Boolean,
    /// Texts.
    Text,
    /// Days.
    Date,
    /// Moments.
    Timestamp,
    /// Decimals of at most 18 digits.
    Decimal {
        /// How many of them are decimals.
        scale: u8,
    },
    /// One of few texts.
    Category,
}

/// Which cell of the rows becomes a column, and of what type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// From 0.
    pub cell: usize,
    /// Its type.
    pub kind: Type,
}

/// Cells that their column could not hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bad {
    /// How many.
    pub count: u32,
    /// The row of the first.
    pub first: Option<u32>,
    /// The first rows.
    pub rows: Vec<u32>,
}

impl Reading {
    /// What stands between whole numbers and decimals.
    pub(super) fn point(&self) -> u8 {
        if self.decimal_comma { b',' } else { b'.' }
    }

    /// Whether a cell has no value, whatever its column's type.
    pub(super) fn is_null(&self, text: Text<'_>) -> bool {
        !text.quoted && self.nulls.iter().any(|null| null == text.bytes)
    }
}

impl Rows {
    /// A column of the part's cells; where a cell does not fit, it has no value. With `classes`, those fit that are of the
    /// type beyond doubt, else all that can be read as such.
    #[must_use]
    pub fn fill(&self, field: &Field, reading: &Reading, classes: Option<&Classes>) -> (Column, Bad) {
        let filling = Filling { rows: self, reading, field: *field, classes };
        let point = reading.point();
        match field.kind {
            Type::Float64 => filling.numbers(|text| float(text, point), Values::Float64),
            Type::Int32 => filling.numbers(|text| i32::try_from(integer(text)?).ok(), Values::Int32),
            Type::Int64 => filling.numbers(integer, Values::Int64),
            Type::Date => filling.numbers(|text| reading.days.day(text), Values::Int32),
            Type::Timestamp => filling.numbers(moment, Values::Int64),
            Type::Decimal { scale } => {
                filling.numbers(|text| decimal(text, point, usize::from(scale)), Values::Int64)
            }
            Type::Boolean => filling.booleans(),
            Type::Text => filling.texts(),
            Type::Category => filling.categories(),
        }
    }
}

struct Filling<'a> {
    rows: &'a Rows,
    reading: &'a Reading,
    field: Field,
    classes: Option<&'a Classes>,
}

/// Which rows have a value, told row after row.
#[derive(Default)]
struct Validity {
    rows: usize,
    /// From the first row without a value on.
    bits: Option<Bits>,
    bad: Bad,
}

impl Validity {
    fn add(&mut self, is_valid: bool) {
        if !is_valid {
            let rows = self.rows;
            self.bits.get_or_insert_with(|| {
                let mut bits = Bits::default();
                bits.push_ones(rows);
                bits
            });
        }
        if let Some(bits) = &mut self.bits {
            bits.push(is_valid);
        }
        self.rows += 1;
    }

    /// A row whose cell does not fit.
    fn refuse(&mut self) {
        let row = u32::try_from(self.rows).unwrap_or(u32::MAX);
        self.bad.first.get_or_insert(row);
        if self.bad.rows.len() < LISTED {
            self.bad.rows.push(row);
        }
        self.bad.count += 1;
        self.add(false);
    }

    fn column(self, values: Values) -> (Column, Bad) {
        (Column { rows: self.rows, values, validity: self.bits.map(Bits::into_bytes) }, self.bad)
    }
}

impl<'a> Filling<'a> {
    /// The cells; none for those without a value.
    fn cells(&self) -> impl Iterator<Item = Option<&'a [u8]>> {
        let reading = self.reading;
        self.rows
            .column(self.field.cell)
            .map(move |cell| cell.filter(|&cell| !reading.is_null(cell)).map(|cell| cell.bytes))
    }

    fn each<T: Default>(&self, read: impl Fn(&'a [u8]) -> Option<T>, mut put: impl FnMut(T)) -> Validity {
        let mut validity = Validity::default();
        for cell in self.cells() {
            let value = match cell {
                None | Some([]) => {
                    validity.add(false);
                    None
                }
                Some(text) => {
                    let row = validity.rows;
                    let fits = self.classes.is_none_or(|classes| classes.is_certainly(row, self.field.kind));
                    let value = if fits { read(text) } else { None };
                    if value.is_some() {
                        validity.add(true);
                    } else {
                        validity.refuse();
                    }
                    value
                }
            };
            put(value.unwrap_or_default());
        }
        validity
    }

    fn numbers<T: Default>(
        &self,
        read: impl Fn(&'a [u8]) -> Option<T>,
        values: fn(Vec<T>) -> Values,
    ) -> (Column, Bad) {
        let mut all = Vec::with_capacity(self.rows.len());
        let validity = self.each(read, |value| all.push(value));
        validity.column(values(all))
    }

    fn booleans(&self) -> (Column, Bad) {
        let mut bits = Bits::default();
        let validity = self.each(boolean, |bit| bits.push(bit));
        validity.column(Values::Boolean(bits.into_bytes()))
    }

    fn texts(&self) -> (Column, Bad) {
        let mut bytes = Vec::with_capacity(self.rows.text_length(self.field.cell));
        let mut offsets = Vec::with_capacity(self.rows.len() + 1);
        offsets.push(0);
        let mut validity = Validity::default();
        for cell in self.cells() {
            validity.add(cell.is_some());
            bytes.extend_from_slice(cell.unwrap_or_default());
            // A part has less than 2 GiB.
            offsets.push(i32::try_from(bytes.len()).unwrap_or(i32::MAX));
        }
        validity.column(Values::Text { offsets, bytes })
    }

    fn categories(&self) -> (Column, Bad) {
        let mut words = Words::default();
        let mut codes = Vec::with_capacity(self.rows.len());
        let mut validity = Validity::default();
        for cell in self.cells() {
            validity.add(cell.is_some());
            // Rows that have bytes which are no text were refused, or mended.
            let word = cell.and_then(|cell| std::str::from_utf8(cell).ok());
            codes.push(word.map_or(0, |word| words.place(word)));
        }
        validity.column(Values::Category { codes, words: words.into_words() })
    }
}

/// Different texts, in order of appearance.
#[derive(Debug, Default)]
pub(super) struct Words {
    places: HashMap<String, i32>,
    words: Vec<String>,
}

impl Words {
    pub(super) fn place(&mut self, word: &str) -> i32 {
        if let Some(&place) = self.places.get(word) {
            return place;
        }
        let place = i32::try_from(self.words.len()).unwrap_or(i32::MAX);
        self.places.insert(word.to_owned(), place);
        self.words.push(word.to_owned());
        place
    }

    pub(super) fn into_words(self) -> Vec<String> {
        self.words
    }
}
