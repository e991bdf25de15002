//! Fits find the optimum: of series that a model fits exactly, and among the optima of short noisy ones.

use std::ops::ControlFlow;

use clinicore_stats::smoothing::{
    Component, Convention, Fit, FitOptions, Initial, Method, Parameters, Pattern, fit,
};
use proptest::prelude::*;

fn fitted(values: &[f64], options: &FitOptions) -> Fit {
    fit(values, options, &mut |_, _| ControlFlow::Continue(())).expect("it can be fitted")
}

fn ets(letters: &str, season_length: usize) -> FitOptions {
    let Method::Ets { criterion, .. } = FitOptions::default().method else {
        unreachable!("the default is ETS")
    };
    let pattern: Pattern = letters.parse().expect("a model");
    let damped = (letters != "ZZZ").then_some(letters.contains('d'));
    let method = Method::Ets {
        pattern: Pattern { damped, ..pattern },
        criterion,
        allow_unstable: false,
        allow_multiplicative_trend: false,
    };
    FitOptions { method, season_length, ..FitOptions::default() }
}

fn holt_winters(convention: Convention, season: Component, m: usize) -> FitOptions {
    let method = Method::LeastSquares { trend: true, damped: false, season, convention };
    FitOptions { method, season_length: m, initial: Initial::Estimated, ..FitOptions::default() }
}

#[test]
fn a_season_that_repeats_exactly_goes_on_so() {
    for (m, slope) in (2_u32..=12).flat_map(|m| [(m, 0.0), (m, 0.5)]) {
        let length = m as usize;
        let exact =
            |t: u32| slope * f64::from(t) + f64::from(25 + (t % m * 7919 + (t % m) * (t % m) * 93 + 17) % 23);
        let mut options = vec![ets("ZZZ", length)];
        let letters: &[&str] = if slope > 0.0 { &["AAA", "MAA"] } else { &["ANA", "MNA", "MNM", "MAM"] };
        options.extend(letters.iter().map(|letters| ets(letters, length)));
        for convention in [Convention::R, Convention::Statsmodels, Convention::Ets] {
            options.push(holt_winters(convention, Component::Additive, length));
            if slope <= 0.0 {
                options.push(holt_winters(convention, Component::Multiplicative, length));
            }
        }
        for noise in [0.0, 1e-12, 1e-11, 1e-10] {
            let y: Vec<f64> = (0..8 * m + 20)
                .map(|t| exact(t) * (1.0 + noise * (f64::from(t * 7919 % 101) / 50.0 - 1.0)))
                .collect();
            for options in &options[..if noise > 0.0 { 2 } else { options.len() }] {
                let got = fitted(&y, options);
                assert!(got.converged, "{m} {slope} {noise} {options:?}");
                let ahead =
                    got.forecast(length, &[], &mut |_, _| ControlFlow::Continue(())).expect("it goes on");
                for (t, forecast) in (8 * m + 20..).zip(ahead.forecast) {
                    assert!((forecast / exact(t) - 1.0).abs() < 1e-6, "{m} {slope} {noise} {options:?}");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn no_held_alpha_is_more_likely(counts in prop::collection::vec(1_u8..10, 8..40), multiplicative: bool) {
        let y: Vec<f64> = counts.into_iter().map(f64::from).collect();
        let options = ets(if multiplicative { "MNN" } else { "ANN" }, 1);
        let free = fitted(&y, &options).log_likelihood;
        for alpha in [1e-4, 0.01, 0.03, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.9999] {
            let parameters = Parameters { alpha: Some(alpha), ..Parameters::default() };
            let held = fitted(&y, &FitOptions { parameters, ..options.clone() }).log_likelihood;
            prop_assert!(free > held - 1e-3, "{free} is less than {held} at {alpha}");
        }
    }
}
