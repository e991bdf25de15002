//! One recursion, a step at a time: to read a fit's components off, and to go on beyond the series' end.

use super::elementary::power;
use super::recursion::{ADDED, Kind, MULTIPLIED, NO_SEASON, Point};

/// A recursion at some time; equations in `recursion.rs`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Walk {
    kind: Kind,
    /// The parameters, and the level and trend as they are now.
    pub at: Point,
    /// The place of the next value's season in `at.seasonal`.
    place: usize,
}

impl Walk {
    pub fn new(kind: Kind, start: Point) -> Self {
        Self { kind, at: start, place: 0 }
    }

    /// The season of the next value.
    pub fn season(&self) -> Option<f64> {
        self.at.seasonal.get(self.place).copied()
    }

    /// The trend as it is expected to be at the next step.
    fn kept(&self) -> f64 {
        if self.kind.multiplied_trend {
            power(self.at.trend, self.at.phi)
        } else {
            self.at.phi * self.at.trend
        }
    }

    fn level_to_come(&self) -> f64 {
        if self.kind.multiplied_trend { self.at.level * self.kept() } else { self.at.level + self.kept() }
    }

    /// The forecast of the next value.
    pub fn forecast(&self) -> f64 {
        let q = self.level_to_come();
        match self.kind.season {
            NO_SEASON => q,
            ADDED => q + self.season().unwrap_or(0.0),
            _ => q * self.season().unwrap_or(1.0),
        }
    }

    /// Goes on by one value, or, where it is NaN, without.
    pub fn step(&mut self, value: f64) {
        let missing = value.is_nan();
        let (s, kept, q) = (self.season().unwrap_or(0.0), self.kept(), self.level_to_come());
        let e = if missing { 0.0 } else { value - self.forecast() };
        let by_q = 1.0 / q;
        let d = if self.kind.season >= MULTIPLIED { e * (1.0 / s) } else { e };
        let at = &mut self.at;
        at.trend = kept + at.beta * if self.kind.multiplied_trend { d / at.level } else { d };
        at.level = q + at.alpha * d;
        if self.kind.season != NO_SEASON {
            at.seasonal[self.place] = match self.kind.season {
                ADDED => s + at.gamma * e,
                MULTIPLIED => s + at.gamma * (e * by_q),
                _ if missing => s,
                _ => s + at.gamma * (value / at.level - s),
            };
            self.place = (self.place + 1) % self.kind.m;
        }
    }

    /// The season from that of the next value on.
    pub fn seasons_to_come(&self) -> Vec<f64> {
        let mut seasonal = self.at.seasonal.clone();
        seasonal.rotate_left(self.place);
        seasonal
    }
}
