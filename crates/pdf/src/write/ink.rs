//! What is drawn.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect, Size, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, Paint, Stroke};
use krilla::surface::Surface;

use crate::Face;
use crate::drawing;
use crate::layout::mark::Ink;
use crate::model::{Color, Line as Border, Style};
use crate::text::{Line, Run};
use crate::write::point;

/// How far a circle's quarter is from its corner's curve: `4/3 (√2 - 1)`.
const ROUND: f64 = 0.552_284_749_830_793_4;

/// Draws on a page.
pub(super) struct Pen<'a, 's> {
    pub surface: &'a mut Surface<'s>,
    pub faces: &'a [Face],
    pub styles: &'a [Style],
}

/// Something to draw, at a place.
pub(super) struct Placed {
    pub x: f64,
    pub y: f64,
    pub ink: Ink,
}

impl Pen<'_, '_> {
    pub(super) fn draw(&mut self, Placed { x, y, ink }: Placed) {
        match ink {
            Ink::Text(line) => self.line(x, y, &line, 1.0),
            Ink::Turned { line, before, below, angle, scale, opacity } => {
                let turned = Transform::from_rotate_at(point(-angle), point(x), point(y));
                self.surface.push_transform(&turned);
                let scaled = [scale, 0.0, 0.0, scale, x - before * scale, y + below * scale].map(point);
                let [sx, ky, kx, sy, tx, ty] = scaled;
                self.surface.push_transform(&Transform::from_row(sx, ky, kx, sy, tx, ty));
                self.line(0.0, 0.0, &line, opacity);
                self.surface.pop();
                self.surface.pop();
            }
            Ink::Picture { picture, width, height } => {
                // What has no extent draws nothing.
                if let Some(size) = Size::from_wh(point(width), point(height)) {
                    self.surface.push_transform(&Transform::from_translate(point(x), point(y)));
                    self.surface.draw_image(picture.krilla, size);
                    self.surface.pop();
                }
            }
            Ink::Shape { drawing, index, scale } => {
                drawing::draw(self.surface, &drawing.shapes[index], [x, y, scale]);
            }
            Ink::Modules { modules, across, down } => {
                drawing::draw_modules(self.surface, &modules, [x, y], [across, down]);
            }
            Ink::Rectangle { width, height, color } => self.fill(rectangle(x, y, width, height, 0.0), color),
            Ink::Frame { width, height, radius, background, border } => {
                if let Some(color) = background {
                    self.fill(rectangle(x, y, width, height, radius), color);
                }
                if let Some(border) = border {
                    let inset = border.width / 2.0;
                    let (width, height) = (width - border.width, height - border.width);
                    self.stroke(rectangle(x + inset, y + inset, width, height, radius - inset), border);
                }
            }
            Ink::Heading { .. } => {}
        }
    }

    /// Draws a line of text; `y` is its baseline.
    fn line(&mut self, x: f64, y: f64, line: &Line, opacity: f64) {
        for run in &line.runs {
            self.run(x + run.x, y, run, opacity);
        }
    }

    fn run(&mut self, x: f64, y: f64, run: &Run, opacity: f64) {
        let style = &self.styles[run.style];
        self.set_fill(style.color, opacity);
        let font = self.faces[run.face].embeddable().clone();
        let start = Point::from_xy(point(x), point(y));
        self.surface.draw_glyphs(start, &run.glyphs, font, &run.text, point(style.size), false);
        if style.underline {
            let thickness = style.size * 0.05;
            self.draw_path(rectangle(x, y + style.size * 0.12, run.width, thickness, 0.0));
        }
    }

    fn set_fill(&mut self, color: Color, opacity: f64) {
        let opacity = NormalizedF32::new(point(opacity)).unwrap_or(NormalizedF32::ONE);
        self.surface.set_fill(Some(Fill { paint: paint(color), opacity, ..Fill::default() }));
    }

    fn fill(&mut self, path: Option<Path>, color: Color) {
        self.set_fill(color, 1.0);
        self.draw_path(path);
    }

    fn stroke(&mut self, path: Option<Path>, border: Border) {
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(Stroke {
            paint: paint(border.color),
            width: point(border.width),
            ..Stroke::default()
        }));
        self.draw_path(path);
        // What is drawn next may set none: a code's modules would be drawn with a border around each.
        self.surface.set_stroke(None);
    }

    /// What has no extent draws nothing.
    fn draw_path(&mut self, path: Option<Path>) {
        if let Some(path) = path {
            self.surface.draw_path(&path);
        }
    }
}

fn paint([red, green, blue]: Color) -> Paint {
    rgb::Color::new(red, green, blue).into()
}

/// A rectangle with round corners; none without extent.
fn rectangle(x: f64, y: f64, width: f64, height: f64, radius: f64) -> Option<Path> {
    let rect = Rect::from_xywh(point(x), point(y), point(width), point(height))?;
    let mut path = PathBuilder::new();
    let radius = radius.min(width / 2.0).min(height / 2.0);
    if radius <= 0.0 {
        path.push_rect(rect);
        return path.finish();
    }
    let (right, bottom) = (x + width, y + height);
    path.move_to(point(x + radius), point(y));
    corner(&mut path, (right - radius, y), (right, y), (right, y + radius));
    corner(&mut path, (right, bottom - radius), (right, bottom), (right - radius, bottom));
    corner(&mut path, (x + radius, bottom), (x, bottom), (x, bottom - radius));
    corner(&mut path, (x, y + radius), (x, y), (x + radius, y));
    path.close();
    path.finish()
}

/// A line to `from`, and a quarter of a circle around a corner.
fn corner(path: &mut PathBuilder, from: (f64, f64), corner: (f64, f64), to: (f64, f64)) {
    let toward = |(x, y): (f64, f64)| (point(x + (corner.0 - x) * ROUND), point(y + (corner.1 - y) * ROUND));
    let ((x1, y1), (x2, y2)) = (toward(from), toward(to));
    path.line_to(point(from.0), point(from.1));
    path.cubic_to(x1, y1, x2, y2, point(to.0), point(to.1));
}
