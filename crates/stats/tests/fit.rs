//! Fits against those of R, statsmodels and statsforecast: at least as likely, at most as large an error.

use std::ops::ControlFlow;

use clinicore_stats::Error;
use clinicore_stats::smoothing::{
    Ahead, Component, Convention, Criterion, Fit, FitOptions, Initial, Likelihood, Method, Model, Parameters,
    Pattern, States, fit,
};
use serde_json::Value;

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../__test__/golden/stats");

fn golden(name: &str) -> Value {
    let text = std::fs::read_to_string(format!("{GOLDEN}/{name}.json")).expect("the golden file is there");
    serde_json::from_str(&text).expect("it is JSON")
}

/// A series and its season.
fn series(name: &str) -> (Vec<f64>, usize) {
    let csv =
        std::fs::read_to_string(format!("{GOLDEN}/data_{name}.csv")).expect("the golden series is there");
    let values = csv.lines().skip(1).map(|line| line.parse().expect("a number a line")).collect();
    (
        values,
        [("airpassengers", 12), ("austourists", 4), ("nile", 1)]
            .iter()
            .find(|s| s.0 == name)
            .expect("known")
            .1,
    )
}

fn fitted(values: &[f64], options: &FitOptions) -> Fit {
    fit(values, options, &mut |_, _| ControlFlow::Continue(())).expect("it can be fitted")
}

/// Three steps.
fn ahead(fit: &Fit, levels: &[f64]) -> Ahead {
    fit.forecast(3, levels, &mut |_, _| ControlFlow::Continue(())).expect("it goes on")
}

fn ets(letters: &str, damped: Option<bool>, season_length: usize) -> FitOptions {
    let pattern: Pattern = letters.parse().expect("a model");
    let method = Method::Ets {
        pattern: Pattern { damped: damped.or(pattern.damped), ..pattern },
        criterion: Criterion::Aicc,
        allow_unstable: true,
        allow_multiplicative_trend: true,
    };
    FitOptions { method, season_length, ..FitOptions::default() }
}

#[test]
fn ets_is_at_least_as_likely_as_in_statsmodels() {
    for (key, want) in golden("ets")["statsmodels"].as_object().expect("cases by name") {
        let (name, letters) = key.split_once('/').expect("series/model");
        let (values, m) = series(name);
        let options = FitOptions {
            likelihood: Likelihood::Statsmodels,
            ..ets(letters, Some(letters.contains('d')), m)
        };
        let got = fitted(&values, &options);
        let least = want["llf"].as_f64().expect("a number");
        assert!(
            got.converged && got.log_likelihood >= least - 1e-3,
            "{key}: {} < {least}",
            got.log_likelihood
        );
    }
}

#[test]
fn ets_is_at_least_as_likely_as_in_r() {
    for (key, want) in golden("ets")["R_forecast_ets_fixture"].as_object().expect("cases by name") {
        let [name, letters, damped] = key.split('/').collect::<Vec<_>>()[..] else { panic!("{key}") };
        let (values, m) = series(name);
        let got = fitted(&values, &ets(letters, Some(damped == "damped=TRUE"), m));
        let least = want["loglik"][0].as_f64().expect("a number");
        assert!(
            got.converged && got.log_likelihood >= least - 1e-3,
            "{key}: {} < {least}",
            got.log_likelihood
        );
    }
}

/// R's own choice for `AirPassengers` reaches 1400.6, statsmodels' MAM 1390.8; statsforecast stops early.
#[test]
fn the_automatic_choice_is_better_than_in_statsforecast() {
    for (name, want) in golden("ets")["statsforecast_autoets"].as_object().expect("cases by name") {
        let (values, m) = series(name);
        let got = fitted(&values, &FitOptions { season_length: m, ..FitOptions::default() });
        let most = want["aicc"].as_f64().expect("a number");
        assert!(got.aicc <= most, "{name}: {} {} > {most}", got.model, got.aicc);
        if name == "airpassengers" {
            assert!(got.aicc <= 1390.9, "{} {}", got.model, got.aicc);
        }
    }
}

#[test]
fn least_squares_are_no_larger_than_those_found_elsewhere() {
    let golden = golden("holt_winters");
    for (part, convention) in
        [("statsmodels_fit", Convention::Statsmodels), ("r_holtwinters_reimpl", Convention::R)]
    {
        for (key, want) in golden[part].as_object().expect("cases by name") {
            let words: Vec<&str> = key.split('/').collect();
            let (values, m) = series(words[0]);
            let season = match words[1] {
                "add" => Component::Additive,
                "mul" => Component::Multiplicative,
                _ => Component::None,
            };
            let initial = match (convention, words[words.len() - 1]) {
                (Convention::R, _) => Initial::R,
                (_, "estimated") => Initial::Estimated,
                (_, "heuristic") => Initial::Heuristic,
                _ => Initial::LegacyHeuristic,
            };
            let method = Method::LeastSquares {
                trend: words[1] != "ses",
                damped: words.contains(&"damped"),
                season,
                convention,
            };
            let got =
                fitted(&values, &FitOptions { method, season_length: m, initial, ..FitOptions::default() });
            let most = want["sse"].as_f64().expect("a number") * 1.0001;
            assert!(got.converged && got.sse <= most, "{key}: {} > {most}", got.sse);
        }
    }
}

/// The parameters of a stored statsmodels fit, held fixed, and its start values.
fn at_parameters_of_statsmodels(params: &Value, letters: &str, m: usize) -> FitOptions {
    let number = |key: &str| params[key].as_f64();
    let seasonal: Vec<f64> = (0..m).filter_map(|j| number(&format!("initial_seasonal.{j}"))).collect();
    FitOptions {
        parameters: Parameters {
            alpha: number("smoothing_level"),
            beta: number("smoothing_trend"),
            gamma: number("smoothing_seasonal"),
            phi: number("damping_trend"),
        },
        // It numbers the season backwards from the first value.
        initial: Initial::Given(States {
            level: number("initial_level").expect("a level"),
            trend: number("initial_trend"),
            seasonal: seasonal.into_iter().rev().collect(),
        }),
        likelihood: Likelihood::Statsmodels,
        ..ets(letters, Some(letters.contains('d')), m)
    }
}

fn assert_near(what: &str, got: f64, want: f64, relative: f64) {
    assert!((got - want).abs() <= relative * want.abs(), "{what}: {got} is not {want}");
}

#[test]
fn at_its_own_parameters_the_likelihood_is_that_of_statsmodels() {
    for (key, want) in golden("ets")["statsmodels"].as_object().expect("cases by name") {
        let (name, letters) = key.split_once('/').expect("series/model");
        if letters.ends_with('M') {
            // Its multiplicative season follows the new level, which no ETS model does.
            continue;
        }
        let (values, m) = series(name);
        let got = fitted(&values, &at_parameters_of_statsmodels(&want["params"], letters, m));
        let number = |key: &str| want[key].as_f64().expect("a number");
        assert_near(key, got.log_likelihood, number("llf"), 1e-9);
        assert_near(key, got.sse, number("sse"), 1e-9);
        let ahead = ahead(&got, &[0.95]);
        for (h, want_forecast) in want["forecast3"].as_array().expect("three").iter().enumerate() {
            assert_near(key, ahead.forecast[h], want_forecast.as_f64().expect("a number"), 1e-9);
            // Its variance has n for degrees of freedom; here, where all is given, so has R's.
            if let Some(upper) = want["pi95"]["upper"][h].as_f64() {
                assert_near(key, ahead.intervals[0].upper[h], upper, 1e-9);
            }
        }
    }
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(|x| x.as_f64().expect("of numbers")).collect()
}

#[test]
fn on_further_series_ets_is_at_least_as_likely_as_in_statsmodels() {
    let golden = golden("smoothing_likelihood");
    for (key, want) in golden["fits"].as_object().expect("cases by name") {
        let (name, letters) = key.split_once('/').expect("series/model");
        let series = &golden["series"][name];
        let m = usize::try_from(series["m"].as_u64().expect("a number")).expect("a small one");
        let options = FitOptions {
            likelihood: Likelihood::Statsmodels,
            ..ets(letters, Some(letters.contains('d')), m)
        };
        let got = fitted(&numbers(&series["values"]), &options);
        let least = want["llf"].as_f64().expect("a number");
        assert!(
            got.converged && got.log_likelihood >= least - 1e-3,
            "{key}: {} < {least}",
            got.log_likelihood
        );
    }
}

#[test]
fn the_likelihood_of_all_thirty_models_is_that_of_statsmodels() {
    let golden = golden("smoothing_likelihood");
    let cases = golden["at"].as_object().expect("cases by name");
    assert_eq!(cases.len(), 30);
    for (key, want) in cases {
        let (name, letters) = key.split_once('/').expect("series/model");
        let number = |key: &str| want[key].as_f64();
        let options = FitOptions {
            parameters: Parameters {
                alpha: number("alpha"),
                beta: number("beta"),
                gamma: number("gamma"),
                phi: number("phi"),
            },
            initial: Initial::Given(States {
                level: number("level").expect("a level"),
                trend: number("trend"),
                seasonal: numbers(&want["seasonal"]),
            }),
            likelihood: Likelihood::Statsmodels,
            ..ets(letters, Some(letters.contains('d')), 12)
        };
        let values = numbers(&golden["series"][name]["values"]);
        let got = fitted(&values[..120], &options);
        assert_near(key, got.log_likelihood, number("llf").expect("a number"), 1e-9);
    }
}

#[test]
fn a_constant_series_is_forecast_exactly() {
    for value in [0.0, 0.1, 3.0, 1e6] {
        for m in [1, 7] {
            let got = fitted(&[value; 30], &FitOptions { season_length: m, ..FitOptions::default() });
            assert_eq!((got.model.to_string().as_str(), got.sse, got.sigma2), ("ANN", 0.0, 0.0));
            let ahead = ahead(&got, &[0.8, 0.95]);
            assert_eq!(ahead.forecast, [value; 3]);
            for interval in ahead.intervals {
                assert_eq!((interval.lower, interval.upper), (vec![value; 3], vec![value; 3]));
            }
        }
    }
}

/// R's `ets` ignores such a parameter.
#[test]
fn a_held_parameter_asks_for_models_that_have_it() {
    let (values, m) = series("austourists");
    let held = |beta, gamma, phi| Parameters { alpha: None, beta, gamma, phi };
    for (parameters, has) in [
        (held(Some(0.05), None, None), (|model| model.trend != Component::None) as fn(&Model) -> bool),
        (held(None, Some(0.1), None), |model| model.season != Component::None),
        (held(None, None, Some(0.9)), |model| model.damped),
    ] {
        let got = fitted(&values, &FitOptions { season_length: m, parameters, ..FitOptions::default() });
        assert!(got.candidates.len() > 1 && got.candidates.iter().all(|candidate| has(&candidate.model)));
    }
    let least_squares =
        |trend, damped, season| Method::LeastSquares { trend, damped, season, convention: Convention::R };
    let any = FitOptions::default().method;
    for (name, method, parameters) in [
        ("beta", ets("ZNZ", None, 1).method, held(Some(0.05), None, None)),
        ("gamma", any, held(None, Some(0.1), None)),
        ("phi", ets("ZAZ", Some(false), 1).method, held(None, None, Some(0.9))),
        ("beta", least_squares(false, false, Component::None), held(Some(0.05), None, None)),
        ("gamma", least_squares(true, true, Component::None), held(None, Some(0.1), None)),
        ("phi", least_squares(true, false, Component::None), held(None, None, Some(0.9))),
    ] {
        let options = FitOptions { method, parameters, ..FitOptions::default() };
        let got = fit(&values, &options, &mut |_, _| ControlFlow::Continue(()));
        assert_eq!(got, Err(Error::ParameterWithoutModel { name }));
    }
}

/// A million steps of 5,000 futures would take minutes.
#[test]
fn simulated_intervals_stop_when_told() {
    let (values, m) = series("airpassengers");
    let got = fitted(&values, &ets("AAM", Some(false), m));
    let mut calls = 0;
    let stopped = got.forecast(1_000_000, &[0.8], &mut |_, _| {
        calls += 1;
        if calls == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!((stopped, calls), (Err(Error::Cancelled), 3));
}

#[test]
#[allow(clippy::float_cmp)] // the same search
fn each_model_of_a_choice_is_found_as_it_is_alone() {
    let (values, m) = series("austourists");
    for initial in [Initial::Estimated, Initial::R, Initial::Heuristic, Initial::LegacyHeuristic] {
        let of = |letters: &str, damped| {
            let options = FitOptions { initial: initial.clone(), ..ets(letters, damped, m) };
            fit(&values, &options, &mut |_, _| ControlFlow::Continue(()))
        };
        for letters in ["AZZ", "ZAA"] {
            for candidate in of(letters, None).expect("one can be fitted").candidates {
                let name = candidate.model.to_string();
                // What cannot be fitted alone costs infinitely much among others.
                let alone = of(&name.replace('d', ""), Some(name.contains('d')));
                let (criterion, converged) =
                    alone.map_or((f64::INFINITY, false), |alone| (alone.aicc, alone.converged));
                assert_eq!(
                    (candidate.criterion, candidate.converged),
                    (criterion, converged),
                    "{name} from {initial:?}"
                );
            }
        }
    }
}
