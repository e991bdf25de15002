//! What must hold inside: gradients, lanes, elementary functions, variances.

use std::ops::ControlFlow;

use proptest::prelude::*;

use super::elementary::{exp, ln, normal_quantile, power};
use super::model::{Component, Model};
use super::options::Parameters;
use super::recursion::{Kind, Point, Tape};
use super::squares::Squares;
use super::{Ahead, Fit, FitOptions, Method, Pattern, fit};

const M: usize = 4;

/// A model's recursion on a series at a point.
#[derive(Clone, Debug)]
struct Case {
    kind: Kind,
    share: bool,
    y: Vec<f64>,
    point: Point,
}

fn cases() -> impl Strategy<Value = Case> {
    let parameters = (0.05..0.6, 0.01..0.2, 0.01..0.3, 0.85..1.0);
    let states = (0.8..1.2, -0.01..0.01, prop::collection::vec(-0.2..0.2, M));
    let values = prop::collection::vec((0.6..1.5, prop::bool::weighted(0.15)), 9..40);
    (any::<(bool, bool)>(), 0_u8..4, parameters, states, values).prop_map(
        |((multiplied_trend, share), season, (alpha, beta, gamma, phi), (level, slope, swings), values)| {
            // After the new level there are additive trends and errors only.
            let multiplied_trend = multiplied_trend && season < 3;
            let kind = Kind { multiplied_trend, season, m: if season == 0 { 0 } else { M } };
            let seasonal = match season {
                0 => Vec::new(),
                1 => swings,
                _ => swings.iter().map(|s| 1.0 + s).collect(),
            };
            let trend = if multiplied_trend { 1.0 + slope } else { slope };
            let y =
                values.into_iter().map(|(value, missing)| if missing { f64::NAN } else { value }).collect();
            Case {
                kind,
                share: share && season < 3,
                y,
                point: Point { alpha, beta, gamma, phi, level, trend, seasonal },
            }
        },
    )
}

impl Case {
    fn tape<const L: usize>(&self) -> Tape<L> {
        let mut tape = Tape::new(self.kind, self.y.len());
        let observed = self.y.iter().filter(|y| !y.is_nan()).count();
        for lane in 0..L {
            tape.load(lane, &self.y, observed, self.share);
            tape.place(lane, &self.point);
        }
        tape
    }

    fn cost(&self, change: impl FnOnce(&mut Point)) -> f64 {
        let mut case = self.clone();
        change(&mut case.point);
        case.tape::<1>().run()[0]
    }

    /// The central difference in one of the point's numbers, extrapolated once.
    fn slope(&self, change: impl Fn(&mut Point, f64)) -> f64 {
        let difference = |h: f64| (self.cost(|p| change(p, h)) - self.cost(|p| change(p, -h))) / (2.0 * h);
        (4.0 * difference(5e-5) - difference(1e-4)) / 3.0
    }
}

proptest! {
    #[test]
    fn the_adjoint_is_the_gradient(case in cases()) {
        prop_assume!(case.y.iter().filter(|y| !y.is_nan()).count() > 4);
        let mut tape = case.tape::<1>();
        let cost = tape.run()[0];
        prop_assume!(cost.is_finite());
        tape.differentiate();
        let by = &tape.adjoint;
        let mut pairs = vec![
            (by.alpha.0[0], case.slope(|p, h| p.alpha += h)),
            (by.beta.0[0], case.slope(|p, h| p.beta += h)),
            (by.phi.0[0], case.slope(|p, h| p.phi += h)),
            (by.level.0[0], case.slope(|p, h| p.level += h)),
            (by.trend.0[0], case.slope(|p, h| p.trend += h)),
        ];
        for phase in 0..case.kind.m {
            pairs.push((by.seasonal[phase].0[0], case.slope(|p, h| p.seasonal[phase] += h)));
        }
        if case.kind.m > 0 {
            pairs.push((by.gamma.0[0], case.slope(|p, h| p.gamma += h)));
        }
        for (at, (adjoint, difference)) in pairs.into_iter().enumerate() {
            let size = adjoint.abs().max(difference.abs()).max(1.0);
            prop_assert!((adjoint - difference).abs() < 2e-5 * size, "{at}: {adjoint} is not {difference}");
        }
    }

    #[test]
    fn the_tangents_are_the_errors_slopes(case in cases(), fades: bool) {
        let mut case = case;
        case.kind.multiplied_trend = false;
        case.share = false;
        case.point.trend = 0.01;
        if !fades {
            case.point.phi = 1.0;
        }
        let errors = |change: &dyn Fn(&mut Point)| {
            let mut case = case.clone();
            change(&mut case.point);
            let mut tape = case.tape::<1>();
            tape.run();
            tape.e.iter().map(|e| e.0[0]).collect::<Vec<f64>>()
        };
        let slopes = |change: &dyn Fn(&mut Point, f64)| -> Vec<f64> {
            let difference = |h: f64| -> Vec<f64> {
                let (before, after) = (errors(&|p| change(p, -h)), errors(&|p| change(p, h)));
                before.iter().zip(after).map(|(before, after)| (before - after) / (2.0 * h)).collect()
            };
            let (fine, coarse) = (difference(5e-5), difference(1e-4));
            fine.iter().zip(coarse).map(|(fine, coarse)| (4.0 * fine - coarse) / 3.0).collect()
        };
        let tangents = [
            slopes(&|p, h| p.alpha += h),
            slopes(&|p, h| p.beta += h),
            slopes(&|p, h| p.gamma += h),
            slopes(&|p, h| p.phi += h),
        ];
        let mut squares = Squares::<4>::new(case.kind, case.y.len());
        for lane in 0..4 {
            squares.load(lane, &case.y, &case.point);
            squares.place(lane, &case.point);
        }
        squares.differentiate();
        let mut alone = Squares::<1>::new(case.kind, case.y.len());
        alone.load_all(&case.y, &case.point);
        alone.place(0, &case.point);
        alone.run();
        let e = errors(&|_| {});
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let near = |got: f64, want: f64| (got - want).abs() < 2e-5 * want.abs().max(1.0);
        prop_assert!(near(squares.sse.0[3], dot(&e, &e)));
        prop_assert_eq!(squares.sse.0[3].to_bits(), alone.sse.0[0].to_bits());
        // γ and φ are left out where there is neither.
        let there = [true, true, case.kind.m > 0, fades];
        for i in (0..4).filter(|&i| there[i]) {
            prop_assert!(near(squares.slopes[i].0[3], dot(&e, &tangents[i])), "{i}");
            for j in (i..4).filter(|&j| there[j]) {
                let (got, want) = (squares.normal[i][j].0[3], dot(&tangents[i], &tangents[j]));
                prop_assert!(near(got, want), "{i} {j}: {got} is not {want}");
            }
        }
    }

    #[test]
    fn a_lane_does_what_a_scalar_does(cases in prop::collection::vec(cases(), 8), length in 9_usize..30) {
        // One kind and length, as in any group; the error may differ between lanes.
        let (kind, n) = (cases[0].kind, length.min(cases.iter().map(|case| case.y.len()).min().unwrap_or(0)));
        let mut together = Tape::<8>::new(kind, n);
        let mut own: Vec<Case> = Vec::new();
        for (lane, case) in cases.iter().enumerate() {
            let mut case = Case { kind, share: case.share && kind.season < 3, y: case.y[..n].to_vec(), point: case.point.clone() };
            case.point.seasonal.resize(kind.m, 1.0);
            case.point.trend = if kind.multiplied_trend { 1.01 } else { 0.01 };
            let observed = case.y.iter().filter(|y| !y.is_nan()).count();
            together.load(lane, &case.y, observed, case.share);
            together.place(lane, &case.point);
            own.push(case);
        }
        let costs = together.run();
        together.differentiate();
        for (lane, case) in own.iter().enumerate() {
            let mut alone = case.tape::<1>();
            prop_assert_eq!(alone.run()[0].to_bits(), costs[lane].to_bits());
            if costs[lane].is_finite() {
                alone.differentiate();
                let (one, all) = (&alone.adjoint, &together.adjoint);
                for (one, all) in [(&one.alpha, &all.alpha), (&one.beta, &all.beta), (&one.gamma, &all.gamma), (&one.phi, &all.phi), (&one.level, &all.level), (&one.trend, &all.trend)]
                    .map(|(one, all)| (one.0[0], all.0[lane]))
                {
                    let same = (one - all).abs() <= 0.0 || (!one.is_finite() && !all.is_finite());
                    prop_assert!(same, "{one} is not {all}");
                }
            }
        }
    }

    #[test]
    fn elementary_functions_are_those_of_the_library(x in -700.0..700.0_f64, base in 1e-300..1e300_f64, phi in 0.8..1.0_f64) {
        prop_assert!((exp(x) / x.exp() - 1.0).abs() < 1e-15 * x.abs().max(4.0));
        prop_assert!((ln(base) - base.ln()).abs() <= 4e-16 * base.ln().abs().max(1.0));
        prop_assert!((ln(1.0 + phi / 1e3) / (phi / 1e3).ln_1p() - 1.0).abs() < 1e-12);
        prop_assert!((power(phi, 0.9) / phi.powf(0.9) - 1.0).abs() < 1e-15);
    }
}

/// `scipy.stats.norm.ppf` of `SciPy` 1.17.
#[test]
fn the_normal_quantile_is_that_of_scipy() {
    for (p, want) in [
        (0.5, 0.0),
        (0.9, 1.281_551_565_544_600_4),
        (0.975, 1.959_963_984_540_054),
        (0.995, 2.575_829_303_548_900_4),
        (1e-3, -3.090_232_306_167_813_5),
        (1e-20, -9.262_340_089_798_408),
    ] {
        let got = normal_quantile(p);
        assert!((got - want).abs() <= 1e-14 * want.abs(), "{p}: {got} is not {want}");
    }
}

fn weekly(letters: &str) -> Fit {
    let swing = if letters.ends_with('N') { 0.0 } else { 6.0 };
    let y: Vec<f64> = (0..84)
        .map(|t| 80.0 + 0.4 * f64::from((t * 7919) % 13) + swing * f64::from(t % 7) + 0.1 * f64::from(t))
        .collect();
    let pattern = Pattern { damped: Some(letters.contains('d')), ..letters.parse().expect("a model") };
    let method = Method::Ets {
        pattern,
        criterion: super::Criterion::Aicc,
        allow_unstable: false,
        allow_multiplicative_trend: false,
    };
    let parameters = Parameters {
        alpha: Some(0.3),
        beta: (&letters[1..2] != "N").then_some(0.05),
        gamma: (!letters.ends_with('N')).then_some(0.2),
        phi: letters.contains('d').then_some(0.9),
    };
    let options = FitOptions { method, season_length: 7, parameters, ..FitOptions::default() };
    fit(&y, &options, &mut |_, _| ControlFlow::Continue(())).expect("it can be fitted")
}

fn ahead(fit: &Fit, horizon: usize, levels: &[f64]) -> Ahead {
    fit.forecast(horizon, levels, &mut |_, _| ControlFlow::Continue(())).expect("it goes on")
}

/// The closed forms against 5,000 futures, whose quantiles have 2 % of noise; errors are small beside the level, so that
/// skewness is.
#[test]
fn closed_form_intervals_are_those_of_simulated_futures() {
    for letters in [
        "ANN", "AAN", "AAdN", "ANA", "AAA", "AAdA", "MNN", "MAN", "MAdN", "MNA", "MAA", "MAdA", "MNM", "MAM",
        "MAdM",
    ] {
        let fit = weekly(letters);
        let ahead = ahead(&fit, 21, &[0.8]);
        let kind = Kind::of(fit.model, fit.convention, 7);
        let end =
            super::walk::Walk::new(kind, Point::of(fit.model, fit.convention, fit.parameters, &fit.last));
        let share = fit.model.error == Component::Multiplicative;
        let mut go_on = || ControlFlow::Continue(());
        let simulated = super::simulate::quantiles(&end, share, fit.sigma2.sqrt(), 21, &[0.8], &mut go_on)
            .expect("it goes on");
        let [lower, upper] = &simulated[0];
        for h in 0..21 {
            let formula = ahead.intervals[0].upper[h] - ahead.intervals[0].lower[h];
            let paths = upper[h] - lower[h];
            assert!((formula / paths - 1.0).abs() < 0.06, "{letters} {h}: {formula} is not {paths}");
        }
    }
}

/// Hyndman et al. (2008), equations 6.1 and 6.2, summed as they stand.
#[test]
fn variances_of_multiplicative_errors_are_the_sums_of_the_book() {
    for letters in ["MNN", "MAN", "MAdN", "MNA", "MAA", "MAdA"] {
        let fit = weekly(letters);
        let ahead = ahead(&fit, 60, &[0.95]);
        let (alpha, beta, gamma) =
            (0.3, fit.parameters.beta.unwrap_or(0.0), fit.parameters.gamma.unwrap_or(0.0));
        let c = |j: usize| -> f64 {
            let damped: f64 = (1..=j)
                .map(|i| fit.parameters.phi.unwrap_or(1.0).powi(i32::try_from(i).expect("small")))
                .sum();
            alpha + beta * damped + if j.is_multiple_of(7) { gamma } else { 0.0 }
        };
        let mut theta: Vec<f64> = Vec::new();
        for (h, mean) in ahead.forecast.iter().enumerate() {
            let past: f64 = (1..=h).map(|j| c(j) * c(j) * theta[h - j]).sum();
            theta.push(mean * mean + fit.sigma2 * past);
            let want = 1.959_963_984_540_054 * ((1.0 + fit.sigma2) * theta[h] - mean * mean).sqrt();
            let got = ahead.intervals[0].upper[h] - mean;
            assert!((got / want - 1.0).abs() < 1e-9, "{letters} {h}: {got} is not {want}");
        }
    }
}

#[test]
fn intervals_nest_with_the_level() {
    for letters in ["AAA", "MAdM", "MNA"] {
        let ahead = ahead(&weekly(letters), 14, &[0.5, 0.8, 0.95, 0.999]);
        for pair in ahead.intervals.windows(2) {
            for h in 0..14 {
                assert!(pair[1].lower[h] <= pair[0].lower[h] && pair[0].upper[h] <= pair[1].upper[h]);
            }
        }
    }
}

#[test]
fn what_did_not_converge_is_never_chosen() {
    for seed in 1_u32..40 {
        let y: Vec<f64> = (0..30).map(|t| f64::from((seed * 7919 + t * t * 104_729) % 97) + 1.0).collect();
        let options = FitOptions { season_length: 5, ..FitOptions::default() };
        let fit = fit(&y, &options, &mut |_, _| ControlFlow::Continue(())).expect("it can be fitted");
        let chosen =
            fit.candidates.iter().find(|candidate| candidate.model == fit.model).expect("it was tried");
        assert!(chosen.converged && fit.converged);
        let best =
            fit.candidates.iter().filter(|c| c.converged).map(|c| c.criterion).fold(f64::INFINITY, f64::min);
        assert_eq!(fit.aicc.to_bits(), best.to_bits());
    }
}

#[test]
fn the_thirty_models_are_each_once() {
    let names: std::collections::BTreeSet<String> = Model::all().map(|model| model.to_string()).collect();
    assert_eq!((Model::all().count(), names.len()), (30, 30));
    for name in names {
        let pattern: Pattern = name.parse().expect("its own name");
        assert_eq!(
            Model::all().filter(|model| pattern.matches(*model)).count(),
            if name.contains('d') || name.as_bytes()[1] == b'N' { 1 } else { 2 }
        );
    }
}
