//! What the targets and their seeds share: how an input stands for what is read.

pub mod audit;
pub mod book;
pub mod csv;
pub mod document;
mod frame;
pub mod memory;
pub mod records;
pub mod series;

pub use frame::{frame_of, input_of};
