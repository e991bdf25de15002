//! What must hold of a document before it is laid out: all it names is there, each character can be drawn, and each picture
//! be read.

use crate::Error;
use crate::image::Picture;
use crate::layout::Setting;
use crate::layout::table::places::Places;
use crate::model::{Block, Cell, Document, FullCell, Kind, Profile, Row, Shape, Table, TableRows, Text};

/// Checks a document and its rows.
pub(crate) fn check(
    setting: &mut Setting,
    document: &Document,
    faces: usize,
    binaries: &mut [Vec<u8>],
) -> Result<(), Error> {
    if document.attachments.iter().any(|attachment| attachment.data >= binaries.len()) {
        return Err(Error::invalid("document.attachments", "name binaries that are there"));
    }
    let mut checker = Checker { setting, document, binaries };
    page(document).map_err(|error| error.within("document"))?;
    for (index, style) in document.styles.iter().enumerate() {
        let path = |name: &str| format!("document.styles[{index}].{name}");
        if style.faces.is_empty() || style.faces.iter().any(|&face| face >= faces) {
            return Err(Error::invalid(path("faces"), "name faces that are there"));
        }
        if !(is_positive(style.size) && is_positive(style.line_height)) {
            return Err(Error::invalid(path("size"), "be positive, as must be the line height"));
        }
    }
    for (index, block) in document.content.iter().enumerate() {
        checker.block(block).map_err(|error| error.within(format_args!("document.content[{index}]")))?;
        checker.setting.pace.done += 1;
    }
    let Document { header, footer, first_header, first_footer, slip, watermark, .. } = document;
    for (name, blocks) in [
        ("header", Some(header)),
        ("footer", Some(footer)),
        ("firstPage.header", first_header.as_ref()),
        ("firstPage.footer", first_footer.as_ref()),
    ] {
        if let Some(blocks) = blocks {
            checker.blocks(blocks).map_err(|error| error.within(format_args!("document.{name}")))?;
        }
    }
    for (index, area) in slip.iter().flat_map(|slip| slip.areas.iter().enumerate()) {
        let path = format!("document.slip.areas[{index}]");
        positive([area.width]).map_err(|error| error.within(&path))?;
        checker.blocks(&area.content).map_err(|error| error.within(format_args!("{path}.content")))?;
    }
    if let Some(watermark) = watermark {
        checker
            .plain(&watermark.text, watermark.style)
            .map_err(|error| error.within("document.watermark"))?;
    }
    Ok(())
}

fn is_positive(length: f64) -> bool {
    length.is_finite() && length > 0.0
}

/// Figures have an extent.
fn positive(lengths: impl IntoIterator<Item = f64>) -> Result<(), Error> {
    if lengths.into_iter().all(is_positive) {
        Ok(())
    } else {
        Err(Error::invalid("width", "be positive, as must be the height"))
    }
}

fn page(document: &Document) -> Result<(), Error> {
    let page = &document.page;
    let [top, right, bottom, left] = page.margin;
    let lengths = [top, right, bottom, left, page.edge];
    if !lengths.iter().all(|length| length.is_finite() && *length >= 0.0) {
        return Err(Error::invalid("page.margin", "not be negative"));
    }
    if !is_positive(page.width - left - right)
        || page.height.is_some_and(|height| !is_positive(height - top - bottom))
    {
        return Err(Error::invalid("page.margin", "leave room for the content"));
    }
    Ok(())
}

struct Checker<'c, 'a> {
    setting: &'c mut Setting<'a>,
    document: &'c Document,
    binaries: &'c mut [Vec<u8>],
}

impl Checker<'_, '_> {
    fn blocks(&mut self, blocks: &[Block]) -> Result<(), Error> {
        for (index, block) in blocks.iter().enumerate() {
            self.block(block).map_err(|error| error.within(format_args!("[{index}]")))?;
        }
        Ok(())
    }

    fn block(&mut self, block: &Block) -> Result<(), Error> {
        self.setting.pace.step()?;
        match &block.kind {
            Kind::Paragraph(paragraph) => self.text(&paragraph.text, paragraph.style),
            Kind::List(list) => {
                for (index, item) in list.items.iter().enumerate() {
                    let path = |name| move |error: Error| error.within(format_args!("items[{index}].{name}"));
                    self.plain(&item.label, list.style).map_err(path("label"))?;
                    self.blocks(&item.content).map_err(path("content"))?;
                }
                Ok(())
            }
            Kind::Table(table) => self.table(table),
            Kind::Columns(columns) => {
                for (index, column) in columns.columns.iter().enumerate() {
                    self.blocks(&column.content)
                        .map_err(|error| error.within(format_args!("columns[{index}].content")))?;
                }
                Ok(())
            }
            Kind::Box(frame) => self.blocks(&frame.content).map_err(|error| error.within("content")),
            Kind::Image(image) => {
                positive(image.width.into_iter().chain(image.height))?;
                self.picture(image.image)
            }
            Kind::Drawing(drawing) => {
                positive([drawing.width, drawing.height])?;
                for (index, shape) in drawing.shapes.iter().enumerate() {
                    if let Shape::Text { text, style, .. } = shape {
                        self.plain(text, *style)
                            .map_err(|error| error.within(format_args!("shapes[{index}]")))?;
                    }
                }
                Ok(())
            }
            Kind::Code(code) => {
                positive([code.width].into_iter().chain(code.height))?;
                code.style.map_or(Ok(()), |style| self.plain(&code.value, style))
            }
            Kind::Rule { .. } | Kind::Space { .. } | Kind::PageBreak => Ok(()),
        }
    }

    /// Reads a picture, once.
    fn picture(&mut self, index: usize) -> Result<(), Error> {
        if self.setting.pictures.contains_key(&index) {
            return Ok(());
        }
        let Some(bytes) = self.binaries.get_mut(index) else {
            return Err(Error::invalid("image", "be the index of a binary that is there"));
        };
        let attached = self.document.attachments.iter().any(|attachment| attachment.data == index);
        let bytes = if attached { bytes.clone() } else { std::mem::take(bytes) };
        let picture = Picture::decode(bytes, "image")?;
        let is_archived =
            matches!(self.document.profile, Profile::Archive3a { .. } | Profile::Archive3b { .. });
        if picture.is_cmyk && is_archived {
            // ISO 19005-3, 6.2.4.3: inks need an output intent of their own, and ours is sRGB.
            return Err(Error::Unsupported {
                argument: "image".to_owned(),
                reason: "a CMYK picture does not say what its inks look like, which an archive must",
            });
        }
        self.setting.pictures.insert(index, picture);
        Ok(())
    }

    fn table(&mut self, table: &Table) -> Result<(), Error> {
        if table.columns.is_empty()
            || table.carry.as_ref().is_some_and(|carry| carry.column >= table.columns.len())
        {
            return Err(Error::invalid("columns", "be there"));
        }
        let mut places = Places::new(table.columns.len());
        for (index, row) in table.head.iter().enumerate() {
            self.row(table, row, &mut places).map_err(|error| error.within(format_args!("head[{index}]")))?;
        }
        if let Some(carry) = &table.carry {
            self.plain(&carry.forward, carry.style).map_err(|error| error.within("carry.forward"))?;
            self.plain(&carry.brought, carry.style).map_err(|error| error.within("carry.brought"))?;
        }
        let mut places = Places::new(table.columns.len());
        let within = |error: Error, index| error.within(format_args!("rows[{index}]"));
        match &table.rows {
            TableRows::Here(rows) => {
                for (index, row) in rows.iter().enumerate() {
                    self.row(table, row, &mut places).map_err(|error| within(error, index))?;
                }
            }
            TableRows::Apart { from, to } => {
                for (index, apart) in (*from..*to).enumerate() {
                    let row = self.setting.rows.row(apart)?;
                    self.row(table, &row, &mut places).map_err(|error| within(error, index))?;
                }
            }
        }
        Ok(())
    }

    fn row(&mut self, table: &Table, row: &Row, places: &mut Places) -> Result<(), Error> {
        self.setting.pace.step()?;
        for (index, (cell, place)) in row.cells.iter().zip(places.of(row)?).enumerate() {
            let checked = match cell {
                Cell::Text(text) => self.text(text, table.columns[place.column].style),
                Cell::Full(FullCell { content, .. }) => match &content[..] {
                    [block @ Block { kind: Kind::Paragraph(_), .. }] => self.block(block),
                    blocks => self.blocks(blocks).map_err(|error| error.within("content")),
                },
            };
            checked.map_err(|error| error.within(format_args!("cells[{index}]")))?;
        }
        if let (Some(carry), Some(subtotal)) = (&table.carry, &row.subtotal) {
            self.plain(subtotal, carry.style).map_err(|error| error.within("subtotal"))?;
        }
        Ok(())
    }

    fn plain(&mut self, text: &str, style: usize) -> Result<(), Error> {
        self.text(&Text::Plain(text.to_owned()), style)
    }

    fn text(&mut self, text: &Text, style: usize) -> Result<(), Error> {
        let named = match text {
            Text::Plain(_) => style,
            Text::Spans(spans) => spans.iter().map(|span| span.style).max().unwrap_or(0).max(style),
        };
        if named >= self.document.styles.len() {
            return Err(Error::invalid("style", "be the index of one that is there"));
        }
        match self.setting.typesetter.first_missing(text, style) {
            None => Ok(()),
            Some(character) => Err(Error::MissingGlyph {
                argument: String::new(),
                code_point: format!("U+{:04X}", u32::from(character)),
            }),
        }
    }
}
