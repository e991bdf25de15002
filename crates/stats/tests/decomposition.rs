//! Decomposition against R and statsmodels, and against what must hold for every series.

use std::ops::ControlFlow;

use clinicore_stats::Error;
use clinicore_stats::decomposition::{Convention, Model, Stl, Window, classical, interpolate, mstl, stl};
use proptest::prelude::*;
use serde_json::Value;

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../__test__/golden/stats");

fn read(file: &str) -> String {
    std::fs::read_to_string(format!("{GOLDEN}/{file}")).expect("the golden file is there")
}

fn columns(file: &str) -> Vec<Vec<f64>> {
    let rows: Vec<Vec<f64>> = read(file)
        .lines()
        .skip(1)
        .map(|line| line.split(',').map(|cell| cell.parse().expect("a number")).collect())
        .collect();
    (0..rows[0].len()).map(|i| rows.iter().map(|row| row[i]).collect()).collect()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(|x| x.as_f64().expect("of numbers")).collect()
}

fn assert_close(what: &str, got: &[f64], want: &[f64]) {
    assert_eq!(got.len(), want.len(), "{what}");
    for (i, (g, w)) in got.iter().zip(want).enumerate() {
        assert!((g - w).abs() <= 1e-9 * w.abs().max(1.0), "{what}[{i}]: {g} is not {w}");
    }
}

fn go_on(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// statsmodels 0.15.0, `STL(y, period=7).fit(inner_iter=2)`: the plain fit, which leaves 2e-14. Its robust fit weighs that,
/// and moves by units as the values do by their last digits.
#[test]
fn rounding_is_not_weighed() {
    let y = [31.2, 28.7, 35.1, 40.9, 52.3, 18.4, 0.6, 33.8, 27.1, 36.6, 44.2, 49.7, 21.3, 2.9];
    let settings = Stl::new(Convention::Statsmodels, y.len(), 7, Window::Seasons(7), true);
    let parts = stl(&y, settings, &mut go_on).expect("it is long enough");
    assert_close(
        "trend",
        &parts.trend[..3],
        &[29.004_081_632_653_05, 29.175_510_204_081_615, 29.346_938_775_510_175],
    );
    assert_eq!(parts.weights, [1.0; 14]);
}

/// `stl(x, s.window = 13, robust = …)` in R, monthly and quarterly data.
#[test]
fn stl_agrees_with_r() {
    for (name, m) in [("airpassengers", 12), ("austourists", 4)] {
        let y = columns(&format!("data_{name}.csv")).swap_remove(0);
        for (suffix, robust) in [("", false), ("_robust", true)] {
            let want = columns(&format!("stl_{name}_Rstyle{suffix}.csv"));
            let settings = Stl::new(Convention::R, y.len(), m, Window::Seasons(13), robust);
            let got = stl(&y, settings, &mut go_on).expect("the series is long enough");
            assert_close("seasonal", &got.seasonal[0], &want[0]);
            assert_close("trend", &got.trend, &want[1]);
            assert_close("remainder", &got.remainder, &want[2]);
            assert_close("weights", &got.weights, &want[3]);
        }
    }
}

/// `mstl` in R's package forecast, jumps of 1, hourly values with a daily and a weekly season.
#[test]
fn mstl_agrees_with_r() {
    let golden: Value = serde_json::from_str(&read("decomposition_mstl.json")).expect("it is JSON");
    let want = &golden["r"];
    let y = numbers(&want["data"]);
    let settings = [(24, 11), (168, 15)].map(|(m, window)| {
        let mut settings = Stl::new(Convention::R, y.len(), m, Window::Seasons(window), false);
        settings.seasonal.jump = 1;
        settings.trend.jump = 1;
        settings.low_pass.jump = 1;
        settings
    });
    let got = mstl(&y, &settings, 2, &mut go_on).expect("the series is long enough");
    let thin = |values: &[f64]| values.iter().step_by(40).copied().collect::<Vec<_>>();
    assert_close("trend", &thin(&got.trend), &numbers(&want["trend"]));
    assert_close("daily", &thin(&got.seasonal[0]), &numbers(&want["seasonal"][0]));
    assert_close("weekly", &thin(&got.seasonal[1]), &numbers(&want["seasonal"][1]));
    assert_close("remainder", &thin(&got.remainder), &numbers(&want["remainder"]));
}

#[test]
fn each_bad_input_is_its_own_error() {
    let settings = Stl::new(Convention::R, 8, 4, Window::Periodic, false);
    let of = |y: &[f64]| stl(y, settings, &mut go_on).expect_err("it must be refused");
    assert_eq!(of(&[1.0; 7]), Error::InsufficientData { required: 8, given: 7 });
    assert_eq!(of(&[f64::NAN; 8]), Error::InsufficientData { required: 1, given: 0 });
    assert_eq!(of(&[1.0, f64::INFINITY, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]), Error::NotFinite { index: 1 });
    assert_eq!(of(&[1e200; 8]), Error::OutOfRange);
    let even =
        Stl { trend: clinicore_stats::decomposition::Smoother { window: 4, ..settings.trend }, ..settings };
    assert_eq!(stl(&[1.0; 8], even, &mut go_on), Err(Error::InvalidParameter { name: "trend" }));
    assert_eq!(stl(&[1.0; 8], settings, &mut |_, _| ControlFlow::Break(())), Err(Error::Cancelled));
    assert_eq!(mstl(&[1.0; 8], &[], 2, &mut go_on), Err(Error::InvalidParameter { name: "seasons" }));
    assert_eq!(
        classical(&[1.0; 8], 1, Model::Additive),
        Err(Error::InvalidParameter { name: "season_length" })
    );
    assert_eq!(
        classical(&[1.0, 0.0, 1.0, 1.0], 2, Model::Multiplicative),
        Err(Error::NotPositive { index: 1 })
    );
    let no_season = [1.0, f64::NAN, 1.0, f64::NAN, 1.0, f64::NAN];
    assert_eq!(classical(&no_season, 2, Model::Additive), Err(Error::NoSeasonAt { phase: 0 }));
}

proptest! {
    #[test]
    fn components_add_up_and_gaps_are_bridged(
        y in prop::collection::vec(prop_oneof![5 => -1e6..1e6_f64, 1 => Just(f64::NAN)], 12..80),
        m in 2_usize..7,
        robust: bool,
        periodic: bool,
    ) {
        prop_assume!(y.iter().any(|value| value.is_finite()));
        let window = if periodic { Window::Periodic } else { Window::Seasons(7) };
        let settings = Stl::new(Convention::R, y.len(), m, window, robust);
        let parts = stl(&y, settings, &mut go_on).expect("the series is sound");
        let bridged = interpolate(&y, m).expect("the series is sound");
        for t in 0..y.len() {
            prop_assert!(bridged[t].is_finite());
            prop_assert!(y[t].is_nan() == parts.remainder[t].is_nan());
            if !y[t].is_nan() {
                prop_assert_eq!(bridged[t].to_bits(), y[t].to_bits());
                let sum = parts.trend[t] + parts.seasonal[0][t] + parts.remainder[t];
                prop_assert!((sum - y[t]).abs() < 1e-6);
            }
        }
    }
}
