//! Pages: what stands on each, and where the content goes.

use krilla::tagging::ArtifactType;

use crate::Error;
use crate::layout::mark::{Ink, Mark, Owner};
use crate::layout::number::{numbered, says_how_many};
use crate::layout::stack::Stack;
use crate::layout::{At, Flow, Place, Room, SLACK, Setting, fits};
use crate::model::{Blocks, Document, Slip};

/// The most pages a document may have.
pub const MAX_PAGES: usize = 10_000;
/// The highest a page may be, in points: 200 inches, beyond which readers fail (ISO 32000-1, annex C).
const MAX_HEIGHT: f64 = 14_400.0;

/// What stands on every page, and the room it leaves.
struct Sheet<'a> {
    header: &'a Blocks,
    footer: &'a Blocks,
    /// From the page's top to the content, and from the content to its bottom.
    top: f64,
    bottom: f64,
}

/// The pages of a document, one by one.
pub(crate) struct Pages<'a> {
    document: &'a Document,
    first: Sheet<'a>,
    others: Sheet<'a>,
    content: Stack,
    owner: Owner,
    /// How many pages there are so far.
    pub count: usize,
    finished: bool,
}

/// The content of a page.
pub(crate) struct Page {
    /// From 1 on.
    pub number: usize,
    pub height: f64,
    /// Where what stands at its foot ends: above a slip.
    bottom: f64,
    pub marks: Vec<Mark>,
}

impl<'a> Pages<'a> {
    /// From the first page on; `owner` is the structure's root.
    pub(crate) fn new(setting: &mut Setting, document: &'a Document, owner: Owner) -> Result<Self, Error> {
        let Document { header, footer, first_header, first_footer, .. } = document;
        let first = (first_header.as_ref().unwrap_or(header), first_footer.as_ref().unwrap_or(footer));
        let first = Sheet::new(setting, document, 1, first)?;
        let others = Sheet::new(setting, document, 2, (header, footer))?;
        if document.slip.as_ref().is_some_and(|slip| others.room(document) < slip.height) {
            return Err(Error::DoesNotFit { argument: "document.slip".to_owned() });
        }
        let place = Place { width: width(document), whole: others.room(document) };
        let content = Stack::new(document.content.clone(), place);
        Ok(Self { document, first, others, content, owner, count: 0, finished: false })
    }

    /// Whether a page says how many there are.
    pub(crate) fn say_how_many(&self) -> bool {
        [&self.first, &self.others]
            .iter()
            .any(|sheet| says_how_many(sheet.header) || says_how_many(sheet.footer))
    }

    /// Lays out the next page, if there is one.
    pub(crate) fn next(&mut self, setting: &mut Setting) -> Result<Option<Page>, Error> {
        if self.finished {
            return Ok(None);
        }
        if self.count == MAX_PAGES {
            return Err(Error::TooManyPages { limit: MAX_PAGES });
        }
        self.count += 1;
        let sheet = if self.count == 1 { &self.first } else { &self.others };
        let (top, bottom) = (sheet.top, sheet.bottom);
        let at = At { x: self.document.page.margin[3], y: top, owner: self.owner };
        let room = Room { left: sheet.room(self.document), fresh: true, tail: 0.0 };
        let before = self.content.done();
        let taken = self.content.take(setting, at, room).map_err(|error| error.within("document.content"))?;
        if !taken.finished && taken.height == 0.0 && self.content.done() == before {
            // No block may give nothing on a fresh page; if one did, this would never end.
            return Err(Error::DoesNotFit { argument: format!("document.content[{before}]") });
        }
        let slip = self.document.slip.as_ref();
        self.finished = taken.finished && slip.is_none_or(|slip| fits(taken.height + slip.height, room.left));
        let height = self.document.page.height.unwrap_or(top + taken.height + bottom);
        if height > MAX_HEIGHT {
            return Err(Error::DoesNotFit { argument: "document.content".to_owned() });
        }
        let mut bottom = height;
        if let (true, Some(slip)) = (self.finished, slip) {
            bottom -= slip.height;
            self.slip(setting, slip, bottom)?;
        }
        let marks = std::mem::take(&mut setting.marks);
        Ok(Some(Page { number: self.count, height, bottom, marks }))
    }

    /// Draws what is torn off the last page, from `top` down.
    fn slip(&self, setting: &mut Setting, slip: &Slip, top: f64) -> Result<(), Error> {
        for (index, area) in slip.areas.iter().enumerate() {
            let path = format!("document.slip.areas[{index}]");
            let at = At { x: area.x, y: top + area.y, owner: self.owner };
            let place = Place { width: area.width, whole: f64::INFINITY };
            let taken = Stack::new(area.content.clone(), place)
                .take(setting, at, Room::ENDLESS)
                .map_err(|error| error.within(format_args!("{path}.content")))?;
            if !fits(area.y + taken.height, slip.height) {
                return Err(Error::DoesNotFit { argument: path });
            }
        }
        Ok(())
    }

    /// How many blocks and rows are done.
    pub(crate) fn done(&self) -> u64 {
        self.content.steps() as u64
    }

    /// What stands on a page beside its content: behind it, and around it.
    pub(crate) fn furniture(
        &self,
        setting: &mut Setting,
        page: &Page,
        pages: usize,
    ) -> Result<Vec<Mark>, Error> {
        let sheet = if page.number == 1 { &self.first } else { &self.others };
        let edge = self.document.page.edge;
        if let Some(watermark) = &self.document.watermark {
            let line = setting.typesetter.line(&watermark.text, watermark.style);
            let (before, below) = (line.width / 2.0, line.baseline - line.height / 2.0);
            let (angle, opacity) = (watermark.angle, watermark.opacity);
            let ink = Ink::Turned { line, before, below, angle, scale: 1.0, opacity };
            let (x, y) = (self.document.page.width / 2.0, page.height / 2.0);
            setting.marks.push(Mark { owner: self.owner.artifact(ArtifactType::Watermark), x, y, ink });
        }
        let mut place = |blocks: &Blocks, kind, name, top: &dyn Fn(f64) -> f64| {
            let behind = setting.marks.len();
            let at = At { x: self.document.page.margin[3], y: 0.0, owner: self.owner.artifact(kind) };
            let height = draw(setting, self.document, blocks, (page.number, pages), at)
                .map_err(|error| error.within(format_args!("document.{name}")))?;
            let y = top(height);
            setting.marks[behind..].iter_mut().for_each(|mark| mark.y += y);
            Ok(())
        };
        place(sheet.header, ArtifactType::Header, "header", &|_| edge)?;
        place(sheet.footer, ArtifactType::Footer, "footer", &|height| page.bottom - edge - height)?;
        Ok(std::mem::take(&mut setting.marks))
    }
}

impl<'a> Sheet<'a> {
    fn new(
        setting: &mut Setting,
        document: &Document,
        number: usize,
        (header, footer): (&'a Blocks, &'a Blocks),
    ) -> Result<Self, Error> {
        let [top, _, bottom, _] = document.page.margin;
        let mut room = |blocks, margin: f64, name| {
            let at = At { x: 0.0, y: 0.0, owner: Owner::Page };
            let height = draw(setting, document, blocks, (number, 1), at)
                .map_err(|error| error.within(format_args!("document.{name}")))?;
            setting.marks.clear();
            Ok::<_, Error>(if height > 0.0 { margin.max(document.page.edge + height) } else { margin })
        };
        let sheet = Self {
            header,
            footer,
            top: room(header, top, "header")?,
            bottom: room(footer, bottom, "footer")?,
        };
        if sheet.room(document) < SLACK {
            let argument = if sheet.top > top { "document.header" } else { "document.footer" };
            return Err(Error::DoesNotFit { argument: argument.to_owned() });
        }
        Ok(sheet)
    }

    /// The height left for content.
    fn room(&self, document: &Document) -> f64 {
        document.page.height.map_or(f64::INFINITY, |height| height - self.top - self.bottom)
    }
}

/// The width of all that stands on a page.
fn width(document: &Document) -> f64 {
    let [_, right, _, left] = document.page.margin;
    document.page.width - left - right
}

/// Draws what stands on every page; returns how high it is.
fn draw(
    setting: &mut Setting,
    document: &Document,
    blocks: &Blocks,
    (page, pages): (usize, usize),
    at: At,
) -> Result<f64, Error> {
    let place = Place { width: width(document), whole: f64::INFINITY };
    let mut stack = Stack::new(numbered(blocks, page, pages), place);
    Ok(stack.take(setting, at, Room::ENDLESS)?.height)
}
