//! What a page draws, followed as far as it is text (ISO 32000-2, 9.4).

use std::collections::HashMap;
use std::rc::Rc;

use crate::error::Error;
use crate::files::file::File;
use crate::files::object::{Dictionary, Object};
use crate::files::parse::{Parser, Token, malformed};
use crate::files::stamp::{Matrix, product};
use crate::files::text::font::Font;

/// Text that stands together, without a gap, in one direction.
pub(super) struct Piece {
    /// What each code stands for, in the order of drawing.
    pub units: Vec<Rc<str>>,
    /// Start and end of its baseline, as the page is seen: from the lower left corner.
    pub start: (f64, f64),
    pub end: (f64, f64),
    /// Of its letters.
    pub size: f64,
    /// Of its baseline, in radians.
    pub angle: f64,
    /// Whether a blank was drawn before it.
    pub after_blank: bool,
}

/// More pieces than this on a page are no text.
const MAX_PIECES: usize = 500_000;
/// Parts of a letter's size: what ends a piece.
const GAP: f64 = 0.15;
/// No operator has more operands; an array holds what is long.
const MAX_OPERANDS: usize = 64;
const MAX_STATES: usize = 10_000;

#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    character_space: f64,
    word_space: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
}

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// What a drawing is said to stand for, and whether it was written down.
#[derive(Clone)]
struct Actual {
    text: Rc<str>,
    is_done: bool,
}

pub(super) struct Content<'c, 'f, 'a> {
    file: &'f File<'a>,
    fonts: &'c mut HashMap<u32, Rc<Font>>,
    pub pieces: Vec<Piece>,
    state: State,
    line: Matrix,
    text: Matrix,
    after_blank: bool,
    actual: Option<Actual>,
}

impl<'c, 'f, 'a> Content<'c, 'f, 'a> {
    pub fn new(file: &'f File<'a>, fonts: &'c mut HashMap<u32, Rc<Font>>, matrix: Matrix) -> Self {
        let state = State {
            matrix,
            font: None,
            size: 0.0,
            character_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        Self {
            file,
            fonts,
            pieces: Vec::new(),
            state,
            line: IDENTITY,
            text: IDENTITY,
            after_blank: false,
            actual: None,
        }
    }

    /// Follows a stream; `depth` counts the drawings around it.
    pub fn run(&mut self, data: &[u8], resources: &Dictionary, depth: u64) -> Result<(), Error> {
        self.file.work.depth(depth)?;
        let mut parser = Parser::drawing(data, self.file.work);
        let (mut states, mut marks) = (Vec::new(), Vec::new());
        let mut operands: Vec<Object> = Vec::new();
        while let Some(token) = parser.next()? {
            let word = match token {
                Token::Value(value) => {
                    if operands.len() < MAX_OPERANDS {
                        operands.push(value);
                    }
                    continue;
                }
                Token::Word(word) => word,
            };
            match word {
                b"q" => {
                    if states.len() < MAX_STATES {
                        states.push(self.state.clone());
                    }
                }
                b"Q" => self.state = states.pop().unwrap_or_else(|| self.state.clone()),
                b"BDC" | b"BMC" => {
                    marks.push(self.actual.clone());
                    self.mark(operands.get(1), resources)?;
                }
                b"EMC" => self.actual = marks.pop().flatten(),
                b"ID" => parser.skip_picture(),
                b"Do" => self.draw(operands.first(), resources, depth)?,
                b"Tf" => {
                    self.state.font = self.font(operands.first(), resources)?;
                    self.state.size = operands.get(1).and_then(Object::number).unwrap_or(0.0);
                }
                _ => self.operator(word, &operands)?,
            }
            operands.clear();
        }
        if !states.is_empty() {
            self.state = states.swap_remove(0);
        }
        Ok(())
    }

    fn operator(&mut self, word: &[u8], operands: &[Object]) -> Result<(), Error> {
        let number = |at: usize| operands.get(at).and_then(Object::number).unwrap_or(0.0);
        let matrix = || std::array::from_fn(number);
        match word {
            b"cm" => self.state.matrix = product(matrix(), self.state.matrix),
            b"BT" => (self.line, self.text) = (IDENTITY, IDENTITY),
            b"Tc" => self.state.character_space = number(0),
            b"Tw" => self.state.word_space = number(0),
            b"Tz" => self.state.stretch = number(0) / 100.0,
            b"TL" => self.state.leading = number(0),
            b"Ts" => self.state.rise = number(0),
            b"Td" => self.go(number(0), number(1)),
            b"TD" => {
                self.state.leading = -number(1);
                self.go(number(0), number(1));
            }
            b"Tm" => {
                self.line = matrix();
                self.text = self.line;
            }
            b"T*" => self.go(0.0, -self.state.leading),
            b"Tj" => self.show(operands.first())?,
            b"'" => {
                self.go(0.0, -self.state.leading);
                self.show(operands.first())?;
            }
            b"\"" => {
                (self.state.word_space, self.state.character_space) = (number(0), number(1));
                self.go(0.0, -self.state.leading);
                self.show(operands.get(2))?;
            }
            b"TJ" => {
                let Some(Object::Array(items)) = operands.first() else { return Ok(()) };
                for item in items.iter() {
                    match item.number() {
                        Some(back) => self.advance(-back / 1000.0 * self.state.size * self.state.stretch),
                        None => self.show(Some(item))?,
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn go(&mut self, x: f64, y: f64) {
        self.line = product([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.text = self.line;
    }

    fn advance(&mut self, distance: f64) {
        self.text[4] += distance * self.text[0];
        self.text[5] += distance * self.text[1];
    }

    fn show(&mut self, value: Option<&Object>) -> Result<(), Error> {
        let (Some(Object::String(text)), Some(font)) = (value, self.state.font.clone()) else {
            return Ok(());
        };
        let State { size, stretch, rise, character_space, word_space, matrix, .. } = self.state;
        font.show(text, |shown| {
            let drawn = product(product([size * stretch, 0.0, 0.0, size, 0.0, rise], self.text), matrix);
            self.glyph(&shown.text, drawn, shown.width)?;
            let blank = if shown.is_space { word_space } else { 0.0 };
            self.advance((shown.width * size + character_space + blank) * stretch);
            Ok(())
        })
    }

    /// One glyph, whose own axes `matrix` brings onto the page.
    fn glyph(&mut self, drawn: &Rc<str>, [a, b, c, d, x, y]: Matrix, width: f64) -> Result<(), Error> {
        let mut text = drawn.clone();
        let is_actual = self.actual.is_some();
        if let Some(actual) = &mut self.actual {
            text = if actual.is_done { "".into() } else { actual.text.clone() };
            actual.is_done = true;
        }
        if !(x + y + a + b + c + d).is_finite() {
            return Ok(());
        }
        if text.trim().is_empty() && !(text.is_empty() && is_actual) {
            self.after_blank = true;
            return Ok(());
        }
        let size = if c == 0.0 && d == 0.0 { a.hypot(b) } else { c.hypot(d) };
        let angle = b.atan2(a);
        let end = (x + a * width, y + b * width);
        self.file.work.inflated(text.len())?;
        if let Some(last) = self.pieces.last_mut().filter(|_| size > 0.0) {
            // Along and across the piece's own baseline.
            let (sin, cos) = last.angle.sin_cos();
            let (right, up) = (x - last.end.0, y - last.end.1);
            let (along, across) = (right * cos + up * sin, up * cos - right * sin);
            let is_mark = !text.is_empty() && text.chars().all(is_combining);
            let is_near = along.abs() < size && across.abs() < size;
            let goes_on = (angle - last.angle).abs() < 0.02
                && across.abs() < 0.05 * size
                && (size - last.size).abs() < 0.1 * size
                && along > -0.3 * size
                && along < GAP * size;
            if text.is_empty() || (is_mark && is_near) || (goes_on && !self.after_blank) {
                if !text.is_empty() {
                    last.units.push(text);
                }
                if !is_mark {
                    last.end = end;
                }
                return Ok(());
            }
        }
        if text.is_empty() {
            return Ok(());
        }
        if self.pieces.len() == MAX_PIECES {
            return Err(malformed("a page has more than 500000 pieces of text", None));
        }
        let after_blank = std::mem::take(&mut self.after_blank);
        self.pieces.push(Piece { units: vec![text], start: (x, y), end, size, angle, after_blank });
        Ok(())
    }

    fn mark(&mut self, properties: Option<&Object>, resources: &Dictionary) -> Result<(), Error> {
        let file = self.file;
        let properties = match properties {
            Some(Object::Name(name)) => match file.dictionary(&file.get(resources, "Properties")?)? {
                Some(known) => known.get(&**name).cloned(),
                None => None,
            },
            other => other.cloned(),
        };
        let Some(own) = properties.map_or(Ok(None), |value| file.dictionary(&value))? else { return Ok(()) };
        // Within another, the outer one counts.
        if let Object::String(text) = file.get(&own, "ActualText")?
            && self.actual.is_none()
        {
            self.actual = Some(Actual { text: text_of(&text).into(), is_done: false });
        }
        Ok(())
    }

    fn resource(
        &self,
        name: Option<&Object>,
        kind: &str,
        resources: &Dictionary,
    ) -> Result<Option<Object>, Error> {
        let Some(Object::Name(name)) = name else { return Ok(None) };
        let known = self.file.dictionary(&self.file.get(resources, kind)?)?;
        Ok(known.and_then(|known| known.get(&**name).cloned()))
    }

    fn font(&mut self, name: Option<&Object>, resources: &Dictionary) -> Result<Option<Rc<Font>>, Error> {
        let Some(value) = self.resource(name, "Font", resources)? else { return Ok(None) };
        if let Object::Reference(id) = value
            && let Some(known) = self.fonts.get(&id.number)
        {
            return Ok(Some(known.clone()));
        }
        let Some(dictionary) = self.file.dictionary(&value)? else { return Ok(None) };
        let font = Rc::new(Font::of(self.file, &dictionary)?);
        if let Object::Reference(id) = value {
            self.fonts.insert(id.number, font.clone());
        }
        Ok(Some(font))
    }

    /// A drawing within the drawing.
    fn draw(&mut self, name: Option<&Object>, resources: &Dictionary, depth: u64) -> Result<(), Error> {
        let file = self.file;
        let Some(value) = self.resource(name, "XObject", resources)? else { return Ok(()) };
        let Object::Stream(form) = file.resolve(&value)? else { return Ok(()) };
        if !file.get(&form.dictionary, "Subtype")?.is_name("Form") {
            return Ok(());
        }
        let own = file.dictionary(&file.get(&form.dictionary, "Resources")?)?;
        let matrix = file.numbers::<6>(&file.get(&form.dictionary, "Matrix")?)?;
        let before = (self.state.clone(), self.line, self.text);
        self.state.matrix = product(matrix.unwrap_or(IDENTITY), self.state.matrix);
        self.run(&file.plain(&form)?, own.as_deref().unwrap_or(resources), depth + 1)?;
        (self.state, self.line, self.text) = before;
        Ok(())
    }
}

/// A mark that stands on the letter before it.
fn is_combining(character: char) -> bool {
    unicode_bidi::bidi_class(character) == unicode_bidi::BidiClass::NSM
}

/// A text string: UTF-16 or UTF-8 with its mark, or else `PDFDocEncoding`, whose letters are for the most part Latin-1.
fn text_of(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units: Vec<u16> =
                rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}
