//! The text of pages.

mod cmap;
mod content;
mod direction;
mod encoding;
mod font;
mod glyph_names;
mod lines;
mod standard_widths;

use std::collections::HashMap;
use std::rc::Rc;

use crate::error::Error;
use crate::files::file::File;
use crate::files::page::Page;
use crate::files::stamp::{View, inverse};
use content::Content;
use font::Font;

pub(super) struct Reader<'f, 'a> {
    file: &'f File<'a>,
    /// By their objects, for all pages.
    fonts: HashMap<u32, Rc<Font>>,
}

impl<'f, 'a> Reader<'f, 'a> {
    pub fn new(file: &'f File<'a>) -> Self {
        Self { file, fonts: HashMap::new() }
    }

    pub fn page(&mut self, page: &Page) -> Result<String, Error> {
        let view = View::of(page.visible(self.file)?, page.turns(self.file)?);
        let resources = self.file.get(&page.dictionary, "Resources")?;
        let resources = self.file.dictionary(&resources)?.unwrap_or_default();
        let mut content = Content::new(self.file, &mut self.fonts, inverse(view.matrix));
        content.run(&page.content(self.file)?, &resources, 1)?;
        let mut pieces = content.pieces;
        // What stands beside the paper is not seen.
        pieces.retain(|piece| {
            let within = |a: f64, b: f64, length: f64| a.max(b) >= 0.0 && a.min(b) <= length;
            within(piece.start.0, piece.end.0, view.width) && within(piece.start.1, piece.end.1, view.height)
        });
        Ok(lines::text(&pieces))
    }
}
