//! Shaping: from a text in one face, script and direction to glyphs.

use std::ops::Range;
use std::sync::{Arc, PoisonError};

use harfrust::{
    Buffer, BufferFlags, ClusterLevel, Direction, Language, Script, ShapeOptions, ShapePlan, ShaperFont,
};
use krilla::surface::Location;
use krilla::text::GlyphId;

use crate::text::Face;

/// A positioned glyph; lengths in ems.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Glyph {
    pub id: u32,
    /// The bytes of its run's text that it, with the others of its cluster, stands for.
    pub text: Range<usize>,
    pub advance: f32,
    pub x_offset: f32,
    pub y_offset: f32,
}

impl krilla::text::Glyph for Glyph {
    fn glyph_id(&self) -> GlyphId {
        GlyphId::new(self.id)
    }

    fn text_range(&self) -> Range<usize> {
        self.text.clone()
    }

    fn x_advance(&self, size: f32) -> f32 {
        self.advance * size
    }

    fn x_offset(&self, size: f32) -> f32 {
        self.x_offset * size
    }

    fn y_offset(&self, size: f32) -> f32 {
        self.y_offset * size
    }

    fn y_advance(&self, _: f32) -> f32 {
        0.0
    }

    fn location(&self) -> Option<Location> {
        None
    }
}

/// The plans a face was shaped with so far.
pub(super) type Plans = Vec<Arc<ShapePlan>>;

/// Plans a face keeps: scripts are few, but languages are whatever documents say.
const MAX_PLANS: usize = 64;

/// The letters on both sides of a text that it joins with though they are shaped apart from it.
pub(super) type Joining = [Option<char>; 2];

/// What is shaped at once.
pub(super) struct Segment<'t> {
    pub text: &'t str,
    /// None for signs that are common to all.
    pub script: Option<Script>,
    pub rtl: bool,
    pub language: Option<&'t Language>,
    pub joining: Joining,
}

/// The glyphs of a text, in visual order, and how wide they are together, in ems.
pub(super) fn shape(face: &Face, buffer: &mut Buffer, segment: &Segment<'_>) -> (Vec<Glyph>, f64) {
    let plan = plan(face, segment);
    buffer.reset();
    buffer.push_str(segment.text);
    buffer.set_direction(plan.direction());
    buffer.set_script(plan.script());
    buffer.set_language(plan.language().cloned());
    buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
    // Each glyph keeps its own character where it has one: readers that ignore ActualText then still find the marks.
    buffer.set_cluster_level(ClusterLevel::MonotoneCharacters);
    let [before, after] = segment.joining;
    let mut bytes = [0; 4];
    if let Some(before) = before {
        buffer.set_pre_context(before.encode_utf8(&mut bytes));
    }
    if let Some(after) = after {
        buffer.set_post_context(after.encode_utf8(&mut bytes));
    }
    let options = ShapeOptions::new().plan(Some(&plan));
    harfrust::shape(&ShaperFont::new(face.shaper()), buffer, options).expect("the buffer is as planned");
    glyphs(buffer, segment, f64::from(face.shaper().units_per_em()))
}

fn plan(face: &Face, &Segment { script, rtl, language, .. }: &Segment<'_>) -> Arc<ShapePlan> {
    let direction = if rtl { Direction::RightToLeft } else { Direction::LeftToRight };
    let mut plans = face.plans().lock().unwrap_or_else(PoisonError::into_inner);
    let known = |plan: &&Arc<ShapePlan>| {
        plan.script() == script && plan.direction() == direction && plan.language() == language
    };
    if let Some(plan) = plans.iter().find(known) {
        return Arc::clone(plan);
    }
    if plans.len() == MAX_PLANS {
        plans.clear();
    }
    let plan = Arc::new(ShapePlan::new(face.shaper(), direction, script, language, &[]));
    plans.push(Arc::clone(&plan));
    plan
}

#[expect(clippy::cast_possible_truncation, reason = "glyphs are drawn in single precision")]
fn glyphs(buffer: &Buffer, segment: &Segment<'_>, units_per_em: f64) -> (Vec<Glyph>, f64) {
    let end_of_text = segment.text.len();
    let ems = |units: i32| (f64::from(units) / units_per_em) as f32;
    let infos = buffer.glyph_infos();
    let mut glyphs: Vec<Glyph> = Vec::with_capacity(infos.len());
    for (info, at) in infos.iter().zip(buffer.glyph_positions()) {
        glyphs.push(Glyph {
            id: info.glyph_id,
            text: info.cluster as usize..end_of_text,
            advance: ems(at.x_advance),
            x_offset: ems(at.x_offset),
            y_offset: ems(at.y_offset),
        });
    }
    // Against the order of reading, each glyph's text ends where the cluster after it begins.
    let mut next = end_of_text..end_of_text;
    let mut end = |glyph: &mut Glyph| {
        glyph.text.end = if glyph.text.start == next.start { next.end } else { next.start };
        next = glyph.text.clone();
    };
    if segment.rtl {
        glyphs.iter_mut().for_each(&mut end);
    } else {
        glyphs.iter_mut().rev().for_each(&mut end);
    }
    let advance: i64 = buffer.glyph_positions().iter().map(|at| i64::from(at.x_advance)).sum();
    (glyphs, advance as f64 / units_per_em)
}
