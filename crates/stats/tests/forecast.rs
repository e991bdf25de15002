//! Forecasts against R's formulas, statsforecast and statsmodels, and against what must hold for every series.

use clinicore_stats::Error;
use clinicore_stats::forecast::{
    Forecast, Intervals, Method, Metric, Options, Select, Smoothing, forecast, unwatched,
};
use proptest::prelude::*;
use serde_json::Value;

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../__test__/golden/stats");

/// The simple methods and Croston's family.
const FAST: [Method; 7] = [
    Method::Mean,
    Method::Naive,
    Method::SeasonalNaive,
    Method::Drift,
    Method::Croston,
    Method::Sba,
    Method::Tsb,
];

fn golden() -> Value {
    let text = std::fs::read_to_string(format!("{GOLDEN}/forecast.json")).expect("the golden file is there");
    serde_json::from_str(&text).expect("it is JSON")
}

fn series(name: &str) -> (Vec<f64>, usize) {
    let csv =
        std::fs::read_to_string(format!("{GOLDEN}/data_{name}.csv")).expect("the golden series is there");
    let values = csv.lines().skip(1).map(|line| line.parse().expect("a number a line")).collect();
    let m = match name {
        "airpassengers" => 12,
        "austourists" => 4,
        _ => 1,
    };
    (values, m)
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(|x| x.as_f64().unwrap_or(f64::NAN)).collect()
}

fn assert_close(what: &str, got: &[f64], want: &[f64], tolerance: f64) {
    assert_eq!(got.len(), want.len(), "{what}");
    for (i, (g, w)) in got.iter().zip(want).enumerate() {
        let close = (g - w).abs() <= tolerance * w.abs().max(1.0);
        assert!(close || (g.is_nan() && w.is_nan()), "{what}[{i}]: {g} is not {w}");
    }
}

fn run(values: &[f64], closed: &[bool], options: &Options) -> Result<Forecast, Error> {
    forecast(values, closed, options, &mut unwatched)
}

fn half_width(forecast: &Forecast, level: usize) -> Vec<f64> {
    forecast.upper[level].iter().zip(&forecast.forecast).map(|(upper, value)| upper - value).collect()
}

/// Values and intervals of statsforecast 2.1.1 where it shares R's conventions; R's `meanf` and `rwf(drift = TRUE)`
/// by their formulas elsewhere (statsforecast takes the normal for *t*, and divides the squares of drift by all changes, where
/// R's `lagwalk` divides by one less).
#[test]
fn simple_methods_agree_with_r_and_statsforecast() {
    let golden = golden();
    for (name, want) in golden["simple"].as_object().expect("cases by series") {
        let (values, m) = series(name);
        for (key, method) in [
            ("mean", Method::Mean),
            ("naive", Method::Naive),
            ("seasonal-naive", Method::SeasonalNaive),
            ("drift", Method::Drift),
        ] {
            let Some(want_method) = want.get(key) else { continue };
            let mean = numbers(&want_method["mean"]);
            let options = Options { method, horizon: mean.len(), season_length: m, ..Options::default() };
            let got = run(&values, &[], &options).expect("the series is sound");
            assert_close(key, &got.forecast, &mean, 1e-9);
            assert_close(key, &got.fitted, &numbers(&want_method["fitted"]), 1e-9);
            match key {
                "mean" => {
                    let se = want["R"]["mean_se"].as_f64().expect("a number");
                    for (level, t) in numbers(&want["R"]["mean_t"]).into_iter().enumerate() {
                        assert_close(key, &half_width(&got, level), &vec![se * t; mean.len()], 1e-9);
                    }
                }
                "drift" => {
                    let half: Vec<f64> =
                        numbers(&want["R"]["drift_se"]).iter().map(|se| se * 1.959_963_984_540_054).collect();
                    assert_close(key, &half_width(&got, 1), &half, 1e-9);
                }
                _ => {
                    for (level, percent) in ["80", "95"].into_iter().enumerate() {
                        let bound = |side: &str| numbers(&want_method[format!("{side}-{percent}")]);
                        assert_close(key, &got.lower[level], &bound("lo"), 1e-9);
                        assert_close(key, &got.upper[level], &bound("hi"), 1e-9);
                    }
                }
            }
        }
    }
}

/// `CrostonClassic`, `CrostonSBA` and `TSB` of statsforecast 2.1.1. What it says of the time before the first demand is
/// 0 or what came later; ours is NaN there.
#[test]
fn intermittent_methods_agree_with_statsforecast() {
    let tenth = Smoothing { alpha: 0.1, beta: 0.1 };
    let golden = golden();
    for (name, case) in golden["intermittent"].as_object().expect("cases by name") {
        let values = numbers(&case["values"]);
        let first = values.iter().position(|&value| value > 0.0).unwrap_or(values.len());
        for (key, method, smoothing) in [
            ("croston", Method::Croston, tenth),
            ("sba", Method::Sba, tenth),
            ("tsb", Method::Tsb, tenth),
            ("tsb_2_05", Method::Tsb, Smoothing { alpha: 0.2, beta: 0.05 }),
        ] {
            let options = Options { method, horizon: 3, intermittent: Some(smoothing), ..Options::default() };
            let got = run(&values, &[], &options).expect("demand is sound");
            let what = format!("{name} {key}");
            assert_close(&what, &got.forecast, &numbers(&case[key]["mean"]), 1e-9);
            let fitted = numbers(&case[key]["fitted"]);
            assert!(got.fitted[..=first.min(values.len() - 1)].iter().all(|value| value.is_nan()));
            if first < values.len() {
                assert_close(&what, &got.fitted[first + 1..], &fitted[first + 1..], 1e-9);
            }
        }
    }
}

/// R's `thetaf` put together from statsmodels 0.15 (`acf`, `seasonal_decompose`, `SimpleExpSmoothing`), `numpy.polyfit`
/// and `scipy.optimize.minimize_scalar`; and statsmodels' own `ThetaModel`, which starts from the first value and
/// stops sooner: within 0.1 %.
#[test]
fn theta_agrees_with_its_definition() {
    let golden = golden();
    for (name, want) in golden["theta"].as_object().expect("cases by series") {
        let (values, m) = series(name);
        let mean = numbers(&want["forecast"]);
        let options = Options {
            method: Method::Theta,
            horizon: mean.len(),
            season_length: m,
            levels: vec![0.95],
            ..Options::default()
        };
        let got = run(&values, &[], &options).expect("the series is sound");
        assert_close(name, &got.forecast, &mean, 1e-7);
        assert_close(name, &got.lower[0], &numbers(&want["lower95"]), 1e-7);
        assert_close(name, &got.fitted, &numbers(&want["fitted"]), 1e-7);
        assert_close(name, &got.forecast, &numbers(&want["statsmodels"]["forecast"]), 1e-3);
    }
}

/// 19 errors for 0.95: ⌈20 × 0.95⌉ is the greatest of 19.
#[test]
fn conformal_intervals_are_the_order_statistics_of_backtest_errors() {
    let values: Vec<f64> = (0..40).map(|t| f64::from((t * 7919) % 101)).collect();
    let options =
        Options { method: Method::Naive, horizon: 2, intervals: Intervals::Conformal, ..Options::default() };
    let got = run(&values, &[], &options).expect("the series is long enough");
    for h in 1..=2 {
        // From the latest origin both of whose steps are known.
        let mut errors: Vec<f64> = (0..19).map(|w| (values[37 - w + h] - values[37 - w]).abs()).collect();
        errors.sort_by(f64::total_cmp);
        let widths = [half_width(&got, 0)[h - 1], half_width(&got, 1)[h - 1]];
        // ⌈20 × 0.8⌉ = 16, ⌈20 × 0.95⌉ = 19.
        assert_close("half-width", &widths, &[errors[15], errors[18]], 1e-12);
    }
    let short = run(&values[..20], &[], &options);
    assert_eq!(short, Err(Error::TooFewWindows { required: 19, given: 18 }));
}

#[test]
fn closed_sundays_leave_the_season() {
    let mut values: Vec<f64> = (0..28).map(|day| f64::from(day % 7) + 10.0).collect();
    let mut closed: Vec<bool> = (0..42).map(|day| day % 7 == 6).collect();
    closed[16] = true; // a holiday, and one to come
    closed[30] = true;
    values[16] = 1e6;
    let options =
        Options { method: Method::SeasonalNaive, horizon: 14, season_length: 7, ..Options::default() };
    let got = run(&values, &closed, &options).expect("the series is sound");
    for h in 0..14 {
        let want = if h % 7 == 6 || h == 2 { 0.0 } else { values[h % 7] };
        assert!((got.forecast[h] - want).abs() < 1e-12, "{h}");
        assert!((got.lower[1][h] - want).abs() < 1e-12 && (got.upper[1][h] - want).abs() < 1e-12);
    }
    // Croston counts open days only: demand on every open day is a demand every day.
    let croston = run(&values, &closed, &Options { method: Method::Croston, ..options });
    let rate = croston.expect("the series is sound").forecast[0];
    assert!(rate > 10.0 && rate < 16.0, "{rate}");
}

/// Sundays leave the season, but not the count by which the caller knows a value.
#[test]
fn errors_tell_what_of_the_whole_history_is_refused() {
    let mut values: Vec<f64> = (0..70).map(|day| f64::from(day % 7) + 10.0).collect();
    values[40] = -1.0;
    let closed: Vec<bool> = (0..77).map(|day| day % 7 == 6).collect();
    let options = Options { method: Method::Sba, horizon: 7, season_length: 7, ..Options::default() };
    assert_eq!(run(&values, &closed, &options), Err(Error::NegativeDemand { index: 40 }));
    values[40] = 14.0;
    let opens: Vec<bool> = (0..77).map(|day| day % 7 == 6 && day < 70).collect();
    let options = Options { method: Method::Ses, ..options };
    assert_eq!(run(&values, &opens, &options), Err(Error::NeverOpen { index: 76 }));
    let tiny: Vec<f64> = values.iter().map(|value| value * 1e-165).collect();
    assert_eq!(run(&tiny, &closed, &options), Err(Error::OutOfRange));
}

#[test]
fn automatic_choice_follows_the_data() {
    let auto = |values: &[f64], select| {
        let options = Options { horizon: 3, season_length: 7, select, ..Options::default() };
        run(values, &[], &options).expect("automatic choice never fails for want of data")
    };
    assert_eq!(auto(&[4.0], Select::Aicc).method, Method::Naive);
    assert!(auto(&[4.0], Select::Aicc).upper[0][0].is_nan());
    assert_eq!(auto(&[4.0, 5.0, 6.0], Select::Aicc).method, Method::Mean);
    let rare: Vec<f64> = (0..30).map(|t| if t % 4 == 1 { 3.0 } else { 0.0 }).collect();
    assert_eq!(auto(&rare, Select::Aicc).method, Method::Sba);
    let ended: Vec<f64> = rare.iter().copied().chain([0.0; 10]).collect();
    assert_eq!(auto(&ended, Select::Aicc).method, Method::Tsb);
    assert_eq!(auto(&[0.0; 20], Select::Aicc).forecast, [0.0; 3]);
    let weekly: Vec<f64> = (0..70).map(|t| [5.0, 9.0, 2.0, 7.0, 30.0, 1.0, 4.0][t % 7]).collect();
    for select in [Select::Aicc, Select::Backtest(Metric::Mae), Select::Backtest(Metric::Rmse)] {
        let got = auto(&weekly, select);
        assert_eq!(got.forecast, [5.0, 9.0, 2.0]);
        assert!(got.candidates.iter().any(|candidate| candidate.method == got.method));
    }
}

/// Of exchangeable values an interval holds the next with at least its probability, and with not much more; of demand that
/// is 0 half the time no value is below the lower bound.
#[test]
fn intervals_cover_what_they_promise() {
    let mut seed = 1_u64;
    // Uniform on 0 to 1: Knuth's MMIX generator.
    let mut random = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 11) as f64 / (1_u64 << 53) as f64
    };
    let conformal = Options { method: Method::Mean, intervals: Intervals::Conformal, ..Options::default() };
    let demand = Options { method: Method::Sba, ..Options::default() };
    let mean = Options { method: Method::Mean, ..Options::default() };
    for (options, slack) in [(conformal, 0.04), (demand, 0.13), (mean, 0.01)] {
        let mut held = [0.0; 2];
        let rounds = 4000;
        for _ in 0..rounds {
            // Skew, and for demand half of it 0.
            let mut draw = || match options.method {
                Method::Sba if random() < 0.5 => 0.0,
                Method::Sba => (-4.0 * random().ln()).ceil(),
                _ => (0..12).map(|_| random()).sum(),
            };
            let values: Vec<f64> = (0..40).map(|_| draw()).collect();
            let (got, next) = (run(&values, &[], &options).expect("sound"), draw());
            for (level, held) in held.iter_mut().enumerate() {
                *held += f64::from(u8::from(got.lower[level][0] <= next && next <= got.upper[level][0]));
            }
        }
        for (level, held) in [0.8, 0.95].into_iter().zip(held) {
            let coverage = held / f64::from(rounds);
            let chance = 3.0 * (level * (1.0 - level) / f64::from(rounds)).sqrt();
            let method = options.method;
            assert!(
                (level - chance..level + slack + chance).contains(&coverage),
                "{method} {level}: {coverage}"
            );
        }
    }
}

proptest! {
    #[test]
    fn intervals_nest_and_scale_with_the_values(
        values in prop::collection::vec(0.0..1e3_f64, 8..60),
        scale in 0.01..100.0_f64,
    ) {
        for method in FAST {
            let options = Options { method, horizon: 5, season_length: 4, ..Options::default() };
            let one = run(&values, &[], &options).expect("sound");
            let scaled: Vec<f64> = values.iter().map(|value| value * scale).collect();
            let many = run(&scaled, &[], &options).expect("sound");
            for h in 0..5 {
                prop_assert!((many.forecast[h] - scale * one.forecast[h]).abs() <= 1e-9 * scale * 1e3);
                prop_assert!((many.upper[0][h] - scale * one.upper[0][h]).abs() <= 1e-8 * scale * 1e3 || one.upper[0][h].is_nan());
                if one.upper[1][h].is_nan() { continue }
                prop_assert!(one.lower[1][h] <= one.lower[0][h] && one.upper[0][h] <= one.upper[1][h]);
            }
        }
    }

    #[test]
    fn demand_is_whole_and_not_negative(values in prop::collection::vec(-5.0..50.0_f64, 10..40)) {
        for method in [Method::Naive, Method::Drift, Method::Mean] {
            let plain = Options { method, horizon: 9, ..Options::default() };
            let demand = Options { non_negative: true, integer: true, ..plain.clone() };
            let (plain, demand) =
                (run(&values, &[], &plain).expect("sound"), run(&values, &[], &demand).expect("sound"));
            for level in 0..2 {
                for h in 0..9 {
                    let (low, high) = (demand.lower[level][h], demand.upper[level][h]);
                    prop_assert!(low >= 0.0 && high >= 0.0 && low.fract() == 0.0 && high.fract() == 0.0);
                    prop_assert!(low <= plain.lower[level][h].max(0.0) + 1e-6);
                    prop_assert!(high >= plain.upper[level][h].max(0.0) - 1e-6);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))] // models are fitted, without optimisation by the compiler

    #[test]
    fn what_a_closed_day_holds_never_matters(
        values in prop::collection::vec(0.0..1e3_f64, 20..60),
        days in prop::collection::vec(any::<bool>(), 70),
        other in 0.0..1e6_f64,
    ) {
        let horizon = 6;
        let closed = &days[..values.len() + horizon];
        let changed: Vec<f64> =
            values.iter().zip(closed).map(|(&value, &shut)| if shut { other } else { value }).collect();
        for method in [FAST.as_slice(), &[Method::Theta, Method::Auto]].concat() {
            let options = Options { method, horizon, season_length: 5, ..Options::default() };
            let (one, two) = (run(&values, closed, &options), run(&changed, closed, &options));
            match (one, two) {
                (Ok(one), Ok(two)) => {
                    prop_assert_eq!(&one.forecast, &two.forecast);
                    for h in (0..horizon).filter(|h| closed[values.len() + h]) {
                        prop_assert!(one.forecast[h].abs() < f64::MIN_POSITIVE);
                    }
                }
                (one, two) => prop_assert_eq!(one.err(), two.err()),
            }
        }
    }
}
