//! Columns in Arrow's layout.

/// Arrow counts a column's bytes in 32 bits.
pub const MAX_TEXT: usize = i32::MAX as usize;

/// The values of a column; where a row has none, zeros, or an empty text.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Numbers.
    Float64(Vec<f64>),
    /// Integers, or days since 1970-01-01.
    Int32(Vec<i32>),
    /// Integers, units of a decimal, or microseconds since 1970-01-01T00:00Z.
    Int64(Vec<i64>),
    /// A bit for each row, the lowest of the first byte first.
    Boolean(Vec<u8>),
    /// Texts in UTF-8, and where each begins and the last ends.
    Text {
        /// One more than rows.
        offsets: Vec<i32>,
        /// All texts.
        bytes: Vec<u8>,
    },
    /// Places in a dictionary.
    Category {
        /// One a row.
        codes: Vec<i32>,
        /// The texts, in order of appearance.
        words: Vec<String>,
    },
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Rows.
    pub rows: usize,
    /// Its values.
    pub values: Values,
    /// A bit for each row, set where there is a value; without it all rows have one.
    pub validity: Option<Vec<u8>>,
}

impl Column {
    /// Rows without a value.
    #[must_use]
    pub fn nulls(&self) -> usize {
        // Bits beyond the rows are 0.
        let ones = |bits: &Vec<u8>| bits.iter().map(|byte| byte.count_ones() as usize).sum::<usize>();
        self.validity.as_ref().map_or(0, |bits| self.rows - ones(bits))
    }
}

/// Bits that grow.
#[derive(Debug, Default)]
pub(super) struct Bits {
    bytes: Vec<u8>,
    length: usize,
}

impl Bits {
    pub(super) fn push(&mut self, bit: bool) {
        if self.length.is_multiple_of(8) {
            self.bytes.push(0);
        }
        if let Some(last) = self.bytes.last_mut() {
            *last |= u8::from(bit) << (self.length % 8);
        }
        self.length += 1;
    }

    /// So many bits that are set.
    pub(super) fn push_ones(&mut self, count: usize) {
        for _ in 0..count {
            self.push(true);
        }
    }

    /// The first `count` bits of others, of which those beyond are 0.
    fn append(&mut self, bits: &[u8], count: usize) {
        let shift = self.length % 8;
        if shift == 0 {
            self.bytes.extend_from_slice(&bits[..count.div_ceil(8)]);
        } else {
            for &byte in &bits[..count.div_ceil(8)] {
                if let Some(last) = self.bytes.last_mut() {
                    *last |= byte << shift;
                }
                self.bytes.push(byte >> (8 - shift));
            }
        }
        self.length += count;
        self.bytes.truncate(self.length.div_ceil(8));
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// One column of columns that follow each other; none if it has more than [`MAX_TEXT`] bytes of text. There must be at
/// least one, all of the same kind.
#[must_use]
pub fn concat(columns: &[&Column]) -> Option<Column> {
    let rows = columns.iter().map(|column| column.rows).sum();
    let validity = columns.iter().any(|column| column.validity.is_some()).then(|| {
        let mut bits = Bits::default();
        for column in columns {
            match &column.validity {
                Some(validity) => bits.append(validity, column.rows),
                None => bits.push_ones(column.rows),
            }
        }
        bits.into_bytes()
    });
    Some(Column { rows, values: values(columns, rows)?, validity })
}

fn values(columns: &[&Column], rows: usize) -> Option<Values> {
    macro_rules! all {
        ($kind:ident) => {{
            let mut all = Vec::with_capacity(rows);
            for column in columns {
                if let Values::$kind(values) = &column.values {
                    all.extend_from_slice(values);
                }
            }
            Some(Values::$kind(all))
        }};
    }
    match &columns.first()?.values {
        Values::Float64(_) => all!(Float64),
        Values::Int32(_) => all!(Int32),
        Values::Int64(_) => all!(Int64),
        Values::Boolean(_) => {
            let mut bits = Bits::default();
            for column in columns {
                if let Values::Boolean(values) = &column.values {
                    bits.append(values, column.rows);
                }
            }
            Some(Values::Boolean(bits.into_bytes()))
        }
        Values::Text { .. } => texts(columns, rows),
        Values::Category { .. } => Some(categories(columns, rows)),
    }
}

fn texts(columns: &[&Column], rows: usize) -> Option<Values> {
    let parts = || {
        columns.iter().filter_map(|column| match &column.values {
            Values::Text { offsets, bytes } => Some((offsets, bytes)),
            _ => None,
        })
    };
    let length: usize = parts().map(|(_, bytes)| bytes.len()).sum();
    if length > MAX_TEXT {
        return None;
    }
    let mut all = Vec::with_capacity(length);
    let mut ends = Vec::with_capacity(rows + 1);
    ends.push(0);
    for (offsets, bytes) in parts() {
        let base = i32::try_from(all.len()).ok()?;
        ends.extend(offsets.iter().skip(1).map(|end| base + end));
        all.extend_from_slice(bytes);
    }
    Some(Values::Text { offsets: ends, bytes: all })
}

fn categories(columns: &[&Column], rows: usize) -> Values {
    let mut dictionary = super::fill::Words::default();
    let mut all = Vec::with_capacity(rows);
    for column in columns {
        if let Values::Category { codes, words } = &column.values {
            let places: Vec<i32> = words.iter().map(|word| dictionary.place(word)).collect();
            let has_value =
                |row: usize| column.validity.as_ref().is_none_or(|bits| bits[row / 8] >> (row % 8) & 1 == 1);
            let place = |(row, &code): (usize, &i32)| {
                usize::try_from(code).ok().filter(|_| has_value(row)).map_or(0, |code| places[code])
            };
            all.extend(codes.iter().enumerate().map(place));
        }
    }
    Values::Category { codes: all, words: dictionary.into_words() }
}
