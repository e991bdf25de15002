//! Lines across and free room.

use krilla::tagging::ArtifactType;

use crate::Error;
use crate::layout::mark::{Ink, Mark};
use crate::layout::{At, Flow, Room, Setting, Taken, fits};
use crate::model::Color;

/// A line across.
pub(crate) struct Rule {
    pub width: f64,
    pub thickness: f64,
    pub color: Color,
}

impl Flow for Rule {
    fn height(&mut self, _: &mut Setting, _: f64) -> Result<f64, Error> {
        Ok(self.thickness)
    }

    fn least(&mut self, _: &mut Setting) -> Result<f64, Error> {
        Ok(self.thickness)
    }

    fn take(&mut self, setting: &mut Setting, at: At, room: Room) -> Result<Taken, Error> {
        if !fits(self.thickness, room.left) && !room.fresh {
            return Ok(Taken::NOTHING);
        }
        setting.marks.push(Mark {
            owner: at.owner.artifact(ArtifactType::Layout),
            x: at.x,
            y: at.y,
            ink: Ink::Rectangle { width: self.width, height: self.thickness, color: self.color },
        });
        Ok(Taken { height: self.thickness, finished: true })
    }
}

/// Free room.
pub(crate) struct Space {
    pub height: f64,
}

impl Flow for Space {
    fn height(&mut self, _: &mut Setting, _: f64) -> Result<f64, Error> {
        Ok(self.height)
    }

    fn least(&mut self, _: &mut Setting) -> Result<f64, Error> {
        Ok(self.height)
    }

    fn take(&mut self, _: &mut Setting, _: At, room: Room) -> Result<Taken, Error> {
        if !fits(self.height, room.left) && !room.fresh {
            return Ok(Taken::NOTHING);
        }
        Ok(Taken { height: self.height, finished: true })
    }
}
