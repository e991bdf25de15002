//! Exponential smoothing: filters with fixed parameters, fits by least squares or maximum likelihood, the whole ETS
//! family and the choice from it.
//!
//! - `model`: the taxonomy; `options`: what to fit; `fit`: the result;
//! - `recursion`: every model's recursion, several candidates in lockstep (`lanes`); `adjoint`: its gradient;
//!   `walk`: one recursion, a step at a time;
//! - `space`: the conventions' parameters as a box; `grid`: where searches in it start; `optimise`: a quasi-Newton descent;
//!   `lockstep`: many at once;
//! - `squares`: the recursions of given start states with their tangents; `gauss_newton`: a search by these;
//!   `least_squares`: many at once;
//! - `initial`: start values; `prepared`: a series and the models to try on it; `likelihood`: criteria; `select`: the fit
//!   that wins; `engine`: all of it, of one series or many;
//! - `forecast`: from a fit to the values to come and their intervals; `simulate`: where there is no formula.

mod adjoint;
mod elementary;
mod engine;
mod fit;
mod forecast;
mod gauss_newton;
mod grid;
pub mod holt_winters;
mod initial;
mod lanes;
mod least_squares;
mod likelihood;
mod lockstep;
mod model;
mod optimise;
mod options;
mod prepared;
#[cfg(test)]
mod properties;
mod recursion;
mod select;
mod simulate;
mod space;
mod squares;
mod walk;

pub use engine::{fit, fit_many};
pub use fit::{Ahead, Candidate, Fit, Interval};
pub use lockstep::Checkpoint;
pub use model::{Class, Component, Model, Pattern};
pub use options::{Convention, Criterion, FitOptions, Initial, Likelihood, Method, Parameters, States};
