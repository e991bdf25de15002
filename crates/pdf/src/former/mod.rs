//! The invoice before there was a document model.

pub mod flow;
mod font;
pub mod invoice;
pub mod locale;
pub mod money;
mod sink;
mod table;
pub mod template;
mod text;
