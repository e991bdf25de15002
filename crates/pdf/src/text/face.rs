//! A font's file: whether it may be used, and which characters it covers.

use std::fmt;
use std::sync::{Arc, Mutex, OnceLock};

use harfrust::font::Blob;
use harfrust::font::name::NameId;
use krilla::geom::Point;
use krilla::{Data, Document};

use crate::Error;
use crate::text::glyph::{Glyph, Plans};

/// The largest font file that is read: the widest shipping ones, of Chinese, Japanese and Korean, are half as large.
pub const MAX_FONT_BYTES: usize = 32 << 20;

static SHIPPED: [&[u8]; 2] =
    [include_bytes!("../../fonts/NotoSans-Regular.ttf"), include_bytes!("../../fonts/NotoSans-Bold.ttf")];

/// A font that was read once, and can be used by any number of documents at the same time. A clone is the same face.
#[derive(Clone)]
pub struct Face(Arc<Inner>);

struct Inner {
    family: String,
    embeddable: krilla::text::Font,
    shaper: harfrust::Font,
    coverage: Coverage,
    plans: Mutex<Plans>,
}

impl Face {
    /// The face of a TrueType or OpenType file.
    ///
    /// # Errors
    ///
    /// [`Error::TooMany`] bytes; [`Error::Malformed`] if it is no such file or a broken one; [`Error::Unsupported`] if it is
    /// a collection, a web font, or one whose licence (`fsType`) forbids to embed it, or a part of it, in documents.
    pub fn new(data: Vec<u8>) -> Result<Self, Error> {
        if data.len() > MAX_FONT_BYTES {
            return Err(Error::TooMany {
                argument: "data".to_owned(),
                items: "bytes",
                given: data.len() as u64,
                limit: MAX_FONT_BYTES as u64,
            });
        }
        check(&data)?;
        let data: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(data);
        let face = Self::read(&data).ok_or_else(|| malformed("its tables cannot be read"))?;
        if face.embeds() { Ok(face) } else { Err(malformed("its outlines cannot be read")) }
    }

    /// The shipped Noto Sans, regular or bold.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "the shipped files are well-formed")]
    pub fn shipped(bold: bool) -> Self {
        static FACES: [OnceLock<Face>; 2] = [const { OnceLock::new() }; 2];
        let index = usize::from(bold);
        let face = FACES[index].get_or_init(|| {
            let data: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(SHIPPED[index]);
            Self::read(&data).expect("the shipped font is well-formed")
        });
        face.clone()
    }

    /// The family's name, as the file says it; empty if it does not.
    #[must_use]
    pub fn family(&self) -> &str {
        &self.0.family
    }

    /// The font as the PDF's writer takes it.
    pub(crate) fn embeddable(&self) -> &krilla::text::Font {
        &self.0.embeddable
    }

    /// Whether it has a glyph for the character.
    pub(crate) fn covers(&self, character: char) -> bool {
        self.0.coverage.contains(character)
    }

    pub(super) fn shaper(&self) -> &harfrust::Font {
        &self.0.shaper
    }

    pub(super) fn plans(&self) -> &Mutex<Plans> {
        &self.0.plans
    }

    /// Whether the writer can embed it, tried with glyphs from all over the font.
    fn embeds(&self) -> bool {
        let count = self.0.shaper.num_glyphs();
        let ids = (0..count.max(1)).step_by(count as usize / 64 + 1);
        let glyphs = ids.map(|id| Glyph { id, text: 0..1, advance: 0.0, x_offset: 0.0, y_offset: 0.0 });
        let mut document = Document::new();
        let mut page = document.start_page();
        let mut surface = page.surface();
        let glyphs: Vec<Glyph> = glyphs.collect();
        surface.draw_glyphs(Point::default(), &glyphs, self.0.embeddable.clone(), " ", 1.0, false);
        surface.finish();
        page.finish();
        document.finish().is_ok()
    }

    fn read(data: &Arc<dyn AsRef<[u8]> + Send + Sync>) -> Option<Self> {
        let embeddable = krilla::text::Font::new(Data::from(Arc::clone(data)), 0)?;
        let shaper = harfrust::Font::new(Blob::Shared(Arc::clone(data)), 0)?;
        let name = |id| Some(shaper.names().get(id)?.english_or_first()?.name().to_string());
        let family =
            name(NameId::TYPOGRAPHIC_FAMILY_NAME).or_else(|| name(NameId::FAMILY_NAME)).unwrap_or_default();
        let coverage = Coverage::of(&shaper);
        Some(Self(Arc::new(Inner { family, embeddable, shaper, coverage, plans: Mutex::default() })))
    }
}

impl fmt::Debug for Face {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Face").field(&self.0.family).finish()
    }
}

fn malformed(reason: &'static str) -> Error {
    Error::Malformed { argument: "data".to_owned(), reason }
}

fn unsupported(reason: &'static str) -> Error {
    Error::Unsupported { argument: "data".to_owned(), reason }
}

/// Refuses what is no font, what is more than one, and what must not be embedded.
fn check(data: &[u8]) -> Result<(), Error> {
    match data.get(..4) {
        Some([0, 1, 0, 0] | b"true" | b"OTTO") => {}
        Some(b"ttcf") => return Err(unsupported("a collection of fonts; give the file of one font")),
        Some(b"wOFF" | b"wOF2") => return Err(unsupported("a web font; give its TrueType or OpenType file")),
        _ => return Err(malformed("no TrueType or OpenType font")),
    }
    let tables = tables(data).ok_or_else(|| malformed("it is cut off"))?;
    let table = |tag: &[u8; 4]| tables.iter().find(|table| table.0 == *tag).map(|table| table.1);
    if [b"cmap", b"head", b"hhea", b"hmtx", b"maxp"].iter().any(|tag| table(tag).is_none()) {
        return Err(malformed("a table every font needs is missing"));
    }
    if table(b"CFF ").is_none() && (table(b"glyf").is_none() || table(b"loca").is_none()) {
        return Err(malformed("it has no outlines"));
    }
    // These two the writer takes on trust.
    let unnamed = table(b"post").is_some_and(|post| post.starts_with(&[0, 2, 0, 0]) && post.len() < 34);
    if unnamed || table(b"name").is_some_and(|names| !names_end(names)) {
        return Err(malformed("its names reach beyond their table"));
    }
    if table(b"name").is_some_and(|names| !can_be_cut(names)) {
        return Err(malformed("its PostScript name is long, and not in ASCII"));
    }
    let units_per_em = table(b"head").and_then(|head| u16_at(head, 18));
    if !units_per_em.is_some_and(|units| (16..=16384).contains(&units)) {
        return Err(malformed("its units per em are not between 16 and 16384"));
    }
    let licence = table(b"OS/2").and_then(|os2| u16_at(os2, 8)).unwrap_or(0);
    // https://learn.microsoft.com/typography/opentype/spec/os2#fstype: of several bits the least restrictive holds.
    if licence & 0xF == 0x2 || licence & 0x300 != 0 {
        return Err(unsupported("its licence (fsType) forbids to embed it in documents"));
    }
    Ok(())
}

/// The tables' tags and bytes; none if the file ends before one of them does.
fn tables(data: &[u8]) -> Option<Vec<([u8; 4], &[u8])>> {
    let count = usize::from(u16_at(data, 4)?);
    let records = data.get(12..12 + 16 * count)?.chunks_exact(16);
    let table = |record: &[u8]| {
        let field = |at: usize| record[at..at + 4].try_into().expect("four bytes");
        let [offset, length] = [8, 12].map(|at| u32::from_be_bytes(field(at)) as usize);
        Some((field(0), data.get(offset..offset.checked_add(length)?)?))
    };
    records.map(table).collect()
}

/// Whether all names end within what a table's offsets can say.
fn names_end(names: &[u8]) -> bool {
    let count = u16_at(names, 2).map_or(0, usize::from);
    let records = names.get(6..).unwrap_or_default().chunks_exact(12).take(count);
    let mut ends = records.map(|record| u16_at(record, 8)?.checked_add(u16_at(record, 10)?));
    ends.all(|end| end.is_some())
}

/// Whether the font's own name, which the writer cuts at 109 bytes wherever in a letter that is, has no longer letters than a byte,
/// as it must, or fewer.
fn can_be_cut(names: &[u8]) -> bool {
    const POSTSCRIPT_NAME: usize = 6;
    const MOST_LETTERS: usize = 109 / 3;
    let field = |record: &[u8], at| u16_at(record, at).map_or(0, usize::from);
    let (count, storage) = (field(names, 2), field(names, 4));
    let records = names.get(6..).unwrap_or_default().chunks_exact(12).take(count);
    // The writer takes the first that is there.
    let first = records.filter(|record| field(record, 6) == POSTSCRIPT_NAME).find_map(|record| {
        let [platform, encoding, length, offset] = [0, 2, 8, 10].map(|at| field(record, at));
        Some((platform, encoding, names.get(storage + offset..storage + offset + length)?))
    });
    first.is_none_or(|(platform, encoding, name)| {
        match (platform, encoding) {
            (0, _) | (3, 0 | 1 | 10) => {
                name.len() <= 2 * MOST_LETTERS
                    || name.chunks_exact(2).all(|letter| letter[0] == 0 && letter[1].is_ascii())
            }
            (1, 0) => name.len() <= MOST_LETTERS || name.is_ascii(),
            // Others it does not read.
            _ => true,
        }
    })
}

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..at + 2).map(|bytes| u16::from_be_bytes([bytes[0], bytes[1]]))
}

/// The characters a face has glyphs for: a bit each, in blocks of 256 that are left out where they are empty.
struct Coverage(Vec<Option<Box<[u64; 4]>>>);

impl Coverage {
    fn of(font: &harfrust::Font) -> Self {
        let mut blocks: Vec<Option<Box<[u64; 4]>>> = vec![None; 0x1100];
        for (code_point, glyph) in font.charmap().unicodes() {
            let drawn = (1..font.num_glyphs()).contains(&glyph.to_u32());
            if let (Some(block), true) = (blocks.get_mut(code_point as usize >> 8), drawn) {
                block.get_or_insert_default()[code_point as usize >> 6 & 3] |= 1 << (code_point & 63);
            }
        }
        Self(blocks)
    }

    fn contains(&self, character: char) -> bool {
        let code_point = character as usize;
        let block = self.0[code_point >> 8].as_deref();
        block.is_some_and(|bits| bits[code_point >> 6 & 3] >> (code_point & 63) & 1 == 1)
    }
}
