//! The shipped faces: coverage, shaping, and what of it may be kept between documents.

use std::sync::OnceLock;

use harfrust::{Buffer, ClusterLevel, Direction, Script, ShapeOptions, ShapePlan, ShaperFont, Tag};

/// Font units to the em, in both faces; an advance of `UNITS_PER_EM` at 10 pt is 10 pt.
pub(crate) const UNITS_PER_EM: f64 = 1000.0;

static REGULAR: &[u8] = include_bytes!("../../fonts/NotoSans-Regular.ttf");
static BOLD: &[u8] = include_bytes!("../../fonts/NotoSans-Bold.ttf");

/// Which face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// One glyph of a shaped text; lengths in font units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Glyph {
    pub id: u32,
    /// The bytes of the text that the glyph (with the others of its cluster) stands for.
    pub text: std::ops::Range<usize>,
    pub advance: i32,
    pub x_offset: i32,
    pub y_offset: i32,
}

/// A face, read once in the life of the process. It holds nothing of any document.
pub(crate) struct Face {
    pub(crate) embeddable: krilla::text::Font,
    shaper: harfrust::Font,
    plans: [(Option<Script>, ShapePlan); 4],
}

impl Face {
    /// The face of that weight.
    pub(crate) fn of(weight: Weight) -> &'static Self {
        static FACES: [OnceLock<Face>; 2] = [const { OnceLock::new() }; 2];
        FACES[weight as usize].get_or_init(|| Self::read(if weight == Weight::Bold { BOLD } else { REGULAR }))
    }

    fn read(data: &'static [u8]) -> Self {
        let shaper = harfrust::Font::new(data, 0).expect("the shipped font is well-formed");
        let plan = |script: Option<Script>| {
            (script, ShapePlan::new(&shaper, Direction::LeftToRight, script, None, &[]))
        };
        let script = |tag| Script::from_iso15924_tag(Tag::new(tag));
        let plans = [plan(script(b"Latn")), plan(script(b"Cyrl")), plan(script(b"Grek")), plan(None)];
        let embeddable = krilla::text::Font::new(data.into(), 0).expect("the shipped font is well-formed");
        Self { embeddable, shaper, plans }
    }

    /// The first character of `text` that the shipped faces (which cover the same ones) cannot draw.
    pub(crate) fn first_missing(text: &str) -> Option<char> {
        static COVERED: OnceLock<Vec<bool>> = OnceLock::new();
        let covered = COVERED.get_or_init(|| {
            let charmap = Self::of(Weight::Regular).shaper.charmap();
            (0..=0xFFFF_u32).map(|code_point| charmap.map_unicode(code_point).is_some()).collect()
        });
        text.chars().find(|&c| !covered.get(c as usize).copied().unwrap_or(false))
    }

    /// Turns a text without line breaks into positioned glyphs.
    pub(crate) fn shape(&self, text: &str) -> Vec<Glyph> {
        let mut buffer = Buffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_language(None);
        // Each glyph keeps its own character where it has one: readers that ignore ActualText then still find the marks.
        buffer.set_cluster_level(ClusterLevel::MonotoneCharacters);
        let plan = self.plans.iter().find(|(script, _)| *script == buffer.script());
        // A text of marks or signs only has no script of its own: it is shaped by the font's default.
        let plan = plan.unwrap_or_else(|| {
            buffer.set_script(None);
            &self.plans[3]
        });
        let options = ShapeOptions::new().plan(Some(&plan.1));
        harfrust::shape(&ShaperFont::new(&self.shaper), &mut buffer, options)
            .expect("the plan was made for this direction and script");

        let infos = buffer.glyph_infos();
        let mut end = text.len();
        let mut glyphs: Vec<Glyph> = Vec::with_capacity(infos.len());
        // Clusters rise from left to right: backwards, each glyph's text ends where the next cluster begins.
        for (index, (info, at)) in infos.iter().zip(buffer.glyph_positions()).enumerate().rev() {
            let start = info.cluster as usize;
            if let Some(next) = infos.get(index + 1).filter(|next| next.cluster != info.cluster) {
                end = next.cluster as usize;
            }
            glyphs.push(Glyph {
                id: info.glyph_id,
                text: start..end,
                advance: at.x_advance,
                x_offset: at.x_offset,
                y_offset: at.y_offset,
            });
        }
        glyphs.reverse();
        glyphs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn width(text: &str) -> i32 {
        Face::of(Weight::Regular).shape(text).iter().map(|glyph| glyph.advance).sum()
    }

    // The widths are HarfBuzz's own (hb-shape on the same file).
    #[test]
    fn pairs_are_kerned_and_ligatures_formed() {
        assert_eq!(width("AVATAR"), 3475);
        let office = Face::of(Weight::Regular).shape("office");
        assert_eq!(
            office.iter().map(|glyph| glyph.text.clone()).collect::<Vec<_>>(),
            [0..1, 1..4, 4..5, 5..6]
        );
    }

    #[test]
    fn marks_stand_over_their_base_and_take_no_room() {
        let glyphs = Face::of(Weight::Regular).shape("q\u{303}");
        assert_eq!(glyphs.iter().map(|glyph| glyph.advance).collect::<Vec<_>>(), [615, 0]);
        assert_eq!(glyphs.iter().map(|glyph| glyph.text.clone()).collect::<Vec<_>>(), [0..1, 1..3]);
    }

    #[test]
    fn both_faces_cover_the_same_characters() {
        let covered = |weight| {
            let charmap = Face::of(weight).shaper.charmap();
            (0..=0x1F_FFFF_u32).filter(|c| charmap.map_unicode(*c).is_some()).collect::<Vec<_>>()
        };
        assert_eq!(covered(Weight::Regular), covered(Weight::Bold));
        assert!(covered(Weight::Regular).iter().all(|c| *c <= 0xFFFF));
    }

    #[test]
    fn invisible_and_direction_changing_characters_are_not_covered() {
        for c in [
            '\u{AD}', '\u{200B}', '\u{200E}', '\u{202E}', '\u{2066}', '\u{FEFF}', '\u{FFFD}', '\n', '\u{628}',
        ] {
            assert_eq!(Face::first_missing(&format!("a{c}")), Some(c));
        }
        assert_eq!(Face::first_missing("Čištění 10 € – Ωμέγα, Привет, Đặng"), None);
    }
}
