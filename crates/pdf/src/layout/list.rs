//! Lists: items with a label before each.

use std::sync::Arc;

use crate::Error;
use crate::layout::mark::{Ink, Mark, Owner, Role};
use crate::layout::stack::Stack;
use crate::layout::{At, Flow, Place, Room, Setting, Taken, fits};
use crate::model::{self, Block, Kind, Text};
use crate::text::Line;

/// Items with a label before each.
pub(crate) struct List {
    model: Arc<model::List>,
    place: Place,
    /// Index of the item that comes next, or goes on.
    next: usize,
    /// That item, if it was looked at.
    item: Option<Item>,
    owner: Option<Owner>,
}

struct Item {
    /// Until it is drawn.
    label: Option<Line>,
    content: Stack,
    /// Whether the label stands on the right.
    rtl: bool,
    /// Of the item and of its content.
    owners: Option<(Owner, Owner)>,
}

impl List {
    pub(crate) fn new(list: Arc<model::List>, place: Place) -> Self {
        Self { model: list, place, next: 0, item: None, owner: None }
    }

    fn item(&self, setting: &mut Setting, index: usize) -> Item {
        let model::Item { label, content } = &self.model.items[index];
        let width = (self.place.width - self.model.indent).max(0.0);
        Item {
            label: Some(setting.typesetter.line(label, self.model.style)),
            content: Stack::new(content.clone(), Place { width, ..self.place }),
            rtl: is_rtl(content),
            owners: None,
        }
    }

    fn current(&mut self, setting: &mut Setting) -> &mut Item {
        if self.item.is_none() {
            self.item = Some(self.item(setting, self.next));
        }
        self.item.as_mut().expect("made above")
    }
}

impl Item {
    fn label_height(&self) -> f64 {
        self.label.as_ref().map_or(0.0, |label| label.height)
    }

    fn height(&mut self, setting: &mut Setting, limit: f64) -> Result<f64, Error> {
        Ok(self.content.height(setting, limit)?.max(self.label_height()))
    }

    fn take(
        &mut self,
        setting: &mut Setting,
        at: At,
        room: Room,
        list: &model::List,
        width: f64,
    ) -> Result<Taken, Error> {
        let label_height = self.label_height();
        if !fits(label_height, room.left) && !room.fresh {
            return Ok(Taken::NOTHING);
        }
        let structure = &mut setting.structure;
        let (_, body) = *self.owners.get_or_insert_with(|| {
            let item = structure.open(at.owner, Role::Item);
            let label = structure.open(item, Role::Label);
            (label, structure.open(item, Role::Body))
        });
        let left = if self.rtl { 0.0 } else { list.indent };
        let behind = setting.marks.len();
        let taken = self.content.take(setting, at.moved(left, 0.0).of(body), room)?;
        if taken.is_nothing() {
            return Ok(taken);
        }
        if let (Some(line), Some((owner, _))) = (self.label.take(), self.owners)
            && !line.runs.is_empty()
        {
            let x = at.x + if self.rtl { width - line.width } else { 0.0 };
            let y = at.y + line.baseline;
            setting.marks.insert(behind, Mark { owner, x, y, ink: Ink::Text(line) });
        }
        Ok(Taken { height: taken.height.max(label_height), ..taken })
    }
}

/// Whether the first paragraph is read from right to left.
fn is_rtl(content: &[Block]) -> bool {
    let text = content.iter().find_map(|block| match &block.kind {
        Kind::Paragraph(paragraph) => Some(&paragraph.text),
        _ => None,
    });
    let text = match text {
        None => return false,
        Some(Text::Plain(text)) => text.clone(),
        Some(Text::Spans(spans)) => spans.iter().map(|span| span.text.as_str()).collect(),
    };
    unicode_bidi::get_base_direction(text.as_str()) == unicode_bidi::Direction::Rtl
}

impl Flow for List {
    fn height(&mut self, setting: &mut Setting, limit: f64) -> Result<f64, Error> {
        let mut sum = 0.0;
        for index in self.next..self.model.items.len() {
            if index > self.next {
                sum += self.model.gap;
            }
            setting.pace.step()?;
            let height = if index == self.next {
                self.current(setting).height(setting, limit - sum)
            } else {
                self.item(setting, index).height(setting, limit - sum)
            };
            sum += height.map_err(|error| within(error, index))?;
            if !fits(sum, limit) {
                break;
            }
        }
        Ok(sum)
    }

    fn least(&mut self, setting: &mut Setting) -> Result<f64, Error> {
        if self.next == self.model.items.len() {
            return Ok(0.0);
        }
        let index = self.next;
        let item = self.current(setting);
        Ok(item.content.least(setting).map_err(|error| within(error, index))?.max(item.label_height()))
    }

    fn take(&mut self, setting: &mut Setting, at: At, room: Room) -> Result<Taken, Error> {
        let list = Arc::clone(&self.model);
        let role = || Role::List { ordered: list.ordered };
        let owner = setting.structure.opened(&mut self.owner, at.owner, role);
        let mut height = 0.0;
        let first = self.next;
        while self.next < list.items.len() {
            setting.pace.step()?;
            let gap = if self.next == first { 0.0 } else { list.gap };
            let (index, width) = (self.next, self.place.width);
            let room =
                Room { left: room.left - height - gap, fresh: room.fresh && index == first, tail: 0.0 };
            let at = at.moved(0.0, height + gap).of(owner);
            let taken = self
                .current(setting)
                .take(setting, at, room, &list, width)
                .map_err(|error| within(error, index))?;
            if taken.is_nothing() {
                break;
            }
            height += gap + taken.height;
            if !taken.finished {
                break;
            }
            self.item = None;
            self.next += 1;
        }
        Ok(Taken { height, finished: self.next == list.items.len() })
    }
}

fn within(error: Error, index: usize) -> Error {
    error.within(format_args!("items[{index}].content"))
}
