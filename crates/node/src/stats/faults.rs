//! What was wrong with some of many series.

use std::collections::HashMap;

use clinicore_stats::Error;
use napi::bindgen_prelude::Uint32Array;
use napi_derive::napi;

use crate::fault::Fault;

/// See `js/contract/stats/faults.ts`.
#[napi(object)]
pub struct SeriesFaults {
    pub series: Uint32Array,
    pub kinds: Uint32Array,
    pub errors: Vec<String>,
}

/// [`SeriesFaults`] in the making.
#[derive(Default)]
pub struct Faults {
    series: Vec<u32>,
    kinds: Vec<u32>,
    kind_of: HashMap<Error, u32>,
    errors: Vec<String>,
}

impl Faults {
    /// Notes what was wrong with a series; they come in ascending order.
    pub fn push(&mut self, series: u32, error: Error) {
        let Self { kind_of, errors, .. } = self;
        let kind = *kind_of.entry(error).or_insert_with_key(|error| {
            errors.push(Fault::from(error.clone()).to_json());
            u32::try_from(errors.len() - 1).expect("there are no more errors than series")
        });
        self.series.push(series);
        self.kinds.push(kind);
    }
}

impl From<Faults> for SeriesFaults {
    fn from(Faults { series, kinds, errors, .. }: Faults) -> Self {
        Self { series: series.into(), kinds: kinds.into(), errors }
    }
}
