//! Anomalies and changepoints against what was published, against slower ways to the same, and for every series.

use std::ops::ControlFlow;

use clinicore_stats::Error;
use clinicore_stats::anomaly::{
    Anomaly, Cost, Detector, Direction, Dispersion, Method, Penalty, Segment, changepoints, detect, esd,
};
use proptest::prelude::*;
use serde_json::Value;

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../__test__/golden/stats");

fn read(file: &str) -> String {
    std::fs::read_to_string(format!("{GOLDEN}/{file}")).expect("the golden file is there")
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(|x| x.as_f64().expect("of numbers")).collect()
}

fn go_on(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn detector(method: Method) -> Detector {
    Detector { method, direction: Direction::Both, threshold: 3.0, max_anomalies: 0, significance: 0.05 }
}

fn found(values: &[f64], detector: Detector) -> Vec<Anomaly> {
    detect(values, &detector, &mut go_on).expect("the series is sound")
}

/// Rosner's 54 values: his table as the NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.17.3, prints it, and the
/// same by `SciPy`.
#[test]
fn generalized_esd_prints_the_handbooks_table() {
    let golden: Value = serde_json::from_str(&read("anomaly.json")).expect("it is JSON");
    let rosner = numbers(&golden["rosner"]["values"]);
    let steps = esd(&rosner, 10, 0.05, Direction::Both, Dispersion::StandardDeviation, 0.0, &mut go_on)
        .expect("sound");
    let printed = [
        "3.119 3.159",
        "2.943 3.151",
        "3.179 3.144",
        "2.810 3.136",
        "2.816 3.128",
        "2.848 3.120",
        "2.279 3.112",
        "2.310 3.103",
        "2.102 3.094",
        "2.067 3.085",
    ];
    let (statistics, critical) =
        (numbers(&golden["rosner"]["statistics"]), numbers(&golden["rosner"]["critical"]));
    for (i, step) in steps.iter().enumerate() {
        assert_eq!(format!("{:.3} {:.3}", step.statistic, step.critical), printed[i]);
        assert!((step.statistic - statistics[i]).abs() <= 1e-12);
        assert!((step.critical - critical[i]).abs() <= 1e-12);
    }
    // The first two statistics are below their critical values; the third is the last above.
    let flagged = found(&rosner, Detector { max_anomalies: 10, ..detector(Method::GeneralizedEsd) });
    assert_eq!(flagged.iter().map(|a| a.index).collect::<Vec<_>>(), [51, 52, 53]);
}

#[test]
fn the_nile_changes_after_1898() {
    let csv = read("data_nile.csv");
    let nile: Vec<f64> = csv.lines().skip(1).map(|line| line.parse().expect("a number a line")).collect();
    for cost in [Cost::Mean, Cost::MeanVariance] {
        for penalty in [Penalty::Bic, Penalty::Mbic] {
            let segments = changepoints(&nile, cost, penalty, 5, &mut go_on).expect("a hundred years");
            let starts: Vec<usize> = segments.iter().map(|segment| 1871 + segment.start).collect();
            assert_eq!(starts, [1871, 1899], "{cost:?} {penalty:?}");
        }
    }
}

#[test]
fn each_bad_input_is_its_own_error() {
    let of =
        |y: &[f64], detector: Detector| detect(y, &detector, &mut go_on).expect_err("it must be refused");
    let window = Method::MovingAverage { window: 7 };
    assert_eq!(of(&[1.0; 8], detector(window)), Error::InsufficientData { required: 9, given: 8 });
    assert_eq!(of(&[f64::NAN; 8], detector(window)), Error::InsufficientData { required: 1, given: 0 });
    assert_eq!(of(&[1.0, f64::INFINITY], detector(Method::ZScore)), Error::NotFinite { index: 1 });
    assert_eq!(of(&[1e200; 8], detector(Method::ZScore)), Error::OutOfRange);
    let zero = Detector { threshold: 0.0, ..detector(Method::ZScore) };
    assert_eq!(of(&[1.0; 8], zero), Error::InvalidParameter { name: "threshold" });
    let never = Detector { significance: 0.0, ..detector(Method::GeneralizedEsd) };
    assert_eq!(of(&[1.0; 8], never), Error::InvalidParameter { name: "significance" });
    let half = Detector { max_anomalies: 4, ..detector(Method::GeneralizedEsd) };
    assert_eq!(of(&[1.0; 8], half), Error::InsufficientData { required: 9, given: 8 });
    let change = |penalty, least| changepoints(&[1.0; 8], Cost::Mean, penalty, least, &mut go_on);
    assert_eq!(change(Penalty::Fixed(-1.0), 2), Err(Error::InvalidParameter { name: "penalty" }));
    assert_eq!(change(Penalty::Bic, 0), Err(Error::InvalidParameter { name: "min_segment" }));
    assert_eq!(change(Penalty::Bic, 5), Err(Error::InsufficientData { required: 10, given: 8 }));
}

/// Takes away the furthest value again and again, computing everything anew: the definition.
fn esd_by_definition(values: &[f64], k: usize, direction: Direction, dispersion: Dispersion) -> Vec<f64> {
    let median = |x: &mut Vec<f64>| {
        x.sort_by(f64::total_cmp);
        f64::midpoint(x[(x.len() - 1) / 2], x[x.len() / 2])
    };
    let mut left = values.to_vec();
    let mut statistics = Vec::new();
    for _ in 0..k {
        let n = left.len() as f64;
        let (centre, scale) = match dispersion {
            Dispersion::StandardDeviation => {
                let mean = left.iter().sum::<f64>() / n;
                let squares: f64 = left.iter().map(|x| (x - mean) * (x - mean)).sum();
                (mean, (squares / (n - 1.0)).sqrt())
            }
            Dispersion::Mad => {
                let centre = median(&mut left.clone());
                let mut deviations = left.iter().map(|x| (x - centre).abs()).collect();
                (centre, median(&mut deviations) * 1.482_602_218_505_602)
            }
        };
        let distance = |x: f64| match direction {
            Direction::Both => (x - centre).abs(),
            Direction::Above => x - centre,
            Direction::Below => centre - x,
        };
        let furthest = (0..left.len()).max_by(|&a, &b| distance(left[a]).total_cmp(&distance(left[b])));
        let taken = left.remove(furthest.expect("there are values left"));
        statistics.push(distance(taken) / scale);
    }
    statistics
}

/// The least cost of any segmentation, by dynamic programming over all pairs of places.
fn optimal_cost(y: &[f64], cost: impl Fn(&[f64]) -> f64, penalty: f64, least: usize) -> f64 {
    let mut best = vec![f64::INFINITY; y.len() + 1];
    best[0] = -penalty;
    for t in least..=y.len() {
        for s in 0..=t - least {
            best[t] = best[t].min(best[s] + cost(&y[s..t]) + penalty);
        }
    }
    best[y.len()]
}

fn variance_around(part: &[f64], centre: f64) -> f64 {
    part.iter().map(|y| (y - centre) * (y - centre)).sum::<f64>() / part.len() as f64
}

fn mean(part: &[f64]) -> f64 {
    part.iter().sum::<f64>() / part.len() as f64
}

/// Values that now and then repeat, with outliers and steps.
fn series(lengths: std::ops::Range<usize>) -> impl Strategy<Value = Vec<f64>> {
    let value = prop_oneof![4 => -10.0..10.0_f64, 2 => (-3..3_i32).prop_map(f64::from), 1 => -1e4..1e4_f64];
    prop::collection::vec(value, lengths)
}

proptest! {
    #[test]
    fn esd_is_its_definition(y in series(9..60), above: bool, below: bool, mad: bool) {
        let direction = match (above, below) {
            (true, false) => Direction::Above,
            (false, true) => Direction::Below,
            _ => Direction::Both,
        };
        let dispersion = if mad { Dispersion::Mad } else { Dispersion::StandardDeviation };
        let k = (y.len() - 1) / 2;
        let mut sorted = y.clone();
        sorted.sort_by(f64::total_cmp);
        let steps = esd(&sorted, k, 0.05, direction, dispersion, 1e-9, &mut go_on).expect("sound");
        // Where two values are equally far, either may go first: only the first such tie is the same for both.
        let want = esd_by_definition(&y, k, direction, dispersion);
        let ties = direction == Direction::Both;
        for (step, want) in steps.iter().zip(want).take(if ties { 1 } else { k }) {
            prop_assert!((step.statistic - want).abs() <= 1e-9 * want.abs().max(1.0), "{} {}", step.statistic, want);
        }
    }

    #[test]
    fn pelt_is_exact(
        y in series(8..70),
        least in 1_usize..4,
        which in 0_usize..3,
        kind in 0_usize..3,
        by in 1.0..30.0_f64,
    ) {
        let sd = variance_around(&y, mean(&y)).sqrt();
        prop_assume!(sd > 1e-6);
        let cost = [Cost::Mean, Cost::Variance, Cost::MeanVariance][which];
        let penalty = [Penalty::Fixed(by), Penalty::Bic, Penalty::Mbic][kind];
        let segments = changepoints(&y, cost, penalty, least, &mut go_on).expect("sound");
        let parameters = if cost == Cost::MeanVariance { 2.0 } else { 1.0 };
        let by = if kind == 0 { by } else { (parameters + 1.0) * (y.len() as f64).ln() };
        let mut steps: Vec<f64> = y.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
        let mean_square = steps.iter().map(|step| step * step).sum::<f64>() / steps.len() as f64;
        steps.sort_by(f64::total_cmp);
        let robust = f64::midpoint(steps[(steps.len() - 1) / 2], steps[steps.len() / 2]) * 1.482_602_218_505_602;
        let noise = if robust > 1e-9 { robust } else { mean_square.sqrt() } / 2_f64.sqrt();
        let overall = mean(&y);
        let log = |v: f64| if v >= 1e-8 { v.ln() } else { 1e-8_f64.ln() + v / 1e-8 - 1.0 };
        let of = |part: &[f64]| {
            let n = part.len() as f64;
            let likelihood = match cost {
                Cost::Mean => n * variance_around(part, mean(part)) / (noise * noise),
                Cost::Variance => n * log(variance_around(part, overall) / (sd * sd)),
                Cost::MeanVariance => n * log(variance_around(part, mean(part)) / (sd * sd)),
            };
            if penalty == Penalty::Mbic { likelihood + n.ln() } else { likelihood }
        };
        let got: f64 = segments.iter().map(|s| of(&y[s.start..s.end]) + by).sum::<f64>() - by;
        let want = optimal_cost(&y, of, by, least);
        prop_assert!((got - want).abs() <= 1e-6 * want.abs().max(1.0), "{got} is not {want}");
        prop_assert!(segments.iter().all(|s| s.end - s.start >= least));
    }

    #[test]
    fn a_clean_step_is_found_exactly(before in 2_usize..200, after in 2_usize..200, low in -1e3..1e3_f64) {
        let y: Vec<f64> = (0..before + after).map(|t| if t < before { low } else { low + 5.0 }).collect();
        for penalty in [Penalty::Bic, Penalty::Mbic] {
            let segments = changepoints(&y, Cost::Mean, penalty, 2, &mut go_on).expect("sound");
            // Two values against two are no evidence.
            if before + after > 20 {
                prop_assert_eq!(segments.len(), 2);
                let Segment { start, mean, .. } = segments[1];
                prop_assert_eq!(start, before);
                prop_assert!((mean - low - 5.0).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn what_is_flagged_does_not_depend_on_unit_or_origin(y in series(20..80), which in 0_usize..6) {
        let method = [
            Method::ZScore,
            Method::RobustZScore,
            Method::Iqr,
            Method::MovingAverage { window: 3 },
            Method::Ewma { window: 5 },
            Method::GeneralizedEsd,
        ][which];
        let moved: Vec<f64> = y.iter().map(|y| 4.0 * y + 1024.0).collect();
        let (a, b) = (found(&y, detector(method)), found(&moved, detector(method)));
        prop_assert_eq!(a.len(), b.len());
        for (a, b) in a.iter().zip(&b) {
            prop_assert_eq!(a.index, b.index);
            prop_assert!((a.score - b.score).abs() <= 1e-6 * a.score.abs());
            prop_assert!((4.0 * a.expected + 1024.0 - b.expected).abs() <= 1e-6);
        }
    }
}
