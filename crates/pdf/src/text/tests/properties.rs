use proptest::prelude::*;

use super::*;
use crate::text::filling::MARGIN;

/// Without what may fall away at a line's end, or show nothing.
fn visible(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, ' ' | '\n' | '\u{AD}' | '\u{200B}')).collect()
}

proptest! {
    #[test]
    fn no_text_is_lost_and_no_line_is_too_wide(
        text in "[ a-zA-Z0-9.,()/\u{AD}\u{200B}\u{301}-]{0,80}",
        width in 20.0..200.0_f64,
        justified: bool,
    ) {
        let align = if justified { Align::Justify } else { Align::Start };
        let lines = set(&plain(&text), align, width);
        let read: String = lines.iter().map(read).collect();
        let hyphens = |text: &str| text.matches('-').count();
        let shown = lines.len().saturating_sub(1);
        prop_assert!(hyphens(&read) <= hyphens(&text) + shown);
        prop_assert_eq!(visible(&read).replace('-', ""), visible(&text).replace('-', ""));
        for line in &lines {
            prop_assert!(line.width <= width + MARGIN + 1e-5, "{}", line.width);
        }
    }

    #[test]
    fn any_text_can_be_set(text in "\\PC{0,40}", width in 0.0..100.0_f64, cut in 0..40_usize) {
        let faces = faces();
        let styles = styles();
        let mut typesetter = Typesetter::new(&faces, &styles);
        let cut = text.char_indices().nth(cut).map_or(text.len(), |(at, _)| at);
        let parts = [span(&text[..cut], 1, None), span(&text[cut..], 0, None)];
        for text in [plain(&text), Text::Spans(parts.into())] {
            let Extent { min, max } = typesetter.extent(&text, 0);
            prop_assert!(min.is_finite() && min <= max + 100.0);
            typesetter.first_missing(&text, 0);
            for line in typesetter.paragraph(&text, 0, Align::Justify, width) {
                for run in &line.runs {
                    prop_assert!(run.x.is_finite() && run.width.is_finite());
                    prop_assert!(run.glyphs.iter().all(|glyph| run.text.get(glyph.text.clone()).is_some()));
                }
            }
            prop_assert!(typesetter.paragraph(&text, 0, Align::Start, max).len() <= 1);
        }
    }

    #[test]
    fn mixed_text_is_kept_whole(words in prop::collection::vec(
        prop::sample::select(vec!["OD", "עין", "عين", "مُحَمَّد", "12.5", "(", ")", "हिन्दी", "眼鏡", "แว่นตา", "–", "-"]), 0..12,
    ), width in 1.0..150.0_f64) {
        let text = words.join(" ");
        let lines = set(&plain(&text), Align::Start, width);
        let read: String = lines.iter().map(read).collect();
        prop_assert_eq!(visible(&read), visible(&text));
        for line in &lines {
            // Runs abut.
            for pair in from_left(line).windows(2) {
                prop_assert!((pair[0].x + pair[0].width - pair[1].x).abs() < 1e-6);
            }
        }
    }
}
