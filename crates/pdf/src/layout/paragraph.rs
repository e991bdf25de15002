//! Paragraphs and headings.

use std::rc::Rc;

use crate::Error;
use crate::layout::mark::{Ink, Mark, Owner, Role};
use crate::layout::{At, Flow, Place, Room, Setting, Taken, fits};
use crate::model::{self, Align, Text};
use crate::text::Line;

/// Lines kept together where none are asked for.
const ORPHANS: usize = 2;

/// Lines of text.
pub(crate) struct Paragraph {
    lines: Vec<Line>,
    /// Index of the line that comes next.
    next: usize,
    orphans: usize,
    heading: Option<(u8, Rc<str>)>,
    /// Whether what it stands in is tagged as the paragraph.
    bare: bool,
    owner: Option<Owner>,
}

impl Paragraph {
    pub(crate) fn new(setting: &mut Setting, paragraph: &model::Paragraph, place: Place) -> Self {
        let model::Paragraph { text, style, align, heading, orphans, lines: most } = paragraph;
        let mut lines = setting.typesetter.paragraph(text, *style, *align, place.width);
        lines.truncate(most.unwrap_or(usize::MAX));
        let orphans = orphans.unwrap_or(ORPHANS).min(lines.len());
        let heading = heading.map(|level| (level, title(text)));
        Self { lines, next: 0, orphans, heading, bare: false, owner: None }
    }

    /// The text of a cell.
    pub(crate) fn bare(setting: &mut Setting, text: &Text, style: usize, align: Align, width: f64) -> Self {
        let lines = setting.typesetter.paragraph(text, style, align, width);
        let orphans = ORPHANS.min(lines.len());
        Self { lines, next: 0, orphans, heading: None, bare: true, owner: None }
    }

    /// Tagged as what it stands in.
    pub(crate) fn into_bare(self) -> Self {
        Self { bare: true, ..self }
    }

    /// How many of the lines that are left go into the room.
    fn count(&self, room: Room) -> usize {
        let left = &self.lines[self.next..];
        let mut height = 0.0;
        let fitting = left
            .iter()
            .take_while(|line| {
                height += line.height;
                fits(height, room.left)
            })
            .count();
        if fitting == left.len() {
            return fitting;
        }
        let allowed = fitting.min(left.len().saturating_sub(self.orphans));
        if allowed >= self.orphans && allowed > 0 {
            allowed
        } else if room.fresh {
            fitting.max(1)
        } else {
            0
        }
    }
}

impl Flow for Paragraph {
    fn height(&mut self, _: &mut Setting, _: f64) -> Result<f64, Error> {
        Ok(height(&self.lines[self.next..]))
    }

    fn least(&mut self, _: &mut Setting) -> Result<f64, Error> {
        let all = self.lines.len() < 2 * self.orphans;
        Ok(height(if all { &self.lines } else { &self.lines[..self.orphans] }))
    }

    fn take(&mut self, setting: &mut Setting, at: At, room: Room) -> Result<Taken, Error> {
        let count = self.count(room);
        if count == 0 && self.next < self.lines.len() {
            return Ok(Taken::NOTHING);
        }
        let Self { heading, owner, bare, .. } = self;
        let owner = if *bare {
            at.owner
        } else {
            setting.structure.opened(owner, at.owner, || match heading {
                Some((level, title)) => Role::Heading { level: *level, title: Rc::clone(title) },
                None => Role::Paragraph,
            })
        };
        let mut y = at.y;
        if let Some((level, title)) = heading.take() {
            setting.marks.push(Mark { owner, x: at.x, y, ink: Ink::Heading { level, title } });
        }
        for line in &mut self.lines[self.next..self.next + count] {
            let Line { height, baseline, .. } = *line;
            if !line.runs.is_empty() {
                let ink = Ink::Text(std::mem::take(line));
                setting.marks.push(Mark { owner, x: at.x, y: y + baseline, ink });
            }
            y += height;
        }
        self.next += count;
        Ok(Taken { height: y - at.y, finished: self.next == self.lines.len() })
    }
}

fn height(lines: &[Line]) -> f64 {
    lines.iter().map(|line| line.height).sum()
}

/// A text on one line, without what is not shown.
fn title(text: &Text) -> Rc<str> {
    let mut title = String::new();
    let spans: &mut dyn Iterator<Item = &str> = match text {
        Text::Plain(text) => &mut std::iter::once(text.as_str()),
        Text::Spans(spans) => &mut spans.iter().map(|span| span.text.as_str()),
    };
    for span in spans {
        title.extend(
            span.chars()
                .filter(|c| !matches!(c, '\u{AD}' | '\u{200B}'))
                .map(|c| if c == '\n' { ' ' } else { c }),
        );
    }
    title.into()
}
