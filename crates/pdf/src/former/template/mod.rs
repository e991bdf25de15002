//! The clinic's documents, one template a file.

pub(crate) mod invoice;
mod sums;
