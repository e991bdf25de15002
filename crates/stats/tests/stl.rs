//! STL against the crate `stlrs`, another port of the authors' Fortran, to the last bit; and that it can be stopped.

use std::ops::ControlFlow;

use clinicore_stats::Error;
use clinicore_stats::decomposition::{Convention, Smoother, Stl, Window, stl};
use proptest::prelude::*;

fn by_stlrs(y: &[f64], stl: &Stl) -> stlrs::StlResult<f64> {
    stlrs::params()
        .seasonal_length(stl.seasonal.window)
        .seasonal_degree(stl.seasonal.degree.into())
        .seasonal_jump(stl.seasonal.jump)
        .trend_length(stl.trend.window)
        .trend_degree(stl.trend.degree.into())
        .trend_jump(stl.trend.jump)
        .low_pass_length(stl.low_pass.window)
        .low_pass_degree(stl.low_pass.degree.into())
        .low_pass_jump(stl.low_pass.jump)
        .inner_loops(stl.inner_iterations)
        .outer_loops(stl.outer_iterations)
        .fit(y, stl.season_length)
        .expect("the settings are sound")
}

fn smoother() -> impl Strategy<Value = Smoother> {
    (1_usize..60, 0_u8..2, 1_usize..12).prop_map(|(half, degree, jump)| Smoother {
        window: 2 * half + 1,
        degree,
        jump,
    })
}

/// Whole numbers make perfect fits, outliers make neighbourhoods in which robustness leaves nothing.
fn series() -> impl Strategy<Value = Vec<f64>> {
    let value = prop_oneof![8 => -1e3..1e3_f64, 4 => (-3_i8..3).prop_map(f64::from), 1 => Just(1e9)];
    prop_oneof![
        prop::collection::vec(value, 12..120),
        (12_usize..120, 2_usize..7).prop_map(|(n, m)| (0..n).map(|t| (t % m) as f64 + t as f64).collect()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn stl_is_that_of_stlrs_to_the_last_bit(
        y in series(),
        season_length in 2_usize..7,
        (seasonal, trend, low_pass) in (smoother(), smoother(), smoother()),
        inner_iterations in 1_usize..4,
        outer_iterations in 0_usize..4,
    ) {
        let settings = Stl {
            season_length, seasonal, trend, low_pass, periodic: false, inner_iterations, outer_iterations,
        };
        let got = stl(&y, settings, &mut |_, _| ControlFlow::Continue(())).expect("the series is sound");
        // Where it did not weigh, as rounding is all that is left, it is the plain one.
        let plain = got.weights.iter().all(|&weight| weight >= 1.0);
        let want = by_stlrs(&y, &Stl { outer_iterations: if plain { 0 } else { outer_iterations }, ..settings });
        let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
        prop_assert_eq!(bits(&got.trend), bits(want.trend()));
        prop_assert_eq!(bits(&got.seasonal[0]), bits(want.seasonal()));
        prop_assert_eq!(bits(&got.weights), bits(want.weights()));
    }
}

/// Each would take an hour, were it not stopped.
#[test]
fn it_is_stopped_within_a_smoothing() {
    let y: Vec<f64> = (0..1_000_000).map(|t| f64::from(t % 365)).collect();
    let usual = Stl::new(Convention::R, y.len(), 365, Window::Seasons(11), true);
    let long = Smoother { window: 100_001, degree: 1, jump: 1 };
    let short = Stl { season_length: 2, seasonal: Smoother { degree: 0, ..long }, ..usual };
    for settings in [Stl { trend: long, ..usual }, Stl { low_pass: long, ..usual }, short] {
        let mut calls = 0;
        let stopped = stl(&y, settings, &mut |_, _| {
            calls += 1;
            if calls < 20 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        assert_eq!(stopped, Err(Error::Cancelled));
        assert_eq!(calls, 20);
    }
}
