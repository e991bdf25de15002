/// Why a file could not be written. Indexes count from 0; no message holds a cell's content.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The checkpoint callback asked to stop.
    #[error("The operation was aborted")]
    Cancelled,
    /// A batch of other columns than were told, or of a type that is not written.
    #[error("A batch does not match its columns")]
    Batch,
    /// A number that Excel cannot hold: NaN, an infinity, one of more than 15 digits, a day before 1900.
    #[error("A number in row {row} of column {column} is none that a cell can hold")]
    Value {
        /// The column.
        column: usize,
        /// The row, of those that were to be written.
        row: u64,
    },
    /// A text longer than a cell holds.
    #[error("The text in row {row} of column {column} has {given} characters, more than 32767")]
    TextTooLong {
        /// The column.
        column: usize,
        /// The row, of those that were to be written.
        row: u64,
        /// How long it is, in UTF-16 units.
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
    /// A Parquet file that does not follow its format.
    #[error("The Parquet file is corrupt or cut short")]
    Parquet,
    /// A Parquet file of which all or the footer is encrypted.
    #[error("The Parquet file is encrypted, which is not read here")]
    ParquetEncrypted,
    /// A Parquet file whose footer has more bytes than any that is not made to harm.
    #[error("The Parquet file's footer has {given} bytes, more than {limit}")]
    Footer {
        /// How many it has.
        given: u64,
        /// The most it may have.
        limit: u64,
    },
    /// A page that has, or claims, more bytes than are read at once.
    #[error("A page of the Parquet file has more than {limit} bytes")]
    Page {
        /// The most it may have.
        limit: u64,
    },
    /// A column of a type that a table does not have.
    #[error(
        "The column '{name}' is of the type {kind}, which a table does not hold: leave it out with options.columns"
    )]
    ParquetColumn {
        /// The column.
        column: usize,
        /// Its name.
        name: String,
        /// What its type is called.
        kind: &'static str,
    },
    /// A column that has the name of one before it.
    #[error("The column '{name}' has the name of another column: leave it out with options.columns")]
    ParquetTwin {
        /// The second of them.
        column: usize,
        /// Their name.
        name: String,
    },
    /// A column whose pages are compressed in a way that is not read here.
    #[error("The column '{name}' is compressed with {codec}, which is not read here")]
    ParquetCodec {
        /// The column.
        column: usize,
        /// Its name.
        name: String,
        /// What it is compressed with.
        codec: &'static str,
    },
    /// A value that the table's type does not hold: beyond its range, or finer than its unit.
    #[error("The column '{name}' has a value that {kind} does not hold")]
    ParquetValue {
        /// The column.
        column: usize,
        /// Its name.
        name: String,
        /// The row of the file, where it is known.
        row: Option<u64>,
        /// The table's type.
        kind: &'static str,
    },
    /// A file cannot be read.
    #[error("The file cannot be read")]
    Io(std::io::ErrorKind),
    /// What cannot be, with arguments that were checked.
    #[error("Clinicore failed unexpectedly")]
    Internal,
}
