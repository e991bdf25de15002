/// What reading a file may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Elements and sequence items, each of which costs 24 bytes of index; in JSON also every further value of an
    /// element with several.
    pub max_elements: u64,
    /// Sequences inside each other.
    pub max_depth: u16,
    /// The size of a deflated data set, inflated.
    pub max_inflated_bytes: u64,
    /// The length of the JSON text.
    pub max_json_bytes: u64,
}

/// What V8, which JSON is mostly for, can hold in one string on 64-bit machines, less 1 MiB for what completes a piece.
const MAX_JAVASCRIPT_STRING: u64 = (1 << 29) - (1 << 20);

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_elements: 2_000_000,
            max_depth: 64,
            max_inflated_bytes: 512 << 20,
            max_json_bytes: MAX_JAVASCRIPT_STRING,
        }
    }
}
