//! Vector shapes on a page.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Rect, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, LineCap, LineJoin, Paint, Stroke, StrokeDash};
use krilla::surface::Surface;

use crate::code::Modules;
use crate::model::{Color, Shape, Stroke as Pen};

/// Draws a path of a drawing whose top left is at `(x, y)`, `scale` times as large; of what is no path, nothing.
pub(crate) fn draw(surface: &mut Surface, shape: &Shape, [x, y, scale]: [f64; 3]) {
    let Shape::Path { path, fill, even_odd, stroke, opacity } = shape else { return };
    let Some(path) = outline(path) else { return };
    let opacity = NormalizedF32::new(small(opacity.unwrap_or(1.0))).unwrap_or(NormalizedF32::ONE);
    surface.push_transform(&Transform::from_row(small(scale), 0.0, 0.0, small(scale), small(x), small(y)));
    surface.set_fill(fill.map(|color| Fill {
        paint: paint(color),
        opacity,
        rule: if *even_odd { FillRule::EvenOdd } else { FillRule::NonZero },
    }));
    surface.set_stroke(stroke.as_ref().map(|pen| line(pen, opacity)));
    surface.draw_path(&path);
    surface.set_stroke(None);
    surface.pop();
}

/// Draws the modules of a code, its quiet zone left out, from `(x, y)` on: each so large across and down.
///
/// All of them are one path, so that no light comes through between them.
pub(crate) fn draw_modules(
    surface: &mut Surface,
    modules: &Modules,
    [x, y]: [f64; 2],
    [across, down]: [f64; 2],
) {
    let mut path = PathBuilder::new();
    for &(column, row, columns, rows) in &modules.dark {
        let left = x + across * column as f64;
        let top = y + down * row as f64;
        let (right, bottom) = (left + across * columns as f64, top + down * rows as f64);
        if let Some(rect) = Rect::from_ltrb(small(left), small(top), small(right), small(bottom)) {
            path.push_rect(rect);
        }
    }
    if let Some(path) = path.finish() {
        surface.set_fill(Some(Fill { paint: paint([0; 3]), ..Fill::default() }));
        surface.draw_path(&path);
    }
}

/// The path of operators with their coordinates; none if nothing is drawn, or an operator is unknown or not whole.
fn outline(operators: &[f64]) -> Option<Path> {
    let mut path = PathBuilder::new();
    let mut rest = operators.iter().map(|&number| small(number));
    let mut is_begun = false;
    while let Some(operator) = rest.next() {
        let mut next = || rest.next().filter(|coordinate| coordinate.is_finite());
        match operator {
            0.0 => path.move_to(next()?, next()?),
            _ if !is_begun => return None,
            1.0 => path.line_to(next()?, next()?),
            2.0 => path.cubic_to(next()?, next()?, next()?, next()?, next()?, next()?),
            3.0 => path.close(),
            _ => return None,
        }
        is_begun = true;
    }
    path.finish()
}

fn line(pen: &Pen, opacity: NormalizedF32) -> Stroke {
    Stroke {
        paint: paint(pen.color),
        width: small(pen.width),
        line_cap: if pen.round { LineCap::Round } else { LineCap::Butt },
        line_join: if pen.round { LineJoin::Round } else { LineJoin::Miter },
        opacity,
        dash: (!pen.dash.is_empty()).then(|| StrokeDash {
            array: pen.dash.iter().map(|&length| small(length)).collect(),
            offset: 0.0,
        }),
        ..Stroke::default()
    }
}

fn paint([red, green, blue]: Color) -> Paint {
    rgb::Color::new(red, green, blue).into()
}

/// A number as the writer takes it.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a page is far smaller than where `f32` loses hundredths of a point"
)]
fn small(number: f64) -> f32 {
    number as f32
}
