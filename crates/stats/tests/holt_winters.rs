//! Holt-Winters against R and against what must hold for every series.

use clinicore_stats::Error;
use clinicore_stats::smoothing::holt_winters::{Parameters, Run, Seasonal, run};
use proptest::prelude::*;
use serde_json::Value;

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../__test__/golden/stats");

fn series(name: &str) -> Vec<f64> {
    let csv =
        std::fs::read_to_string(format!("{GOLDEN}/data_{name}.csv")).expect("the golden series is there");
    csv.lines().skip(1).map(|line| line.parse().expect("a number a line")).collect()
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

/// `stats::HoltWinters(x, alpha = .3, beta = .1, gamma = .2)` in R, both seasonal kinds, monthly and quarterly data.
#[test]
fn fixed_parameters_agree_with_r() {
    let golden =
        std::fs::read_to_string(format!("{GOLDEN}/holt_winters.json")).expect("the golden file is there");
    let golden: Value = serde_json::from_str(&golden).expect("it is JSON");
    let cases = golden["fixed"].as_object().expect("cases by name");
    for (name, case) in cases.iter().filter(|(name, _)| name.ends_with("/R")) {
        let [data, kind, _] = name.split('/').collect::<Vec<_>>()[..] else { panic!("data/kind/convention") };
        let number = |key: &str| case[key].as_f64().expect("a number");
        let season = numbers(&case["season"]);
        let m = season.len();
        let got = run(
            &series(data),
            Parameters {
                alpha: number("alpha"),
                beta: number("beta"),
                gamma: number("gamma"),
                season_length: m,
                seasonal: if kind == "add" { Seasonal::Additive } else { Seasonal::Multiplicative },
            },
        )
        .expect("the series is long enough");
        let n = got.level.len();
        assert_close("start season", &got.seasonal[..m], &numbers(&case["start"]["s"]));
        assert_close("fitted", &got.fitted[m..m + 5], &numbers(&case["fitted_first5"]));
        assert_close("level", &got.level[n - 1..], &[number("level")]);
        assert_close("trend", &got.trend[n - 1..], &[number("trend")]);
        assert_close("season", &got.seasonal[n - m..], &season);
        assert_close("forecast", &got.forecast(12), &numbers(&case["forecast12"]));
        assert_close("sse", &[got.sse], &[number("sse")]);
    }
}

#[test]
fn an_odd_season_starts_from_a_plain_moving_average() {
    // A straight line has no season: the start figure is 0, the start trend is its slope.
    let line: Vec<f64> = (1..=28).map(|t| 5.0 + 2.0 * f64::from(t)).collect();
    let got = run(&line, parameters(7, Seasonal::Additive)).expect("four seasons");
    assert_close("start season", &got.seasonal[..7], &[0.0; 7]);
    // R counts the trend from its first known value, half a season in: the level starts at 5 + 2 * 3.
    assert_close("first fit", &got.fitted[7..8], &[13.0]);
}

#[test]
fn each_bad_input_is_its_own_error() {
    let ok = parameters(4, Seasonal::Additive);
    let bad = |change: &dyn Fn(&mut Parameters)| {
        let mut p = ok;
        change(&mut p);
        run(&[1.0; 8], p).expect_err("it must be refused")
    };
    assert_eq!(run(&[1.0; 7], ok), Err(Error::InsufficientData { required: 8, given: 7 }));
    assert_eq!(bad(&|p| p.alpha = 1.1), Error::InvalidParameter { name: "alpha" });
    assert_eq!(bad(&|p| p.beta = f64::NAN), Error::InvalidParameter { name: "beta" });
    assert_eq!(bad(&|p| p.gamma = -0.1), Error::InvalidParameter { name: "gamma" });
    assert_eq!(bad(&|p| p.season_length = 1), Error::InvalidParameter { name: "season_length" });
    assert_eq!(bad(&|p| p.season_length = usize::MAX), Error::InvalidParameter { name: "season_length" });

    let with = |value: f64| [1.0, 2.0, 1.0, 2.0, 1.0, value, 1.0, 2.0];
    assert_eq!(run(&with(f64::NAN), ok), Err(Error::NotFinite { index: 5 }));
    assert_eq!(
        run(&with(0.0), parameters(4, Seasonal::Multiplicative)),
        Err(Error::NotPositive { index: 5 })
    );
    assert_eq!(run(&[f64::MAX; 8], ok), Err(Error::OutOfRange));
    // The level falls to exactly 0, and the season is divided by it.
    let vanishing =
        Parameters { alpha: 0.0, beta: 0.0, gamma: 0.5, ..parameters(2, Seasonal::Multiplicative) };
    assert_eq!(run(&[8.0, 6.0, 4.0, 2.0, 1.0, 1.0], vanishing), Err(Error::OutOfRange));
}

fn parameters(season_length: usize, seasonal: Seasonal) -> Parameters {
    Parameters { alpha: 0.3, beta: 0.1, gamma: 0.2, season_length, seasonal }
}

fn forecast(y: &[f64], seasonal: Seasonal, m: usize) -> Vec<f64> {
    run(y, parameters(m, seasonal)).as_ref().map(|r: &Run| r.forecast(2 * m)).expect("a sound series")
}

proptest! {
    #[test]
    fn scaling_the_values_scales_the_forecast(
        y in prop::collection::vec(0.5_f64..500.0, 24..80), m in 2_usize..12, exponent in -7_i32..=7
    ) {
        // By a power of two, which rounds nothing: where a level comes near to zero, rounding may grow to any size.
        let scale = 2.0_f64.powi(exponent);
        for kind in [Seasonal::Additive, Seasonal::Multiplicative] {
            let scaled: Vec<f64> = y.iter().map(|v| v * scale).collect();
            for (a, b) in forecast(&y, kind, m).iter().zip(forecast(&scaled, kind, m)) {
                prop_assert_eq!((a * scale).to_bits(), b.to_bits());
            }
        }
    }

    #[test]
    fn shifting_the_values_shifts_an_additive_forecast(
        y in prop::collection::vec(-500.0_f64..500.0, 24..80), m in 2_usize..12, shift in -1e4_f64..1e4
    ) {
        let shifted: Vec<f64> = y.iter().map(|v| v + shift).collect();
        for (a, b) in forecast(&y, Seasonal::Additive, m).iter().zip(forecast(&shifted, Seasonal::Additive, m)) {
            prop_assert!((a + shift - b).abs() <= 1e-6 * b.abs().max(100.0));
        }
    }

    #[test]
    fn any_input_gives_finite_numbers_or_an_error(
        y in prop::collection::vec(any::<f64>(), 0..40), m in 0_usize..20,
        alpha in any::<f64>(), multiplicative in any::<bool>()
    ) {
        let seasonal = if multiplicative { Seasonal::Multiplicative } else { Seasonal::Additive };
        if let Ok(got) = run(&y, Parameters { alpha, beta: 0.1, gamma: 0.2, season_length: m, seasonal }) {
            prop_assert!(got.sse.is_finite() && got.level[m..].iter().all(|l| l.is_finite()));
        }
    }
}
