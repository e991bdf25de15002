/// Why a file could not be written. Indexes count from 0; no message holds a cell's content.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The checkpoint callback asked to stop.
    #[error("The operation was aborted")]
    Cancelled,
    /// A batch's numbers, texts or lengths do not add up to its rows, or do not match the sheet's columns.
    #[error("A batch does not match its rows and columns")]
    Batch,
    /// A workbook without sheets, or with more than [`MAX_SHEETS`](crate::xlsx::MAX_SHEETS).
    #[error("A workbook must have 1 to 255 sheets, got {given}")]
    Sheets {
        /// How many there were.
        given: usize,
    },
    /// A sheet name that Excel refuses, or one that two sheets share.
    #[error(
        "sheets[{sheet}].name must have 1 to 31 characters, none of []:*?/\\, no apostrophe at either end, must \
         differ from the other sheets' names and must not be History"
    )]
    SheetName {
        /// The sheet.
        sheet: usize,
    },
    /// A sheet without columns, or with more than Excel's.
    #[error("sheets[{sheet}] must have 1 to 16384 columns, got {given}")]
    Columns {
        /// The sheet.
        sheet: usize,
        /// How many there were.
        given: usize,
    },
    /// More rows than fit a sheet under its header.
    #[error("sheets[{sheet}] must have at most 1048575 rows, got {given}")]
    Rows {
        /// The sheet.
        sheet: usize,
        /// How many there were.
        given: u64,
    },
    /// A number that its column's kind cannot hold: an infinity, a boolean other than 0 and 1, a decimal that is no
    /// integer of at most 15 digits.
    #[error("sheets[{sheet}].columns[{column}].values[{row}] does not fit the column's kind")]
    Value {
        /// The sheet.
        sheet: usize,
        /// The column.
        column: usize,
        /// The row, the header not counted.
        row: u64,
    },
    /// A text longer than a cell holds.
    #[error("sheets[{sheet}].columns[{column}].values[{row}] must be at most 32767 characters long")]
    TextTooLong {
        /// The sheet.
        sheet: usize,
        /// The column.
        column: usize,
        /// The row, the header not counted.
        row: u64,
    },
    /// More different number formats than Excel loads.
    #[error("A workbook must have at most 206 different number formats, got {given}")]
    Formats {
        /// How many there were.
        given: usize,
    },
    /// Compressed data that do not follow their format from `offset` on, where a frame, member or stream begins or should.
    #[error("The {unit} at byte {offset} is corrupt or cut short")]
    Compressed {
        /// What stands there, such as `zstd frame`.
        unit: &'static str,
        /// Where it begins.
        offset: u64,
    },
    /// Data that decompress to more than they may.
    #[error("The data decompress to more than {limit} bytes")]
    Decompressed {
        /// The most they may.
        limit: u64,
    },
    /// A zstd frame that would keep more of its output in memory than it may.
    #[error("The zstd frame at byte {offset} needs a window of {given} bytes, more than 2^{limit}")]
    Window {
        /// Where the frame begins.
        offset: u64,
        /// The window it needs.
        given: u64,
        /// The base 2 logarithm of the most it may.
        limit: u32,
    },
    /// A frame of a kind that is not read here.
    #[error("The {unit} at byte {offset} needs a dictionary, which is not read here")]
    FrameDictionary {
        /// What stands there, such as `zstd frame`.
        unit: &'static str,
        /// Where it begins.
        offset: u64,
    },
    /// The compressor failed, which it only does for want of memory.
    #[error("The data could not be compressed")]
    Compressor,
    /// A zstd frame that was made with a dictionary that is not the one given.
    #[error("The zstd frame at byte {offset} needs dictionary {id}, which options.dictionary is not")]
    DictionaryMissing {
        /// Where the frame begins.
        offset: u64,
        /// The dictionary's number.
        id: u64,
    },
    /// Bytes that are no zstd dictionary.
    #[error("options.dictionary must be a zstd dictionary that is not damaged")]
    DictionaryDamaged,
    /// Samples of which no dictionary can be made.
    #[error("The samples are too few or too small for a dictionary of {size} bytes")]
    Samples {
        /// The size that was asked for.
        size: usize,
    },
    /// What failed in one of many records.
    #[error("records[{index}]: {error}")]
    Record {
        /// Which record.
        index: usize,
        /// What failed.
        error: Box<Self>,
    },
}
