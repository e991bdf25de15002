//! Bar codes and matrix codes as dark modules.

mod code128;
mod data_matrix;
mod ean13;
mod qr;
#[cfg(test)]
mod tests;

use crate::Error;
use crate::model::{Code, Symbology};

/// A code's modules, without its quiet zone.
#[derive(Debug)]
pub(crate) struct Modules {
    /// Across.
    pub width: usize,
    /// 1 for bar codes, which are as high as one likes.
    pub height: usize,
    /// Modules that stay free on each side; above and below only of the square ones.
    pub quiet: usize,
    /// The dark ones, those beside each other as one rectangle.
    pub dark: Vec<Dark>,
    /// What stands under it, where that is not the value.
    pub text: Option<String>,
}

/// Dark modules: column and row of the first, and how many across and down.
pub(crate) type Dark = (usize, usize, usize, usize);

/// The modules of a code.
///
/// # Errors
///
/// [`Error::Invalid`] for what this kind of code cannot say, or not so much of it.
pub(crate) fn modules(code: &Code) -> Result<Modules, Error> {
    let value = &code.value;
    match code.code {
        Symbology::Qr => qr::modules(value, code.level, code.cross),
        Symbology::Code128 => code128::modules(value),
        Symbology::Ean13 => ean13::modules(value),
        Symbology::DataMatrix => data_matrix::modules(value),
    }
    .map_err(|must| Error::invalid("value", must))
}

/// Those of a square code whose modules are given line by line.
fn square(size: usize, quiet: usize, modules: impl Iterator<Item = bool>) -> Modules {
    let modules: Vec<bool> = modules.collect();
    let lines = modules.chunks_exact(size).enumerate();
    let dark = lines.flat_map(|(y, line)| runs(line).map(move |(x, width)| (x, y, width, 1))).collect();
    Modules { width: size, height: size, quiet, dark, text: None }
}

/// Those of a bar code.
fn bars(modules: &[bool], quiet: usize) -> Modules {
    let dark = runs(modules).map(|(x, width)| (x, 0, width, 1)).collect();
    Modules { width: modules.len(), height: 1, quiet, dark, text: None }
}

/// Where dark modules begin, and how many stand beside each other.
fn runs(line: &[bool]) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    line.chunk_by(|one, next| one == next).filter_map(move |run| {
        at += run.len();
        run[0].then_some((at - run.len(), run.len()))
    })
}
