/// Why a workbook cannot be read. Rows and columns count from 0; no message holds a cell's content.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The checkpoint callback asked to stop.
    #[error("The operation was aborted")]
    Cancelled,
    /// Bytes of another kind.
    #[error("The file is no workbook that can be read: xlsx, xlsm, xlsb, xls or ods")]
    NoWorkbook,
    /// A workbook that needs a password.
    #[error("The workbook is encrypted: save it without a password")]
    Encrypted,
    /// A workbook of a kind that is not read here.
    #[error("The workbook cannot be read here: {what}")]
    Unsupported {
        /// What it has.
        what: &'static str,
    },
    /// A part that does not follow its format.
    #[error("The workbook's {part} is damaged or cut short")]
    Damaged {
        /// Which part, in a reader's words.
        part: &'static str,
        /// The row and column of the cell, if it is one.
        cell: Option<(u32, u32)>,
    },
    /// More than a limit allows.
    #[error("{}", said(*limit, *most))]
    Limit {
        /// Which limit.
        limit: Limit,
        /// What it is.
        most: u64,
        /// The row and column of the cell, if it is one.
        cell: Option<(u32, u32)>,
    },
    /// A sheet that has no cells, such as one that is a chart.
    #[error("The sheet is a {kind} sheet, which has no cells")]
    NoCells {
        /// What it is.
        kind: &'static str,
    },
}

/// The limits of reading; see [`Limits`](super::Limits).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Limit {
    /// Entries of the archive.
    Entries,
    /// Bytes after unpacking.
    Bytes,
    /// Bytes after unpacking for one before.
    Ratio,
    /// Cells of a sheet.
    Cells,
    /// Bytes of a cell's text.
    CellBytes,
    /// Bytes of a row's texts.
    RowBytes,
    /// Merged areas of a sheet.
    Merges,
}

fn said(limit: Limit, most: u64) -> String {
    match limit {
        Limit::Entries => format!("The workbook's archive has more than {most} entries"),
        Limit::Bytes => format!("The workbook unpacks to more than {most} bytes"),
        Limit::Ratio => format!("A part of the workbook unpacks to more than {most} times its size"),
        Limit::Cells => format!("The sheet has more than {most} cells"),
        Limit::CellBytes => format!("A cell of the workbook has more than {most} bytes"),
        Limit::RowBytes => format!("A row of the sheet has more than {most} bytes of text"),
        Limit::Merges => format!("The sheet has more than {most} merged areas"),
    }
}

/// A damaged part, which is none of a cell's.
pub(super) const fn damaged(part: &'static str) -> Fault {
    Fault::Damaged { part, cell: None }
}
