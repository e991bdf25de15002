//! Descriptive statistics, held to `NumPy`, `SciPy`, pandas and simple-statistics, and to what must hold for all input.
#![allow(clippy::unwrap_used, clippy::float_cmp)] // a test says what it expects by failing; some values are exact
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a rank is computed in f64, by its definition

use std::path::Path;

use clinicore_stats::Error;
use clinicore_stats::descriptive::{
    Alignment, Moments, QuantileType, Window, covariance, extremes, histogram, kendall, mean,
    mean_and_squares, median_absolute_deviation, pearson, quantiles, rolling_mean, rolling_median,
    rolling_standard_deviation, spearman,
};
use proptest::prelude::*;
use serde_json::Value;

fn golden(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../__test__/golden/stats/{name}.json"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Numbers, NaN for null.
fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|x| x.as_f64().unwrap_or(f64::NAN)).collect()
}

#[track_caller]
fn assert_close(got: f64, want: f64) {
    let same = (got.is_nan() && want.is_nan()) || (got - want).abs() <= 1e-12 * want.abs().max(1.0);
    assert!(same, "{got} is not {want}");
}

#[track_caller]
fn assert_all_close(got: &[f64], want: &[f64]) {
    assert_eq!(got.len(), want.len());
    got.iter().zip(want).for_each(|(&got, &want)| assert_close(got, want));
}

const TYPES: [QuantileType; 9] = [
    QuantileType::InvertedCdf,
    QuantileType::AveragedInvertedCdf,
    QuantileType::ClosestObservation,
    QuantileType::InterpolatedInvertedCdf,
    QuantileType::Hazen,
    QuantileType::Weibull,
    QuantileType::Linear,
    QuantileType::MedianUnbiased,
    QuantileType::NormalUnbiased,
];

#[test]
fn quantiles_of_all_nine_types_are_numpys() {
    for case in golden("descriptive_numpy")["quantiles"].as_array().unwrap() {
        let (values, p) = (numbers(&case["values"]), numbers(&case["p"]));
        for (i, &kind) in TYPES.iter().enumerate() {
            let want = numbers(&case["types"][(i + 1).to_string()]);
            assert_all_close(&quantiles(&values, &p, kind).unwrap(), &want);
        }
    }
}

#[test]
fn quantiles_are_those_of_simple_statistics_7_8_8() {
    for case in golden("descriptive_simple_statistics_7_8_8")["cases"].as_array().unwrap() {
        let (values, p) = (numbers(&case["values"]), numbers(&case["p"]));
        let got = quantiles(&values, &p, QuantileType::SimpleStatistics788).unwrap();
        assert_eq!(got, numbers(&case["quantiles"]));
    }
}

#[test]
fn a_step_is_met_though_p_is_rounded() {
    // 0.07 · 100 is 7.000000000000001 in doubles; by the definition the 7 % quantile of 1 to 100 is 7.
    let values: Vec<f64> = (1..=100).map(f64::from).collect();
    assert_eq!(quantiles(&values, &[0.07], QuantileType::InvertedCdf).unwrap(), [7.0]);
    assert_eq!(quantiles(&values, &[0.07], QuantileType::AveragedInvertedCdf).unwrap(), [7.5]);
    assert_eq!(quantiles(&values, &[0.075], QuantileType::ClosestObservation).unwrap(), [8.0]);
}

#[test]
fn correlations_are_numpys_and_scipys() {
    for case in golden("descriptive_numpy")["correlations"].as_array().unwrap() {
        let (x, y) = (numbers(&case["x"]), numbers(&case["y"]));
        let want = |key: &str| case[key].as_f64().unwrap();
        assert!((covariance(&x, &y, 1).unwrap() / want("covariance") - 1.0).abs() < 1e-9);
        assert!((pearson(&x, &y).unwrap() - want("pearson")).abs() < 1e-9);
        assert_close(spearman(&x, &y).unwrap(), want("spearman"));
        assert_close(kendall(&x, &y).unwrap(), want("kendall"));
    }
}

#[test]
fn rolling_statistics_are_those_of_pandas() {
    let golden = golden("descriptive_numpy");
    let size = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    for case in golden["rolling"]["cases"].as_array().unwrap() {
        let values = numbers(&golden["rolling"][case["series"].as_str().unwrap()]);
        let centred = case["centred"].as_bool().unwrap();
        let window = Window {
            length: size(&case["window"]),
            alignment: if centred { Alignment::Centred } else { Alignment::Trailing },
            min_count: size(&case["minCount"]),
        };
        let mut out = vec![0.0; values.len()];
        rolling_mean(&values, window, &mut out).unwrap();
        assert_all_close(&out, &numbers(&case["mean"]));
        rolling_median(&values, window, &mut out).unwrap();
        assert_all_close(&out, &numbers(&case["median"]));
        for (ddof, key) in [(1, "sd"), (0, "population")] {
            rolling_standard_deviation(&values, window, ddof, &mut out).unwrap();
            assert_all_close(&out, &numbers(&case[key]));
        }
    }
}

/// The definition, in integers, which are exact: s² = (n Σx² − (Σx)²) / (n (n − 1)), whatever is added to the values.
#[test]
fn rolling_deviations_far_from_zero_keep_their_digits() {
    let small: Vec<f64> = (0..300).map(|i| f64::from((i * i * 7 + 3 * i) % 11 - 5)).collect();
    let window = Window { length: 30, alignment: Alignment::Trailing, min_count: 30 };
    let mut out = vec![0.0; small.len()];
    for offset in [0.0, 1e6, 1e9, 1e12] {
        let values: Vec<f64> = small.iter().map(|x| x + offset).collect();
        rolling_standard_deviation(&values, window, 1, &mut out).unwrap();
        for (part, got) in small.windows(30).zip(&out[29..]) {
            let (sum, squares) = (part.iter().sum::<f64>(), part.iter().map(|x| x * x).sum::<f64>());
            let want = ((30.0 * squares - sum * sum) / (30.0 * 29.0)).sqrt();
            assert!((got / want - 1.0).abs() < 1e-14, "{offset}: {got} is not {want}");
        }
    }
}

#[test]
fn moments_and_deviations_are_scipys() {
    for case in golden("descriptive_numpy")["shape"].as_array().unwrap() {
        let values = numbers(&case["values"]);
        let n = values.len() as f64;
        let want = |key: &str| case[key].as_f64().unwrap();
        let moments = Moments::of(&values).unwrap();
        assert_close(moments.variance(1), want("var"));
        assert_close(moments.m3 / n / (moments.m2 / n).powf(1.5), want("g1"));
        assert_close(n * moments.m4 / (moments.m2 * moments.m2) - 3.0, want("g2"));
        assert_close(median_absolute_deviation(&values).unwrap().1, want("mad_raw"));
        assert_close(mean_and_squares(&values).unwrap().1 / (n - 1.0), want("var"));
    }
}

#[test]
fn histograms_are_numpys() {
    let golden = golden("descriptive_numpy");
    let values = numbers(&golden["histogram"]["values"]);
    for case in golden["histogram"]["cases"].as_array().unwrap() {
        let (edges, want) = (numbers(&case["edges"]), numbers(&case["counts"]));
        let mut counts = vec![0; want.len()];
        histogram(&values, &edges, &mut counts).unwrap();
        assert_eq!(counts.into_iter().map(f64::from).collect::<Vec<_>>(), want);
    }
}

#[test]
fn bad_input_is_refused() {
    let nan = [1.0, 2.0, f64::NAN, f64::INFINITY];
    assert_eq!(mean(&nan), Err(Error::NotFinite { index: 2 }));
    assert_eq!(Moments::of(&nan), Err(Error::NotFinite { index: 2 }));
    assert_eq!(extremes(&nan), Err(Error::NotFinite { index: 2 }));
    assert_eq!(quantiles(&nan, &[0.5], QuantileType::Linear), Err(Error::NotFinite { index: 2 }));
    assert_eq!(mean(&[]), Err(Error::InsufficientData { required: 1, given: 0 }));
    assert_eq!(mean(&[1e308, 1e308]), Err(Error::OutOfRange));
    assert_eq!(mean_and_squares(&[1e-200, 2e-200]), Err(Error::OutOfRange));
    assert_eq!(mean_and_squares(&[1e-200, 1e-200]).unwrap().1, 0.0);
    assert_eq!(pearson(&[1.0, 1.0], &[1.0, 2.0]), Err(Error::Constant));
    assert_eq!(kendall(&[1.0, 2.0], &[2.0, 2.0]), Err(Error::Constant));
    assert_eq!(pearson(&[1.0, 2.0], &[1.0]), Err(Error::InvalidParameter { name: "y" }));
    assert_eq!(quantiles(&[1.0], &[1.5], QuantileType::Linear), Err(Error::InvalidParameter { name: "p" }));
    assert_eq!(histogram(&[1.0], &[1.0, 1.0], &mut [0]), Err(Error::InvalidParameter { name: "edges" }));
    let window = Window { length: 0, alignment: Alignment::Trailing, min_count: 1 };
    assert_eq!(rolling_mean(&[1.0], window, &mut [0.0]), Err(Error::InvalidParameter { name: "window" }));
    let window = Window { length: 2, ..window };
    assert_eq!(rolling_median(&nan, window, &mut [0.0; 4]), Err(Error::NotFinite { index: 3 }));
}

/// Values of any size and sign, with ties.
fn values(most: usize) -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(prop_oneof![-1e6..1e6, (-9_i8..9).prop_map(f64::from)], 1..most)
}

proptest! {
    /// Long series are bracketed from a sample, short ones are not; both must be what sorting gives.
    #[test]
    fn order_statistics_are_those_of_the_sorted_values(
        seed in any::<u64>(), n in 4096_usize..9000, shape in 0..4, p in prop::collection::vec(0.0..=1.0, 1..9),
    ) {
        let mut state = seed;
        let values: Vec<f64> = (0..n).map(|i| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let u = (state >> 11) as f64 / (1_u64 << 53) as f64;
            match shape {
                0 => u,
                1 => (u * 5.0).floor(),
                2 => (u * 700.0 - 350.0).exp(),
                _ => (i % 7) as f64 + if i % 5000 == 0 { 1e300 } else { 0.0 },
            }
        }).collect();
        let mut sorted = values.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        let got = quantiles(&values, &p, QuantileType::InvertedCdf).unwrap();
        for (p, got) in p.iter().zip(got) {
            let rank = (p * n as f64).ceil().max(1.0);
            prop_assert_eq!(got, sorted[rank as usize - 1]);
        }
        let center = quantiles(&values, &[0.5], QuantileType::Linear).unwrap()[0];
        let mut distances: Vec<f64> = values.iter().map(|x| (x - center).abs()).collect();
        distances.sort_unstable_by(f64::total_cmp);
        let mad = f64::midpoint(distances[(n - 1) / 2], distances[n / 2]);
        let (median, got) = median_absolute_deviation(&values).unwrap();
        prop_assert_eq!(median, center);
        prop_assert!((got - mad).abs() <= 1e-15 * mad.abs());
    }

    #[test]
    fn quantiles_ascend_with_p_and_stay_between_the_extremes(x in values(60), mut p in prop::collection::vec(0.0..=1.0, 2..20)) {
        p.sort_unstable_by(f64::total_cmp);
        let (low, high) = extremes(&x).unwrap();
        for kind in TYPES {
            let q = quantiles(&x, &p, kind).unwrap();
            prop_assert!(q.is_sorted());
            prop_assert!(q[0] >= low && q[q.len() - 1] <= high);
        }
    }

    #[test]
    fn merged_moments_are_those_of_all_values(x in values(300), at in any::<prop::sample::Index>()) {
        let (left, right) = x.split_at(at.index(x.len()));
        let whole = Moments::of(&x).unwrap();
        let mut merged = Moments::of(left).unwrap();
        merged.merge(&Moments::of(right).unwrap());
        let mut pushed = Moments::default();
        for &value in &x {
            pushed.push(value);
        }
        let spread = (whole.m2 / x.len() as f64).sqrt().max(1e-6);
        let n = x.len() as f64;
        for other in [merged, pushed] {
            prop_assert_eq!(other.count, whole.count);
            prop_assert!((other.mean - whole.mean).abs() <= 1e-9 * spread.max(whole.mean.abs()));
            prop_assert!((other.m2 - whole.m2).abs() <= 1e-9 * n * spread.powi(2));
            prop_assert!((other.m3 - whole.m3).abs() <= 1e-9 * n * n * spread.powi(3));
            prop_assert!((other.m4 - whole.m4).abs() <= 1e-9 * n * n * spread.powi(4));
        }
    }

    #[test]
    fn the_mean_of_equal_values_is_that_value(x in -1e12..1e12, n in 1_usize..3000) {
        let (mean, squares) = mean_and_squares(&vec![x; n]).unwrap();
        prop_assert_eq!(mean, x);
        prop_assert_eq!(squares, 0.0);
    }

    #[test]
    fn kendall_counts_every_pair(x in prop::collection::vec((0_i8..6, 0_i8..6), 2..40)) {
        let (a, b): (Vec<f64>, Vec<f64>) = x.iter().map(|&(a, b)| (f64::from(a), f64::from(b))).unzip();
        let (mut balance, mut free_a, mut free_b) = (0.0, 0.0, 0.0);
        for i in 0..a.len() {
            for j in 0..i {
                let sign = |d: f64| if d == 0.0 { 0.0 } else { d.signum() };
                let (da, db) = (sign(a[i] - a[j]), sign(b[i] - b[j]));
                balance += da * db;
                free_a += da * da;
                free_b += db * db;
            }
        }
        match kendall(&a, &b) {
            Ok(tau) => prop_assert!((tau - balance / f64::sqrt(free_a * free_b)).abs() < 1e-12),
            Err(error) => {
                prop_assert_eq!(error, Error::Constant);
                prop_assert!(free_a == 0.0 || free_b == 0.0);
            }
        }
    }

    /// Windows up to 512 values are kept sorted, longer ones as marks in a tree.
    #[test]
    fn a_rolling_median_is_the_median_of_its_window(seed in any::<u32>(), n in 1_usize..1500, length in 1_usize..1200) {
        let values: Vec<f64> = (0..n).map(|i| {
            let x = (i as f64 * 12.9898 + f64::from(seed)).sin() * 43758.5453;
            if x.fract().abs() < 0.1 { f64::NAN } else { (x.fract() * 50.0).round() }
        }).collect();
        let mut out = vec![0.0; n];
        let window = Window { length, alignment: Alignment::Trailing, min_count: 1 };
        rolling_median(&values, window, &mut out).unwrap();
        for i in (0..n).step_by(37) {
            let inside: Vec<f64> =
                values[(i + 1).saturating_sub(length)..=i].iter().copied().filter(|x| !x.is_nan()).collect();
            if inside.is_empty() {
                prop_assert!(out[i].is_nan());
            } else {
                prop_assert_eq!(out[i], quantiles(&inside, &[0.5], QuantileType::Linear).unwrap()[0]);
            }
        }
    }
}
