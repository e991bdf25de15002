//! Blocks in a frame.

use krilla::tagging::ArtifactType;

use crate::Error;
use crate::layout::mark::{Ink, Mark, Owner, Role};
use crate::layout::stack::Stack;
use crate::layout::{At, Flow, Place, Room, Setting, Taken, fits};
use crate::model;

/// Blocks in a frame; on each page, the frame goes around what stands there.
pub(crate) struct Frame {
    model: model::Frame,
    width: f64,
    content: Stack,
    begun: bool,
    owner: Option<Owner>,
}

impl Frame {
    pub(crate) fn new(frame: model::Frame, place: Place) -> Self {
        let [top, right, bottom, left] = inset(&frame);
        let inside =
            Place { width: (place.width - left - right).max(0.0), whole: place.whole - top - bottom };
        let content = Stack::new(frame.content.clone(), inside);
        Self { model: frame, width: place.width, content, begun: false, owner: None }
    }
}

/// From the frame's edges to its content: border and padding.
pub(super) fn inset(frame: &model::Frame) -> model::Sides {
    let border = frame.border.map_or(0.0, |border| border.width);
    frame.padding.map(|padding| padding + border)
}

impl Flow for Frame {
    fn height(&mut self, setting: &mut Setting, limit: f64) -> Result<f64, Error> {
        let [top, _, bottom, _] = inset(&self.model);
        let content =
            self.content.height(setting, limit - top - bottom).map_err(|error| error.within("content"))?;
        Ok(top + content + bottom)
    }

    fn least(&mut self, setting: &mut Setting) -> Result<f64, Error> {
        let [top, _, bottom, _] = inset(&self.model);
        Ok(top + self.content.least(setting).map_err(|error| error.within("content"))? + bottom)
    }

    fn take(&mut self, setting: &mut Setting, at: At, room: Room) -> Result<Taken, Error> {
        if !self.begun && !room.fresh && !fits(self.least(setting)?, room.left) {
            return Ok(Taken::NOTHING);
        }
        let [top, _, bottom, left] = inset(&self.model);
        let owner = setting.structure.opened(&mut self.owner, at.owner, || Role::Group);
        let behind = setting.marks.len();
        let model::Frame { background, border, radius, .. } = self.model;
        let shows = background.is_some() || border.is_some();
        let (width, height) = (self.width, 0.0);
        if shows {
            let ink = Ink::Frame { width, height, radius, background, border };
            setting.marks.push(Mark {
                owner: at.owner.artifact(ArtifactType::Layout),
                x: at.x,
                y: at.y,
                ink,
            });
        }
        let inside = Room { left: room.left - top - bottom, fresh: room.fresh, tail: 0.0 };
        let taken = self
            .content
            .take(setting, at.moved(left, top).of(owner), inside)
            .map_err(|error| error.within("content"))?;
        if taken.is_nothing() {
            return Ok(Taken::NOTHING);
        }
        self.begun = true;
        let taken = Taken { height: top + taken.height + bottom, ..taken };
        if shows && let Ink::Frame { height, .. } = &mut setting.marks[behind].ink {
            *height = taken.height;
        }
        Ok(taken)
    }
}
