//! Least squares against NIST's reference sets and statsmodels, trends against `SciPy`, and what must hold for all data.

use std::ops::ControlFlow;

use clinicore_stats::Error;
use clinicore_stats::regression::{self, Fit, MannKendall, Model, Rows, TheilSen};
use proptest::prelude::*;
use serde_json::Value;

fn golden(name: &str) -> Value {
    let path = format!("{}/../../__test__/golden/stats/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the golden file is there");
    serde_json::from_str(&text).expect("it is JSON")
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(|x| x.as_f64().expect("of numbers")).collect()
}

/// The number of correct digits, at most 15, as NIST counts them: of the difference itself, where 0 is certified.
fn digits(got: &[f64], certified: &[f64]) -> f64 {
    let lre = |(g, c): (&f64, &f64)| {
        let error = if *c == 0.0 { g.abs() } else { ((g - c) / c).abs() };
        (-error.log10()).min(15.0)
    };
    got.iter().zip(certified).map(lre).fold(15.0, f64::min)
}

#[test]
fn the_digits_of_nist_are_reached() {
    for (name, set) in golden("nist_regression").as_object().expect("sets by name") {
        let columns: Vec<f64> =
            set["columns"].as_array().expect("columns").iter().flat_map(numbers).collect();
        let y = numbers(&set["y"]);
        let degree = usize::try_from(set["degree"].as_u64().expect("a degree")).expect("a small one");
        let intercept = set["intercept"].as_bool().expect("true or false");
        let fit = regression::fit(Model { columns: &columns, y: &y, weights: None, degree, intercept })
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let certified = &set["certified"];
        let errors: Vec<f64> = fit.unscaled_errors.iter().map(|e| e * fit.residual_sd()).collect();
        let reached = [
            digits(&fit.coefficients, &numbers(&certified["coefficients"])),
            digits(&errors, &numbers(&certified["standardErrors"])),
            digits(&[fit.residual_sd()], &[certified["residualSd"].as_f64().expect("a number")]),
            digits(&[1.0 - fit.rss / fit.tss], &[certified["rSquared"].as_f64().expect("a number")]),
        ];
        assert!(reached.iter().all(|&d| d > 12.0), "{name}: {reached:.1?}");
    }
}

fn assert_close(what: &str, got: &[f64], want: &[f64], relative: f64) {
    assert_eq!(got.len(), want.len(), "{what}");
    for (i, (g, w)) in got.iter().zip(want).enumerate() {
        assert!((g - w).abs() <= relative * w.abs(), "{what}[{i}]: {g} is not {w}");
    }
}

fn series(name: &str) -> Vec<f64> {
    let path = format!("{}/../../__test__/golden/stats/data_{name}.csv", env!("CARGO_MANIFEST_DIR"));
    let csv = std::fs::read_to_string(path).expect("the golden series is there");
    csv.lines().skip(1).map(|line| line.parse().expect("a number a line")).collect()
}

fn polynomial(x: &[f64], y: &[f64], degree: usize) -> Result<Fit, Error> {
    regression::fit(Model { columns: x, y, weights: None, degree, intercept: true })
}

#[test]
fn weights_errors_and_tests_agree_with_statsmodels() {
    let golden = golden("regression_inference");
    let y = series("airpassengers");
    let x: Vec<f64> = (1..=144).map(f64::from).collect();
    let weights = numbers(&golden["weighted"]["weights"]);
    for (name, degree, weights) in
        [("line", 1, None), ("quadratic", 2, None), ("weighted", 1, Some(weights.as_slice()))]
    {
        let want = &golden[name];
        let fit = regression::fit(Model { columns: &x, y: &y, weights, degree, intercept: true })
            .expect("a sound model");
        let errors: Vec<f64> = fit.unscaled_errors.iter().map(|e| e * fit.residual_sd()).collect();
        assert_close(name, &fit.coefficients, &numbers(&want["coefficients"]), 1e-9);
        assert_close(name, &errors, &numbers(&want["standardErrors"]), 1e-9);
        assert_close(name, &fit.p_values(), &numbers(&want["pValues"]), 1e-9);
    }
}

fn theil_sen(x: &[f64], y: &[f64], level: f64) -> Result<TheilSen, Error> {
    regression::theil_sen(x, y, level, &mut |_, _| ControlFlow::Continue(()))
}

fn mann_kendall(y: &[f64]) -> Result<MannKendall, Error> {
    regression::mann_kendall(y, &mut |_, _| ControlFlow::Continue(()))
}

#[test]
fn trends_agree_with_scipy() {
    let golden = golden("regression_inference");
    for name in ["airpassengers", "nile", "austourists", "long"] {
        let want = &golden["trend"][name];
        let y = want["y"].as_array().map_or_else(|| series(name), |_| numbers(&want["y"]));
        let x: Vec<f64> = (0_u32..).take(y.len()).map(f64::from).collect();
        let line = theil_sen(&x, &y, 0.9).expect("a sound series");
        let [slope, _, lower, upper] = numbers(&want["0.9/separate"])[..] else { panic!("four numbers") };
        assert_close(name, &[line.slope, line.lower, line.upper], &[slope, lower, upper], 1e-12);
        let test = mann_kendall(&y).expect("a sound series");
        let number = |key: &str| want["kendall"][key].as_f64().expect("a number");
        let wanted = ["s", "variance", "z", "p", "tau"].map(number);
        assert_close(name, &[test.s, test.variance, test.z, test.p, test.tau], &wanted, 1e-12);
        assert_close(name, &[test.slope], &[slope], 1e-15);
    }
}

/// All slopes, sorted.
#[expect(clippy::float_cmp, reason = "only the very same x has no slope")]
fn slopes(x: &[f64], y: &[f64]) -> Vec<f64> {
    let pairs = (0..y.len()).flat_map(|i| (0..i).map(move |j| (i, j)));
    let apart = pairs.filter(|&(i, j)| x[i] != x[j]);
    let mut all: Vec<f64> = apart.map(|(i, j)| (y[i] - y[j]) / (x[i] - x[j])).collect();
    all.sort_by(f64::total_cmp);
    all
}

#[test]
fn a_long_trend_is_stopped_at_a_checkpoint() {
    let y: Vec<f64> = (0..2000).map(|i| f64::from(i * 7919 % 2003)).collect();
    let mut told = Vec::new();
    let test = regression::mann_kendall(&y, &mut |done, total| {
        told.push((done, total));
        if told.len() < 5 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    assert_eq!(test, Err(Error::Cancelled));
    assert!(told.is_sorted() && told.iter().all(|&(done, total)| done < total && total == 1_999_000));
}

#[test]
fn each_bad_input_is_its_own_error() {
    let (x, y) = ([1.0, 2.0, 3.0, 4.0], [2.0, 1.0, 4.0, 3.0]);
    let model = Model { columns: &x, y: &y, weights: None, degree: 1, intercept: true };
    let refused = |model| regression::fit(model).expect_err("it must be refused");
    let invalid = |name| Error::InvalidParameter { name };
    assert_eq!(refused(Model { y: &[], ..model }), Error::InsufficientData { required: 1, given: 0 });
    assert_eq!(refused(Model { degree: 4, ..model }), Error::InsufficientData { required: 5, given: 4 });
    assert_eq!(refused(Model { columns: &x[..3], ..model }), invalid("columns"));
    assert_eq!(refused(Model { columns: &[], ..model }), invalid("columns"));
    assert_eq!(refused(Model { degree: 0, ..model }), invalid("degree"));
    assert_eq!(refused(Model { weights: Some(&x[..2]), ..model }), invalid("weights"));
    assert_eq!(refused(Model { weights: Some(&[1.0, 0.0, 1.0, 1.0]), ..model }), invalid("weights"));
    assert_eq!(refused(Model { columns: &[5.0; 4], ..model }), Error::Dependent { term: 1 });
    assert_eq!(refused(Model { y: &[1.0, f64::NAN, 1.0, 1.0], ..model }), Error::OutOfRange);
    assert_eq!(refused(Model { columns: &[1.0, f64::INFINITY, 1.0, 1.0], ..model }), Error::OutOfRange);
    assert_eq!(refused(Model { y: &[f64::MAX, f64::MIN, 0.0, 1.0], ..model }), Error::OutOfRange);

    assert_eq!(theil_sen(&x[..2], &y, 0.9), Err(invalid("x")));
    assert_eq!(theil_sen(&x, &y, 1.0), Err(invalid("level")));
    assert_eq!(theil_sen(&[1.0; 4], &y, 0.9), Err(Error::Dependent { term: 1 }));
    assert_eq!(mann_kendall(&[1.0]), Err(Error::InsufficientData { required: 2, given: 1 }));
    assert_eq!(mann_kendall(&[1.0, f64::NAN]), Err(Error::OutOfRange));
}

/// Points that are apart, on either side of a block of rows and of the limit of refinement.
fn points() -> impl Strategy<Value = Vec<(f64, f64)>> {
    let size = prop_oneof![8_usize..40, 120_usize..140, 990_usize..1100];
    size.prop_flat_map(|n| prop::collection::vec((-1.0_f64..1.0, -5.0_f64..5.0), n))
}

fn columns(points: &[(f64, f64)]) -> (Vec<f64>, Vec<f64>) {
    points.iter().copied().unzip()
}

/// The normal equations in exact fractions of these doubles (Python's `fractions`), rounded at the end.
#[test]
fn columns_that_almost_make_each_other_up_are_told_apart() {
    let columns = [1.0, 2.0, 3.0, 4.0, 2.0, 4.0, 6.0, 8.000_000_001];
    let model =
        Model { columns: &columns, y: &[1.0, 3.0, 2.0, 5.0], weights: None, degree: 1, intercept: true };
    let fit = regression::fit(model).expect("independent");
    assert_close(
        "coefficients",
        &fit.coefficients,
        &[1.0, -3_999_999_668.538_543, 1_999_999_834.519_271_6],
        1e-9,
    );
    let errors: Vec<f64> = fit.unscaled_errors.iter().map(|e| e * fit.residual_sd()).collect();
    assert_close(
        "errors",
        &errors,
        &[1.870_828_693_386_970_7, 4_472_135_585.644_242, 2_236_067_792.486_711],
        1e-9,
    );
}

/// By hand: slope 0.8, intercept 0.5, squared residuals 1.8 of 5; the p value for t = 0.8 / √0.18 at two degrees is 0.2.
#[test]
fn squares_neither_underflow_nor_overflow() {
    for (large, small) in [(1.0, 1e-165), (1.0, 1e165), (1e200, 1.0), (1e-200, 1.0)] {
        for rows in [4, 2000] {
            let x: Vec<f64> = (0..rows).map(|i| [1.0, 2.0, 3.0, 4.0][i % 4] * large).collect();
            let y: Vec<f64> = (0..rows).map(|i| [1.0, 2.0, 4.0, 3.0][i % 4] * small).collect();
            let fit = polynomial(&x, &y, 1).expect("in range");
            let error = (1.8 / 5.0 / (rows - 2) as f64).sqrt() * small / large;
            assert_close("line", &fit.coefficients, &[0.5 * small, 0.8 * small / large], 1e-12);
            assert_close("error", &[fit.unscaled_errors[1] * fit.residual_sd()], &[error], 1e-12);
            assert_close("R²", &[1.0 - fit.rss / fit.tss], &[0.64], 1e-12);
            if rows == 4 {
                assert_close("p", &fit.p_values()[1..], &[0.2], 1e-12);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_polynomial_is_recovered_from_its_own_points(
        points in points(), degree in 1_usize..6, offset in -100_i32..100
    ) {
        let x: Vec<f64> = points.iter().map(|p| p.0 + f64::from(offset) / 10.0).collect();
        let coefficients: Vec<f64> = points.iter().take(degree + 1).map(|p| p.1).collect();
        let value = |x: f64| coefficients.iter().rev().fold(0.0, |sum, b| sum * x + b);
        let y: Vec<f64> = x.iter().map(|&x| value(x)).collect();
        let size = y.iter().fold(0.0_f64, |size, y| size.max(y.abs()));
        let mut fitted = vec![0.0; y.len()];
        let mut residuals = fitted.clone();
        let model = Model { columns: &x, y: &y, weights: None, degree, intercept: true };
        regression::fit_into(model, Rows { fitted: &mut fitted, residuals: &mut residuals }).expect("sound");
        prop_assert!(residuals.iter().all(|r| r.abs() <= 1e-11 * size));
    }

    #[test]
    fn residuals_are_orthogonal_to_the_terms(points in points(), degree in 1_usize..6) {
        let (x, y) = columns(&points);
        let mut fitted = vec![0.0; y.len()];
        let mut residuals = fitted.clone();
        let model = Model { columns: &x, y: &y, weights: None, degree, intercept: true };
        regression::fit_into(model, Rows { fitted: &mut fitted, residuals: &mut residuals }).expect("sound");
        for power in 0..=i32::try_from(degree).expect("small") {
            let along: f64 = x.iter().zip(&residuals).map(|(x, r)| x.powi(power) * r).sum();
            prop_assert!(along.abs() <= 1e-11 * y.len() as f64);
        }
    }

    #[test]
    fn moving_and_stretching_x_leaves_the_fit(
        points in points(), degree in 1_usize..5, shift in -1_000_i32..1_000, power in -20_i32..20
    ) {
        let (x, y) = columns(&points);
        // By round numbers, so that the moved points are the same ones.
        let coarse: Vec<f64> = x.iter().map(|x| (x * 1e6).round()).collect();
        let moved: Vec<f64> = coarse.iter().map(|x| (x + f64::from(shift) * 1e6) * 2_f64.powi(power)).collect();
        let (one, other) = (polynomial(&coarse, &y, degree).expect("sound"), polynomial(&moved, &y, degree).expect("sound"));
        assert_close("rss", &[other.rss], &[one.rss], 1e-9);
        let factor = 2_f64.powi(power).powi(i32::try_from(degree).expect("small"));
        assert_close("highest", &[other.coefficients[degree] * factor], &[one.coefficients[degree]], 1e-7);
    }

    #[test]
    fn the_order_of_the_rows_does_not_matter(points in points(), degree in 1_usize..5) {
        let (x, y) = columns(&points);
        let (back_x, back_y) = columns(&points.iter().rev().copied().collect::<Vec<_>>());
        let (one, other) = (polynomial(&x, &y, degree).expect("sound"), polynomial(&back_x, &back_y, degree).expect("sound"));
        assert_close("rss", &[other.rss], &[one.rss], 1e-10);
        for ((a, b), e) in one.coefficients.iter().zip(&other.coefficients).zip(&one.unscaled_errors) {
            prop_assert!((a - b).abs() <= 1e-9 * e * one.residual_sd());
        }
    }

    #[test]
    fn a_whole_number_as_weight_is_that_many_rows(points in points(), seed in 0_usize..5) {
        let (x, y) = columns(&points);
        let weights: Vec<f64> = (0..y.len()).map(|i| ((i + seed) % 3 + 1) as f64).collect();
        let times = |i: usize| (i + seed) % 3 + 1;
        let repeat = |values: &[f64]| -> Vec<f64> {
            values.iter().enumerate().flat_map(|(i, &v)| std::iter::repeat_n(v, times(i))).collect()
        };
        let weighted = Model { columns: &x, y: &y, weights: Some(&weights), degree: 2, intercept: true };
        let (one, other) = (regression::fit(weighted).expect("sound"), polynomial(&repeat(&x), &repeat(&y), 2).expect("sound"));
        assert_close("rss", &[one.rss], &[other.rss], 1e-10);
        assert_close("errors", &one.unscaled_errors, &other.unscaled_errors, 1e-9);
    }

    #[test]
    fn any_input_gives_finite_numbers_or_an_error(
        x in prop::collection::vec(any::<f64>(), 0..30), degree in 0_usize..5, intercept in any::<bool>()
    ) {
        let y: Vec<f64> = x.iter().rev().copied().collect();
        if let Ok(fit) = regression::fit(Model { columns: &x, y: &y, weights: None, degree, intercept }) {
            prop_assert!(fit.coefficients.iter().chain(&fit.unscaled_errors).all(|b| b.is_finite()));
        }
        if let Ok(line) = theil_sen(&x, &y, 0.9) {
            prop_assert!(line.lower <= line.slope && line.slope <= line.upper);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Long enough for the ranks to be bracketed; few digits make many slopes the same, at the bracket's ends too.
    #[test]
    fn a_long_trend_is_that_of_all_slopes(
        y in prop::collection::vec(-1e3..1e3, 370..600), digits in 0..3, tied in any::<bool>(), level in 0.01..0.999
    ) {
        let unit = 10_f64.powi(digits - 2);
        let y: Vec<f64> = y.iter().map(|y| (y * unit).round()).collect();
        let x: Vec<f64> = (0..y.len()).map(|i| (if tied { i / 3 } else { i * i }) as f64).collect();
        let (line, all) = (theil_sen(&x, &y, level).expect("a sound series"), slopes(&x, &y));
        let middle = f64::midpoint(all[(all.len() - 1) / 2], all[all.len() / 2]);
        prop_assert!((line.slope - middle).abs() <= 1e-15 * middle.abs());
        prop_assert!(all.contains(&line.lower) && all.contains(&line.upper));
        let time: Vec<f64> = (0..y.len()).map(|i| i as f64).collect();
        let (test, changes) = (mann_kendall(&y).expect("a sound series"), slopes(&time, &y));
        let middle = f64::midpoint(changes[(changes.len() - 1) / 2], changes[changes.len() / 2]);
        prop_assert!((test.slope - middle).abs() <= 1e-15 * middle.abs());
        let s: f64 = changes.iter().map(|change| if *change == 0.0 { 0.0 } else { change.signum() }).sum();
        prop_assert!((test.s - s).abs() < 0.5);
    }
}
