//! What shows something: pictures, drawings and codes.

use std::rc::Rc;
use std::sync::Arc;

use krilla::tagging::ArtifactType;

use crate::Error;
use crate::code::{Modules, modules};
use crate::image::Picture;
use crate::layout::mark::{Area, Ink, Mark, Owner, Role};
use crate::layout::{At, Flow, Place, Room, Setting, Taken, fits};
use crate::model::{Align, Anchor, Code, Color, Drawing, Image, Shape};
use crate::text::Line;

const BLACK: Color = [0; 3];
const WHITE: Color = [255; 3];

/// A block that is given whole, made smaller where there is less room.
pub(crate) struct Figure {
    shows: Shows,
    align: Align,
    alt: Rc<str>,
    place: Place,
    /// Where there is enough room.
    width: f64,
    height: f64,
}

enum Shows {
    Picture(Picture),
    Drawing(Arc<Drawing>),
    Code { code: Code, modules: Rc<Modules>, text: Option<Line> },
}

impl Figure {
    pub(crate) fn image(setting: &Setting, image: &Image, place: Place) -> Result<Self, Error> {
        let picture = setting.pictures.get(&image.image).cloned();
        let picture =
            picture.ok_or_else(|| Error::invalid("image", "be the index of a picture that is there"))?;
        let [across, down] = [picture.width, picture.height].map(f64::from);
        let scale = match (image.width, image.height) {
            (None, None) => 1.0,
            (width, height) => width
                .map_or(f64::INFINITY, |width| width / across)
                .min(height.map_or(f64::INFINITY, |height| height / down)),
        };
        let size = [across * scale, down * scale];
        Ok(Self::new(Shows::Picture(picture), image.align, &image.alt, place, size))
    }

    pub(crate) fn drawing(drawing: &Arc<Drawing>, place: Place) -> Self {
        let size = [drawing.width, drawing.height];
        Self::new(Shows::Drawing(Arc::clone(drawing)), drawing.align, &drawing.alt, place, size)
    }

    pub(crate) fn code(setting: &mut Setting, code: &Code, place: Place) -> Result<Self, Error> {
        let modules = modules(code)?;
        let says = modules.text.as_deref().unwrap_or(&code.value);
        let text = code.style.map(|style| setting.typesetter.line(says, style));
        let below = text.as_ref().map_or(0.0, |text| text.height);
        let size = [code.width, code.height.map_or(code.width, |height| height + below)];
        let shows = Shows::Code { code: code.clone(), modules: Rc::new(modules), text };
        Ok(Self::new(shows, code.align, &code.alt, place, size))
    }

    fn new(shows: Shows, align: Align, alt: &str, place: Place, [width, height]: [f64; 2]) -> Self {
        Self { shows, align, alt: alt.into(), place, width, height }
    }

    /// How much smaller it is made.
    fn scale(&self, whole: f64) -> f64 {
        (self.place.width / self.width).min(whole / self.height).clamp(0.0, 1.0)
    }

    fn draw(&mut self, setting: &mut Setting, owner: Owner, x: f64, y: f64, scale: f64) {
        let mut mark = |x: f64, y: f64, ink: Ink| setting.marks.push(Mark { owner, x, y, ink });
        match &mut self.shows {
            Shows::Picture(picture) => {
                let (width, height) = (self.width * scale, self.height * scale);
                mark(x, y, Ink::Picture { picture: picture.clone(), width, height });
            }
            Shows::Drawing(drawing) => {
                for (index, shape) in drawing.shapes.iter().enumerate() {
                    let Shape::Text { text, style, x: left, y: baseline, align, rotate } = shape else {
                        mark(x, y, Ink::Shape { drawing: Arc::clone(drawing), index, scale });
                        continue;
                    };
                    let line = setting.typesetter.line(text, *style);
                    let before = match align {
                        Anchor::Start => 0.0,
                        Anchor::Center => line.width / 2.0,
                        Anchor::End => line.width,
                    };
                    let ink = Ink::Turned { line, before, below: 0.0, angle: -rotate, scale, opacity: 1.0 };
                    mark(x + left * scale, y + baseline * scale, ink);
                }
            }
            Shows::Code { code, modules, text } => {
                let width = self.width * scale;
                let module = width / (modules.width + 2 * modules.quiet) as f64;
                let quiet = module * modules.quiet as f64;
                let bars = code.height.map(|height| height * scale);
                let top = if bars.is_some() { 0.0 } else { quiet };
                let [inner, high] = [modules.width, modules.height].map(|count| module * count as f64);
                mark(
                    x + quiet,
                    y + top,
                    Ink::Modules {
                        across: module,
                        down: bars.unwrap_or(module),
                        modules: Rc::clone(modules),
                    },
                );
                if code.cross {
                    for (width, height, color) in cross(inner) {
                        let left = x + quiet + (inner - width) / 2.0;
                        let top = y + top + (high - height) / 2.0;
                        mark(left, top, Ink::Rectangle { width, height, color });
                    }
                }
                if let (Some(line), Some(bars)) = (text.take(), bars) {
                    let (before, middle, baseline) =
                        (line.width / 2.0, x + width / 2.0, line.baseline * scale);
                    let ink = Ink::Turned { line, before, below: 0.0, angle: 0.0, scale, opacity: 1.0 };
                    mark(middle, y + bars + baseline, ink);
                }
            }
        }
    }
}

/// The Swiss cross in the middle of a QR code whose modules are `inner` wide, as widths and heights: 7 of 46 mm, a white
/// edge, a black square, and the white cross (Swiss Implementation Guidelines QR-bill, 6.4.2).
fn cross(inner: f64) -> [(f64, f64, Color); 4] {
    let side = inner * 7.0 / 46.0;
    let square = side * (1.0 - 2.0 * 0.0717);
    let (width, length) = (side / 6.0, side * 5.0 / 9.0);
    [(side, side, WHITE), (square, square, BLACK), (width, length, WHITE), (length, width, WHITE)]
}

impl Flow for Figure {
    fn height(&mut self, _: &mut Setting, _: f64) -> Result<f64, Error> {
        Ok(self.height * self.scale(self.place.whole))
    }

    fn least(&mut self, setting: &mut Setting) -> Result<f64, Error> {
        self.height(setting, f64::INFINITY)
    }

    fn take(&mut self, setting: &mut Setting, at: At, room: Room) -> Result<Taken, Error> {
        let mut scale = self.scale(self.place.whole);
        if !fits(self.height * scale, room.left) {
            if !room.fresh {
                return Ok(Taken::NOTHING);
            }
            // A first page may have less room than the others.
            scale = if room.left > 0.0 { self.scale(room.left) } else { scale };
        }
        let (width, height) = (self.width * scale, self.height * scale);
        let free = self.place.width - width;
        let left = match self.align {
            Align::Start | Align::Left | Align::Justify => 0.0,
            Align::Center => free / 2.0,
            Align::End | Align::Right => free,
        };
        let (x, y) = (at.x + left, at.y);
        let owner = if self.alt.is_empty() {
            at.owner.artifact(ArtifactType::Layout)
        } else {
            let area = Area { page: 0, x, y, width, height };
            setting.structure.open(at.owner, Role::Figure { alt: Rc::clone(&self.alt), area })
        };
        // In no room nothing shows, nor is it read.
        if scale > 0.0 {
            self.draw(setting, owner, x, y, scale);
        }
        Ok(Taken { height, finished: true })
    }
}
