//! Closed days: what a closed day held is not known, and what it will hold is 0.
//!
//! A day of the season that is never open, such as every Sunday, leaves the season altogether: a week with a closed
//! Sunday is a season of six days, and the days that remain follow each other without a gap. Any other closed day, a
//! holiday, is a missing value. So no method has to know of closed days, and what they hold never matters. A day of the
//! season that was closed all history through and opens in the horizon is refused: nothing tells what it holds.

use std::borrow::Cow;

use crate::Error;

/// The open part of a series and its horizon, and the way back.
#[derive(Debug)]
pub(super) struct Calendar {
    /// What is closed; `None` when nothing is.
    days: Option<Days>,
    horizon: usize,
    /// The length of the season that remains.
    pub season_length: usize,
}

#[derive(Debug)]
struct Days {
    /// The places that remain, of the history and then of the horizon.
    kept: Vec<usize>,
    /// How many of them are in the history.
    history: usize,
    /// Values given.
    n: usize,
    /// Of the horizon.
    closed: Vec<bool>,
}

impl Calendar {
    /// `closed` is as long as history and horizon together, or empty when all is open.
    pub fn new(closed: &[bool], n: usize, horizon: usize, season_length: usize) -> Self {
        if closed.is_empty() {
            return Self { days: None, horizon, season_length };
        }
        let never_open = |phase: usize| {
            season_length > 1
                && phase < closed.len()
                && closed.iter().skip(phase).step_by(season_length).all(|&day| day)
        };
        let never_open: Vec<bool> = (0..season_length).map(never_open).collect();
        let remains = never_open.iter().filter(|&&never| !never).count();
        let kept: Vec<usize> = (0..n + horizon).filter(|t| !never_open[t % season_length]).collect();
        let history = kept.partition_point(|&t| t < n);
        let days = Days { kept, history, n, closed: closed[n..].to_vec() };
        Self { days: Some(days), horizon, season_length: remains.max(1) }
    }

    /// Refuses an open day of the horizon whose place in the season the history has, but never open.
    pub fn check(closed: &[bool], n: usize, season_length: usize) -> Result<(), Error> {
        let mut was_open = vec![false; n.min(season_length).min(closed.len())];
        for (t, &day) in closed.iter().take(n).enumerate() {
            was_open[t % season_length] |= !day;
        }
        let opens = |t: &usize| !closed[*t] && was_open.get(t % season_length) == Some(&false);
        (n..closed.len()).find(opens).map_or(Ok(()), |index| Err(Error::NeverOpen { index }))
    }

    /// Where the value at `index` of the days that remain is in the whole history.
    pub fn place(&self, index: usize) -> usize {
        self.days.as_ref().map_or(index, |days| days.kept[index])
    }

    /// Steps of the horizon that remain.
    pub fn horizon(&self) -> usize {
        self.days.as_ref().map_or(self.horizon, |days| days.kept.len() - days.history)
    }

    /// The values of the days that remain; NaN where missing or closed.
    pub fn open<'a>(&self, values: &'a [f64], closed: &[bool]) -> Cow<'a, [f64]> {
        let Some(Days { kept, history, .. }) = &self.days else { return Cow::Borrowed(values) };
        kept[..*history].iter().map(|&t| if closed[t] { f64::NAN } else { values[t] }).collect()
    }

    /// Steps of what remains of the horizon, over the whole of it: 0 on closed days.
    pub fn horizon_of(&self, ahead: Vec<f64>) -> Vec<f64> {
        let Some(Days { kept, history, n, closed }) = &self.days else { return ahead };
        let mut whole = vec![0.0; self.horizon];
        for (&t, value) in kept[*history..].iter().zip(ahead) {
            if !closed[t - n] {
                whole[t - n] = value;
            }
        }
        whole
    }

    /// Values of the days that remain, over the whole history: NaN on the others.
    pub fn history_of(&self, past: Vec<f64>) -> Vec<f64> {
        let Some(Days { kept, n, .. }) = &self.days else { return past };
        let mut whole = vec![f64::NAN; *n];
        for (&t, value) in kept.iter().zip(past) {
            whole[t] = value;
        }
        whole
    }
}
