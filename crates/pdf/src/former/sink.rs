//! Where finished layout goes: a PDF, or nowhere when pages are only being counted.

use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::{GlyphId, KrillaGlyph};

use crate::Error;
use crate::former::font::{Face, UNITS_PER_EM};
use crate::former::text::{Line, Style};

/// A page's width and height in points.
pub(crate) type PageSize = (f64, f64);

/// What is drawn. Points, measured from the top left of the page.
pub(crate) enum Mark {
    /// A line of text with its left end on the baseline at `(x, y)`.
    Text { x: f64, y: f64, line: Line, style: Style },
    /// A filled rectangle.
    Rect { x: f64, y: f64, width: f64, height: f64, color: [u8; 3] },
}

/// Takes the pages of a document, one finished page at a time.
pub(crate) trait Sink {
    /// The next page. Leaves `marks` empty, its memory to be used again.
    fn page(&mut self, size: PageSize, marks: &mut Vec<Mark>);
}

/// Counts pages.
#[derive(Default)]
pub(crate) struct PageCount(pub(crate) usize);

impl Sink for PageCount {
    fn page(&mut self, _: PageSize, marks: &mut Vec<Mark>) {
        self.0 += 1;
        marks.clear();
    }
}

/// What a PDF says of itself.
pub(crate) struct About {
    pub title: String,
    pub author: String,
    /// A BCP 47 tag.
    pub language: String,
    /// Year, month, day.
    pub date: (u16, u8, u8),
}

/// Writes a PDF.
pub(crate) struct PdfSink {
    document: krilla::Document,
    glyphs: Vec<KrillaGlyph>,
    text: String,
}

impl PdfSink {
    pub(crate) fn new(about: About) -> Self {
        let mut document = krilla::Document::new();
        let (year, month, day) = about.date;
        document.set_metadata(
            Metadata::new()
                .title(about.title)
                .authors(vec![about.author])
                .language(about.language)
                .creator("Clinicore".to_owned())
                .producer("Clinicore".to_owned())
                .creation_date(DateTime::new(year).month(month).day(day)),
        );
        Self { document, glyphs: Vec::new(), text: String::new() }
    }

    /// The PDF's bytes.
    pub(crate) fn finish(self) -> Result<Vec<u8>, Error> {
        self.document.finish().map_err(|_| Error::Write)
    }
}

impl Sink for PdfSink {
    fn page(&mut self, (width, height): PageSize, marks: &mut Vec<Mark>) {
        let settings = PageSettings::from_wh(point(width), point(height)).expect("page sizes are positive");
        let mut page = self.document.start_page_with(settings);
        let mut surface = page.surface();
        for mark in marks.drain(..) {
            match mark {
                Mark::Rect { x, y, width, height, color } => {
                    draw_rect(&mut surface, [x, y, width, height], color);
                }
                Mark::Text { x, y, line, style } => {
                    set_color(&mut surface, style.color);
                    join(&line, &mut self.text, &mut self.glyphs);
                    let font = Face::of(style.weight).embeddable.clone();
                    let start = Point::from_xy(point(x), point(y));
                    surface.draw_glyphs(start, &self.glyphs, font, &self.text, point(style.size), false);
                }
            }
        }
    }
}

fn draw_rect(surface: &mut Surface<'_>, [x, y, width, height]: [f64; 4], color: [u8; 3]) {
    set_color(surface, color);
    let mut path = PathBuilder::new();
    // A rectangle without area draws nothing.
    let rect = Rect::from_xywh(point(x), point(y), point(width), point(height));
    if let Some(path) = rect.and_then(|rect| {
        path.push_rect(rect);
        path.finish()
    }) {
        surface.draw_path(&path);
    }
}

fn set_color(surface: &mut Surface<'_>, [red, green, blue]: [u8; 3]) {
    let paint = rgb::Color::new(red, green, blue).into();
    surface.set_fill(Some(Fill { paint, ..Fill::default() }));
}

/// Joins a line's words into one text and one run of glyphs.
fn join(line: &Line, text: &mut String, glyphs: &mut Vec<KrillaGlyph>) {
    let em = |units: i32| units as f32 / point(UNITS_PER_EM);
    text.clear();
    glyphs.clear();
    for word in &line.words {
        let start = text.len();
        text.push_str(&word.text);
        glyphs.extend(word.glyphs.iter().map(|glyph| KrillaGlyph {
            glyph_id: GlyphId::new(glyph.id),
            text_range: start + glyph.text.start..start + glyph.text.end,
            x_advance: em(glyph.advance),
            x_offset: em(glyph.x_offset),
            y_offset: em(glyph.y_offset),
            y_advance: 0.0,
            location: None,
        }));
    }
}

/// A length as the writer takes it; a page is far smaller than where `f32` loses hundredths of a point.
#[expect(clippy::cast_possible_truncation)]
fn point(length: f64) -> f32 {
    length as f32
}
