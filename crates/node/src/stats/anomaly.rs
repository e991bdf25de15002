//! Anomalies for JavaScript.

use std::ops::ControlFlow;

use clinicore_stats::anomaly::{self, Anomaly, Cost, Detector, Direction, Method, Penalty, Segment};
use napi::Env;
use napi::bindgen_prelude::{Float64Array, Object, Uint32Array};
use napi_derive::napi;

use crate::fault::Fault;
use crate::guard;
use crate::job::Job;
use crate::split::{Checkpoint, Cut, Gather};

/// How values are judged; meanings in `js/contract/stats/anomaly.ts`.
#[napi(object)]
pub struct AnomalySettings {
    #[napi(
        ts_type = "'z-score' | 'robust-z-score' | 'iqr' | 'moving-average' | 'ewma' | 'stl' | 'generalized-esd' | 'seasonal-hybrid-esd'"
    )]
    pub method: String,
    #[napi(ts_type = "'both' | 'above' | 'below'")]
    pub direction: String,
    pub threshold: f64,
    pub window: u32,
    pub season_length: u32,
    pub max_anomalies: u32,
    pub significance: f64,
}

impl AnomalySettings {
    fn detector(&self) -> Result<Detector, Fault> {
        let (window, season_length) = (self.window as usize, self.season_length as usize);
        let method = match self.method.as_str() {
            "z-score" => Method::ZScore,
            "robust-z-score" => Method::RobustZScore,
            "iqr" => Method::Iqr,
            "moving-average" => Method::MovingAverage { window },
            "ewma" => Method::Ewma { window },
            "stl" => Method::Stl { season_length },
            "generalized-esd" => Method::GeneralizedEsd,
            "seasonal-hybrid-esd" => Method::SeasonalHybridEsd { season_length },
            _ => return Err(Fault::internal()),
        };
        let direction = match self.direction.as_str() {
            "both" => Direction::Both,
            "above" => Direction::Above,
            "below" => Direction::Below,
            _ => return Err(Fault::internal()),
        };
        Ok(Detector {
            method,
            direction,
            threshold: self.threshold,
            max_anomalies: self.max_anomalies as usize,
            significance: self.significance,
        })
    }

    /// Values in one part of a batch: some milliseconds' work.
    fn grain(&self) -> usize {
        if self.season_length > 0 { 1 << 11 } else { 1 << 17 }
    }
}

/// An anomaly's six numbers.
fn row(found: &Anomaly) -> [f64; 6] {
    [found.index as f64, found.value, found.expected, found.score, found.lower, found.upper]
}

/// What stands out of one series, at once.
#[napi(namespace = "stats")]
pub fn find_anomalies(values: &[f64], settings: AnomalySettings) -> napi::Result<Float64Array> {
    guard::export(|| {
        let found = anomaly::detect(values, &settings.detector()?, &mut |_, _| ControlFlow::Continue(()))?;
        Ok(Float64Array::new(found.iter().flat_map(row).collect()))
    })
}

/// The counts of many series, and what stands out of each.
struct Found {
    flat: Vec<f64>,
    /// Series that were added.
    series: usize,
}

impl Gather for Found {
    type Part = Vec<Vec<Anomaly>>;
    type Answer = Float64Array;

    fn add(&mut self, part: Self::Part) {
        for found in part {
            self.flat[self.series] = found.len() as f64;
            self.flat.extend(found.iter().flat_map(row));
            self.series += 1;
        }
    }

    fn answer(self) -> Float64Array {
        self.flat.into()
    }
}

/// What stands out of each of many series; nothing of an empty one.
#[napi(namespace = "stats", ts_return_type = "Promise<Float64Array>")]
pub fn detect_anomalies<'env>(
    env: &'env Env,
    values: Float64Array,
    offsets: Uint32Array,
    settings: AnomalySettings,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let detector = guard::export(|| settings.detector())?;
    let count = offsets.len().saturating_sub(1);
    // As many series to a part as make its grain, were they all as long.
    let grain = settings.grain() * count.max(1) / values.len().max(1);
    let work = move |part: std::ops::Range<usize>, checkpoint: Checkpoint<'_>| {
        let (first, series) = (part.start, part.len() as u64);
        let mut found = Vec::new();
        for i in part {
            let done = (i - first) as u64;
            if checkpoint(done, series).is_break() {
                return Err(Fault::aborted());
            }
            let values = &values[offsets[i] as usize..offsets[i + 1] as usize];
            found.push(if values.is_empty() {
                Vec::new()
            } else {
                anomaly::detect(values, &detector, &mut |_, _| checkpoint(done, series))?
            });
        }
        Ok(found)
    };
    let all = Found { flat: vec![0.0; count], series: 0 };
    job.start_split(env, Cut { count, grain: grain.max(1) }, work, all)
}

/// The segments of a series, four numbers each.
#[napi(namespace = "stats", ts_return_type = "Promise<Float64Array>")]
pub fn changepoints<'env>(
    env: &'env Env,
    values: &[f64],
    #[napi(ts_arg_type = "'mean' | 'variance' | 'mean-variance'")] cost: String,
    #[napi(ts_arg_type = "'bic' | 'mbic' | 'fixed'")] penalty: String,
    by: f64,
    min_segment: u32,
    job: &Job,
) -> napi::Result<Object<'env>> {
    let (cost, penalty) = guard::export(|| {
        let cost = match cost.as_str() {
            "mean" => Cost::Mean,
            "variance" => Cost::Variance,
            "mean-variance" => Cost::MeanVariance,
            _ => return Err(Fault::internal()),
        };
        let penalty = match penalty.as_str() {
            "bic" => Penalty::Bic,
            "mbic" => Penalty::Mbic,
            "fixed" => Penalty::Fixed(by),
            _ => return Err(Fault::internal()),
        };
        Ok((cost, penalty))
    })?;
    let values = values.to_vec();
    job.start(env, move |control| {
        let mut checkpoint = |done, total| control.checkpoint(done, total);
        let segments = anomaly::changepoints(&values, cost, penalty, min_segment as usize, &mut checkpoint)?;
        let row = |s: &Segment| [s.start as f64, s.end as f64, s.mean, s.variance];
        Ok(Float64Array::new(segments.iter().flat_map(row).collect()))
    })
}
