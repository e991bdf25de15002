//! Closed days: what a closed day held is not known, and what it will hold is 0.
//!
//! A day of the season that is never open, such as every Sunday, leaves the season altogether: a week with a closed
//! Sunday is a season of six days, and the days that remain follow each other without a gap. Any other closed day, a
//! holiday, is a missing value. So no method has to know of closed days, and what they hold never matters.

/// The open part of a series and its horizon, and the way back.
#[derive(Debug)]
pub(super) struct Calendar {
    /// The places that remain, of the history and then of the horizon.
    kept: Vec<usize>,
    /// How many of them are in the history.
    history: usize,
    /// Values given.
    n: usize,
    horizon: usize,
    /// Of the horizon; empty when all is open.
    closed: Vec<bool>,
    /// The length of the season that remains.
    pub season_length: usize,
}

impl Calendar {
    /// `closed` is as long as history and horizon together, or empty when all is open.
    pub fn new(closed: &[bool], n: usize, horizon: usize, season_length: usize) -> Self {
        let never_open: Vec<bool> = if closed.is_empty() || season_length == 1 {
            vec![false; season_length]
        } else {
            (0..season_length)
                .map(|phase| {
                    phase < closed.len() && closed.iter().skip(phase).step_by(season_length).all(|&c| c)
                })
                .collect()
        };
        let remains = never_open.iter().filter(|&&never| !never).count();
        let kept: Vec<usize> = (0..n + horizon).filter(|t| !never_open[t % season_length]).collect();
        let history = kept.partition_point(|&t| t < n);
        let closed = closed.get(n..).unwrap_or_default().to_vec();
        Self { kept, history, n, horizon, closed, season_length: remains.max(1) }
    }

    /// Steps of the horizon that remain.
    pub fn horizon(&self) -> usize {
        self.kept.len() - self.history
    }

    /// The values of the days that remain; NaN where missing or closed.
    pub fn open(&self, values: &[f64], closed: &[bool]) -> Vec<f64> {
        let value = |t: usize| if closed.get(t) == Some(&true) { f64::NAN } else { values[t] };
        self.kept[..self.history].iter().map(|&t| value(t)).collect()
    }

    /// Steps of what remains of the horizon, over the whole of it: 0 on closed days.
    pub fn horizon_of(&self, ahead: &[f64]) -> Vec<f64> {
        let mut whole = vec![0.0; self.horizon];
        for (&t, &value) in self.kept[self.history..].iter().zip(ahead) {
            let h = t - self.n;
            if self.closed.get(h) != Some(&true) {
                whole[h] = value;
            }
        }
        whole
    }

    /// Values of the days that remain, over the whole history: NaN on the others.
    pub fn history_of(&self, past: &[f64]) -> Vec<f64> {
        let mut whole = vec![f64::NAN; self.n];
        for (&t, &value) in self.kept.iter().zip(past) {
            whole[t] = value;
        }
        whole
    }
}
