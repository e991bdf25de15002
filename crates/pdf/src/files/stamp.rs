//! A page of one file on the pages of another.

use std::collections::HashSet;
use std::rc::Rc;

use serde::Deserialize;

use crate::error::Error;
use crate::files::copy::Copier;
use crate::files::file::File;
use crate::files::object::{Dictionary, Id, Object, dictionary};
use crate::files::output::Output;
use crate::files::page::{Page, Rectangle, pages};
use crate::files::parse::{Parser, Token, malformed};
use crate::files::selection::{Pages, selected};

/// Where and how a stamp stands. Lengths are points, as the page is seen.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Placement {
    /// On which pages.
    pub pages: Pages,
    /// Over or under what is there.
    pub over: bool,
    /// From the left (0) to the right (1) end of the room within the margin.
    pub across: f64,
    /// From the top (0) to the bottom (1).
    pub down: f64,
    /// Moves it to the right.
    pub right: f64,
    /// Moves it down.
    pub below: f64,
    /// Room kept free at the page's edges.
    pub margin: f64,
    /// How much larger or smaller; none to fit it into the room.
    pub scale: Option<f64>,
    /// Anticlockwise, in degrees.
    pub angle: f64,
    /// 0 to 1.
    pub opacity: f64,
}

/// Draws the first page of `mark` on pages of `file`; everything else of it stays.
pub(super) fn stamped(file: &File, mark: &File, placement: &Placement) -> Result<Vec<u8>, Error> {
    let within = |error: Error| error.within("file");
    let all = pages(file).map_err(within)?;
    let chosen = selected(&placement.pages, all.len(), file.work.limits.max_pages, "options.pages")?;
    let mut output = Output::new();
    let form = Form::of(mark, &mut output).map_err(|error| error.within("stamp"))?;
    let chosen = chosen.into_iter().collect();
    drawn(file, &all, &chosen, &form, placement, output).map_err(within)
}

/// The file, with the form on the pages that are chosen of all.
fn drawn(
    file: &File,
    all: &[Page],
    chosen: &HashSet<usize>,
    form: &Form,
    placement: &Placement,
    mut output: Output,
) -> Result<Vec<u8>, Error> {
    let state =
        dictionary([("ca", Object::Real(placement.opacity)), ("CA", Object::Real(placement.opacity))]);
    let state = output.add(&Object::Dictionary(Rc::new(state)));
    let mut copier = Copier::new(file);
    let mut ids = Vec::with_capacity(all.len());
    for (index, page) in all.iter().enumerate() {
        if chosen.contains(&index) {
            if page.number == 0 {
                return Err(malformed("a page is no object of its own", None));
            }
            let id = output.reserve();
            copier.redirect(page.number, id);
            ids.push((page, id));
        }
    }
    let total = ids.len() as u64;
    for (done, (page, id)) in ids.into_iter().enumerate() {
        let stamped = Stamped { file, page, form, state, placement };
        let page = stamped.page(&mut copier, &mut output)?;
        output.put(id, &Object::Dictionary(Rc::new(page)));
        file.work.reach(done as u64, total)?;
    }
    let root = file.trailer.get(b"Root".as_slice()).cloned().unwrap_or(Object::Null);
    let Object::Reference(root) = copier.copied(&root, &mut output)? else {
        return Err(malformed("its catalog is no object", None));
    };
    let info = match file.trailer.get(b"Info".as_slice()) {
        Some(info @ Object::Reference(_)) => match copier.copied(info, &mut output)? {
            Object::Reference(id) => Some(id),
            _ => None,
        },
        _ => None,
    };
    copier.finish(&mut output)?;
    file.work.reach(total, total)?;
    Ok(output.finish(root, info))
}

/// A page that can be drawn as a picture is.
struct Form {
    id: Id,
    width: f64,
    height: f64,
}

impl Form {
    fn of(file: &File, output: &mut Output) -> Result<Self, Error> {
        let page = &pages(file)?[0];
        let bounds = page.visible(file)?;
        let view = View::of(bounds, page.turns(file)?);
        let content = page.content(file)?;
        let mut copier = Copier::new(file);
        let resources = file.get(&page.dictionary, "Resources")?;
        let resources = copier.copied(&resources, output)?;
        let head = dictionary([
            ("Type", Object::name("XObject")),
            ("Subtype", Object::name("Form")),
            ("BBox", Object::array(bounds.map(Object::Real))),
            // From the page's own directions to those in which it is seen, from its lower left corner.
            ("Matrix", Object::array(inverse(view.matrix).map(Object::Real))),
            ("Resources", resources),
            // Drawn as one, so that opacity does not let its parts show through each other.
            ("Group", Object::dictionary([("S", Object::name("Transparency"))])),
        ]);
        let id = output.add_plain(head, &content);
        copier.finish(output)?;
        Ok(Self { id, width: view.width, height: view.height })
    }
}

/// How a page is seen: its size, and the way from there to the page's own coordinates.
pub(super) struct View {
    pub width: f64,
    pub height: f64,
    pub matrix: Matrix,
}

pub(super) type Matrix = [f64; 6];

impl View {
    pub fn of([left, bottom, right, top]: Rectangle, turns: i64) -> Self {
        let (width, height) = (right - left, top - bottom);
        let matrix = match turns {
            1 => [0.0, 1.0, -1.0, 0.0, right, bottom],
            2 => [-1.0, 0.0, 0.0, -1.0, right, top],
            3 => [0.0, -1.0, 1.0, 0.0, left, top],
            _ => [1.0, 0.0, 0.0, 1.0, left, bottom],
        };
        if turns % 2 == 1 {
            Self { width: height, height: width, matrix }
        } else {
            Self { width, height, matrix }
        }
    }
}

/// First `a`, then `b`.
pub(super) fn product(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

/// Of one that only turns and moves.
pub(super) fn inverse([a, b, c, d, e, f]: Matrix) -> Matrix {
    [a, c, b, d, -(e * a + f * b), -(e * c + f * d)]
}

struct Stamped<'s, 'f, 'a> {
    file: &'f File<'a>,
    page: &'s Page,
    form: &'s Form,
    state: Id,
    placement: &'s Placement,
}

impl Stamped<'_, '_, '_> {
    fn page(&self, copier: &mut Copier, output: &mut Output) -> Result<Dictionary, Error> {
        let mut own = copier.dictionary(&self.page.dictionary, output)?;
        let resources =
            self.file.dictionary(&self.file.get(&self.page.dictionary, "Resources")?)?.unwrap_or_default();
        let mut new = copier.dictionary(&resources, output)?;
        let form = self.entry(copier, output, &resources, &mut new, "XObject", self.form.id)?;
        let state = self.entry(copier, output, &resources, &mut new, "ExtGState", self.state)?;
        own.insert(b"Resources".as_slice().into(), Object::Dictionary(Rc::new(new)));

        let [a, b, c, d, e, f] = self.matrix()?.map(|number| (number * 1e6).round() / 1e6);
        let draw = format!("/Artifact BMC\nq\n/{state} gs\n{a} {b} {c} {d} {e} {f} cm\n/{form} Do\nQ\nEMC\n");
        let (before, after) = if self.placement.over {
            // What is there may leave its states open, or close more than it opened.
            let (missing, open) = self.balance()?;
            (format!("q\n{}", "q\n".repeat(missing)), format!("\n{}Q\n{draw}", "Q\n".repeat(open)))
        } else {
            (draw, String::new())
        };
        let contents = self.file.get(&self.page.dictionary, "Contents")?;
        let mut parts = vec![Object::Reference(output.add_plain(Dictionary::new(), before.as_bytes()))];
        match contents {
            Object::Array(items) => {
                for item in items.iter() {
                    parts.push(copier.copied(item, output)?);
                }
            }
            Object::Stream(_) => {
                let stream =
                    self.page.dictionary.get(b"Contents".as_slice()).cloned().unwrap_or(Object::Null);
                parts.push(copier.copied(&stream, output)?);
            }
            _ => {}
        }
        if !after.is_empty() {
            parts.push(Object::Reference(output.add_plain(Dictionary::new(), after.as_bytes())));
        }
        own.insert(b"Contents".as_slice().into(), Object::array(parts));
        Ok(own)
    }

    /// Adds a resource under a name that is free.
    fn entry(
        &self,
        copier: &mut Copier,
        output: &mut Output,
        old: &Dictionary,
        new: &mut Dictionary,
        kind: &str,
        id: Id,
    ) -> Result<String, Error> {
        let known = self.file.dictionary(&self.file.get(old, kind)?)?.unwrap_or_default();
        let mut all = copier.dictionary(&known, output)?;
        let mut name = String::from("Stamp");
        let mut count = 1;
        while all.contains_key(name.as_bytes()) {
            count += 1;
            name = format!("Stamp{count}");
        }
        all.insert(name.as_bytes().into(), Object::Reference(id));
        new.insert(kind.as_bytes().into(), Object::Dictionary(Rc::new(all)));
        Ok(name)
    }

    /// How many states the page's content closes without having opened them, and how many it leaves open.
    fn balance(&self) -> Result<(usize, usize), Error> {
        let (mut open, mut missing) = (0, 0);
        let mut count = || {
            let content = self.page.content(self.file)?;
            let mut parser = Parser::drawing(&content, self.file.work);
            while let Some(token) = parser.next()? {
                match token {
                    Token::Word(b"q") => open += 1,
                    Token::Word(b"Q") if open > 0 => open -= 1,
                    Token::Word(b"Q") => missing += 1,
                    Token::Word(b"ID") => parser.skip_picture(),
                    _ => {}
                }
            }
            Ok(())
        };
        match count() {
            // What is damaged is not drawn either.
            Ok(()) | Err(Error::BrokenFile { .. } | Error::Unsupported { .. }) => Ok((missing, open)),
            Err(error) => Err(error),
        }
    }

    fn matrix(&self) -> Result<Matrix, Error> {
        let view = View::of(self.page.visible(self.file)?, self.page.turns(self.file)?);
        let Placement { across, down, right, below, margin, scale, angle, .. } = *self.placement;
        let (sine, cosine) = angle.to_radians().sin_cos();
        // What it takes when it is turned.
        let (width, height) = (self.form.width, self.form.height);
        let wide = (width * cosine).abs() + (height * sine).abs();
        let high = (width * sine).abs() + (height * cosine).abs();
        let room = |length: f64| (length - 2.0 * margin).max(1.0);
        let scale = scale.unwrap_or_else(|| (room(view.width) / wide).min(room(view.height) / high));
        let middle =
            |across: f64, length: f64, own: f64| margin + own / 2.0 + across * (length - 2.0 * margin - own);
        let x = middle(across, view.width, wide * scale) + right;
        let y = view.height - middle(down, view.height, high * scale) - below;
        let centred = [1.0, 0.0, 0.0, 1.0, -width / 2.0, -height / 2.0];
        let turned = [scale * cosine, scale * sine, -scale * sine, scale * cosine, x, y];
        Ok(product(product(centred, turned), view.matrix))
    }
}
