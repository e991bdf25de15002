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
    surface.set_stroke(stroke.as_ref().and_then(|pen| line(pen, opacity)));
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

/// None if its lengths are none.
fn line(pen: &Pen, opacity: NormalizedF32) -> Option<Stroke> {
    let dash: Vec<f32> = pen.dash.iter().map(|&length| small(length)).collect();
    let width = small(pen.width);
    let is_length = |length: &f32| length.is_finite() && *length >= 0.0;
    let is_drawn = is_length(&width)
        && dash.iter().all(is_length)
        && (dash.is_empty() || dash.iter().sum::<f32>() > 0.0);
    is_drawn.then(|| Stroke {
        paint: paint(pen.color),
        width,
        line_cap: if pen.round { LineCap::Round } else { LineCap::Butt },
        line_join: if pen.round { LineJoin::Round } else { LineJoin::Miter },
        opacity,
        dash: (!dash.is_empty()).then_some(StrokeDash { array: dash, offset: 0.0 }),
        ..Stroke::default()
    })
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

#[cfg(test)]
mod tests {
    use krilla::page::PageSettings;
    use proptest::prelude::*;

    use super::*;

    /// Content of a page with a shape, as mutool or anybody else reads it.
    fn drawn(shape: &Shape) -> String {
        let settings = krilla::SerializeSettings { compress_content_streams: false, ..Default::default() };
        let mut document = krilla::Document::new_with(settings);
        let mut page = document.start_page_with(PageSettings::from_wh(100.0, 100.0).expect("a size"));
        let mut surface = page.surface();
        draw(&mut surface, shape, [10.0, 20.0, 2.0]);
        surface.finish();
        page.finish();
        let pdf = document.finish().expect("a file");
        let file = lopdf::Document::load_mem(&pdf).expect("a file that is read");
        let page = file.page_iter().next().expect("a page");
        String::from_utf8(file.get_page_content(page)).expect("ASCII")
    }

    fn shape(path: &[f64], stroke: Option<Pen>) -> Shape {
        Shape::Path { path: path.to_vec(), fill: Some([255, 0, 0]), even_odd: true, stroke, opacity: None }
    }

    #[test]
    fn operators_become_those_of_a_page() {
        let pen = Pen { width: 3.0, color: [0, 0, 255], dash: vec![4.0, 2.0], round: true };
        let content = drawn(&shape(
            &[0.0, 1.0, 2.0, 1.0, 3.0, 4.0, 2.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 3.0],
            Some(pen),
        ));
        let words: Vec<&str> = content.split_whitespace().collect();
        // The page's own y goes upwards; it is filled by the even-odd rule, and stroked.
        assert_eq!(
            words.join(" "),
            "q 2 0 0 -2 10 80 cm 1 0 0 rg 0 0 1 RG 3 w 1 J 1 j[4 2]0 d 1 2 m 3 4 l 5 6 7 8 9 10 c h B* Q"
        );
    }

    #[test]
    fn what_is_no_path_draws_nothing() {
        for path in [
            &[1.0, 2.0, 3.0][..],
            &[0.0, 1.0],
            &[0.0, 1.0, 2.0, 7.0],
            &[0.0, f64::NAN, 1.0],
            &[0.0, 1e300, 1.0],
        ] {
            assert!(outline(path).is_none(), "{path:?}");
        }
        for (width, dash) in
            [(f64::NAN, vec![]), (-1.0, vec![]), (1.0, vec![0.0, 0.0]), (1.0, vec![f64::INFINITY])]
        {
            let pen = Pen { width, color: [0; 3], dash, round: false };
            assert!(line(&pen, NormalizedF32::ONE).is_none(), "{pen:?}");
        }
    }

    proptest! {
        #[test]
        fn any_numbers_are_drawn_or_not(path in proptest::collection::vec(prop_oneof![0..4_i8, any::<i8>()], 0..40)) {
            let path: Vec<f64> = path.into_iter().map(f64::from).collect();
            let content = drawn(&shape(&path, None));
            prop_assert!(!content.contains("NaN") && !content.contains("inf"));
        }
    }
}
