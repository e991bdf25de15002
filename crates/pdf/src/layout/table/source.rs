//! Where a table's rows come from.

use std::fmt::{self, Display};

use crate::Error;
use crate::layout::Setting;
use crate::model::{Row, Table, TableRows};

/// The head's rows, or the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    Head,
    Body,
}

impl Source {
    pub(super) fn count(self, table: &Table) -> usize {
        match (self, &table.rows) {
            (Self::Head, _) => table.head.len(),
            (Self::Body, TableRows::Here(rows)) => rows.len(),
            (Self::Body, TableRows::Apart { from, to }) => to.saturating_sub(*from),
        }
    }

    pub(super) fn with_row<'a, T>(
        self,
        setting: &mut Setting<'a>,
        table: &Table,
        index: usize,
        then: impl FnOnce(&mut Setting<'a>, &Row) -> Result<T, Error>,
    ) -> Result<T, Error> {
        match (self, &table.rows) {
            (Self::Head, _) => then(setting, &table.head[index]),
            (Self::Body, TableRows::Here(rows)) => then(setting, &rows[index]),
            (Self::Body, TableRows::Apart { from, .. }) => {
                let row = setting.rows.row(from + index)?;
                then(setting, &row)
            }
        }
    }

    /// The path of a row.
    pub(super) fn path(self, index: usize) -> impl Display {
        Path(self, index)
    }
}

struct Path(Source, usize);

impl Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Self(source, index) = self;
        write!(f, "{}[{index}]", if *source == Source::Head { "head" } else { "rows" })
    }
}
