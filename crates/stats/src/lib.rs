//! Statistics and forecasting for planning a clinic's stock.
//!
//! The conventions are R's where packages differ, and each formula cites its source.
//!
//! ```
//! use clinicore_stats::smoothing::holt_winters::{self, Parameters, Seasonal};
//!
//! // Four weeks of sales with a weekly pattern and a slow rise.
//! let week = [20.0, 22.0, 25.0, 24.0, 30.0, 41.0, 12.0];
//! let sales: Vec<f64> = (0..28).map(|day| week[day % 7] + 0.1 * day as f64).collect();
//!
//! let run = holt_winters::run(
//!     &sales,
//!     Parameters { alpha: 0.3, beta: 0.1, gamma: 0.2, season_length: 7, seasonal: Seasonal::Additive },
//! )?;
//! let ahead = run.forecast(7);
//! assert!((ahead[5] - (41.0 + 0.1 * 33.0)).abs() < 0.5);
//! # Ok::<(), clinicore_stats::Error>(())
//! ```
#![forbid(unsafe_code)]

pub mod anomaly;
pub mod decomposition;
pub mod descriptive;
pub mod distribution;
mod error;
pub mod forecast;
pub mod regression;
pub mod smoothing;

pub use error::Error;
