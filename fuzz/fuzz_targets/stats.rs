//! Whatever the numbers of a series: each function of them holds to what it says of its answer, or gives an error. No panic, no
//! end that is not reached.
#![no_main]

use std::ops::ControlFlow;

use clinicore_fuzz::series::{Input, input_of};
use clinicore_stats::anomaly::{self, Cost, Detector, Direction, Penalty};
use clinicore_stats::decomposition::{self, Convention, Model, Stl, Window};
use clinicore_stats::descriptive::{self, Alignment, QuantileType};
use clinicore_stats::forecast::{self, Intervals, Method, Metric, Options, Select, Series, accuracy};
use clinicore_stats::regression::{self, Rows};
use clinicore_stats::smoothing::{self, Component, FitOptions, Initial, Pattern, holt_winters};
use clinicore_stats::{Error, distribution};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some(input) = input_of(input) else { return };
    match input.task {
        0 => describe(&input),
        1 => correlate(&input),
        2 => roll(&input),
        3 => decompose(&input),
        4 => detect(&input),
        5 => regress(&input),
        6 => ahead(&input),
        7 => smooth(&input),
        8 => distribute(&input),
        _ => {}
    }
});

fn go_on(_done: u64, _total: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// A number from above 0 to below 1.
fn part(choice: u8) -> f64 {
    (f64::from(choice) + 0.5) / 256.0
}

fn describe(Input { values, choices: [kind, p, ..], .. }: &Input) {
    let is_finite = values.iter().all(|value| value.is_finite());
    let Ok((low, high)) = descriptive::extremes(values) else {
        return assert!(values.is_empty() || !is_finite);
    };
    assert!(is_finite && values.contains(&low) && values.contains(&high));
    // As much as the last digits of a mean may stray.
    let stray = 1e-9 * low.abs().max(high.abs());
    let within = |value: f64| (low - stray..=high + stray).contains(&value);
    if let Ok(mean) = descriptive::mean(values) {
        assert!(within(mean), "{mean} of {low} to {high}");
    }
    if let Ok((mean, squares)) = descriptive::mean_and_squares(values) {
        assert!(within(mean) && squares >= 0.0 && squares.is_finite());
    }
    if let Ok(moments) = descriptive::Moments::of(values) {
        assert!(within(moments.mean) && moments.m2 >= 0.0 && moments.m4 >= 0.0);
    }
    const KINDS: [QuantileType; 10] = [
        QuantileType::InvertedCdf,
        QuantileType::AveragedInvertedCdf,
        QuantileType::ClosestObservation,
        QuantileType::InterpolatedInvertedCdf,
        QuantileType::Hazen,
        QuantileType::Weibull,
        QuantileType::Linear,
        QuantileType::MedianUnbiased,
        QuantileType::NormalUnbiased,
        QuantileType::SimpleStatistics788,
    ];
    let probabilities = [0.0, part(*p) / 2.0, 0.5, 0.5 + part(*p) / 2.0, 1.0];
    let quantiles =
        descriptive::quantiles(values, &probabilities, KINDS[usize::from(kind % 10)]).expect("values");
    // Between two values that are alike but for their last digit, what is interpolated may be off by one.
    assert!(quantiles.windows(2).all(|pair| pair[0] <= pair[1] + stray), "{quantiles:?}");
    assert!(quantiles.iter().all(|&quantile| within(quantile)));
    if let Ok((median, deviation)) = descriptive::median_absolute_deviation(values) {
        assert!(within(median) && deviation >= 0.0);
        let mean = descriptive::mean_absolute_deviation(values, median);
        assert!(mean.is_err() || mean.is_ok_and(|mean| mean >= 0.0));
    }
    let mut edges: Vec<f64> = values.iter().copied().take(usize::from(*p)).collect();
    edges.sort_by(f64::total_cmp);
    edges.dedup();
    if edges.len() > 1 {
        let mut counts = vec![0; edges.len() - 1];
        descriptive::histogram(values, &edges, &mut counts).expect("edges that rise");
        assert!(counts.iter().map(|&count| count as usize).sum::<usize>() <= values.len());
    }
}

fn correlate(Input { values, .. }: &Input) {
    let (x, y) = values.split_at(values.len() / 2);
    let y = &y[..x.len()];
    for coefficient in [descriptive::pearson, descriptive::spearman, descriptive::kendall] {
        let one = coefficient(x, y);
        assert!(one.as_ref().is_err() || one.as_ref().is_ok_and(|r| r.abs() <= 1.0));
        match (one, coefficient(y, x)) {
            (Ok(one), Ok(other)) => assert!((one - other).abs() <= 1e-9),
            (one, other) => assert_eq!(one.is_err(), other.is_err()),
        }
    }
    let covariance = descriptive::covariance(x, y, 1);
    assert!(covariance.is_err() || covariance.is_ok_and(f64::is_finite));
}

fn roll(Input { values, choices: [length, min_count, centred, ddof], .. }: &Input) {
    let window = descriptive::Window {
        length: usize::from(*length),
        alignment: if centred & 1 == 0 { Alignment::Trailing } else { Alignment::Centred },
        min_count: usize::from(*min_count),
    };
    let (low, high) = values
        .iter()
        .filter(|value| !value.is_nan())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &value| (low.min(value), high.max(value)));
    let stray = 1e-9 * low.abs().max(high.abs());
    let mut out = vec![0.0; values.len()];
    if descriptive::rolling_mean(values, window, &mut out).is_ok() {
        assert!(out.iter().all(|&mean| mean.is_nan() || (low - stray..=high + stray).contains(&mean)));
    }
    if descriptive::rolling_median(values, window, &mut out).is_ok() {
        assert!(out.iter().all(|&median| median.is_nan() || (low..=high).contains(&median)));
    }
    if descriptive::rolling_standard_deviation(values, window, usize::from(ddof & 1), &mut out).is_ok() {
        assert!(out.iter().all(|&deviation| deviation.is_nan() || deviation >= 0.0 && deviation.is_finite()));
    }
}

fn decompose(Input { values, season, choices: [kind, window, convention, iterations], .. }: &Input) {
    let close =
        |one: f64, other: f64, most: f64| one.is_nan() || other.is_nan() || (one - other).abs() <= most;
    let most =
        values.iter().filter(|value| !value.is_nan()).fold(0.0_f64, |most, value| most.max(value.abs()));
    for model in [Model::Additive, Model::Multiplicative] {
        let Ok(parts) = decomposition::classical(values, *season, model) else { continue };
        for (t, &value) in values.iter().enumerate() {
            let (trend, seasonal, remainder) = (parts.trend[t], parts.seasonal[t], parts.remainder[t]);
            if model == Model::Additive {
                assert!(close(trend + seasonal + remainder, value, 1e-9 * most.max(f64::MIN_POSITIVE)));
            }
        }
    }
    if let Ok(whole) = decomposition::interpolate(values, *season) {
        assert!(whole.iter().all(|value| value.is_finite()));
        assert!(values.iter().zip(&whole).all(|(value, whole)| value.is_nan() || value == whole));
    }
    let window = match window % 8 {
        0 => Window::Periodic,
        seasons => Window::Seasons(1 + 2 * usize::from(seasons)),
    };
    let convention = if convention & 1 == 0 { Convention::R } else { Convention::Statsmodels };
    let of = |season| Stl::new(convention, values.len(), season, window, kind & 1 != 0);
    let seasons = [of(*season), of(*season * 2)];
    let seasons = &seasons[..1 + usize::from(kind >> 1 & 1)];
    let Ok(parts) = decomposition::mstl(values, seasons, usize::from(iterations % 4), &mut go_on) else {
        return;
    };
    let strengths = parts.seasonal_strength.iter().chain([&parts.trend_strength]);
    assert!(strengths.into_iter().all(|strength| (0.0..=1.0).contains(strength)));
    assert!(parts.weights.iter().all(|weight| (0.0..=1.0).contains(weight)));
    for (t, &value) in values.iter().enumerate() {
        let sum: f64 = parts.seasonal.iter().map(|seasonal| seasonal[t]).sum::<f64>() + parts.trend[t];
        assert!(sum.is_finite());
        // Components may be far larger than what they make up.
        let largest = parts.seasonal.iter().map(|seasonal| seasonal[t].abs()).fold(most, f64::max);
        assert!(close(sum + parts.remainder[t], value, 1e-6 * largest.max(f64::MIN_POSITIVE)));
    }
}

fn detect(Input { values, season, choices: [kind, direction, threshold, window], .. }: &Input) {
    let (season_length, window) = (*season, usize::from(*window % 32));
    let method = match kind % 8 {
        0 => anomaly::Method::ZScore,
        1 => anomaly::Method::RobustZScore,
        2 => anomaly::Method::Iqr,
        3 => anomaly::Method::MovingAverage { window },
        4 => anomaly::Method::Ewma { window },
        5 => anomaly::Method::Stl { season_length },
        6 => anomaly::Method::GeneralizedEsd,
        _ => anomaly::Method::SeasonalHybridEsd { season_length },
    };
    let directions = [Direction::Both, Direction::Above, Direction::Below];
    let detector = Detector {
        method,
        direction: directions[usize::from(direction % 3)],
        threshold: f64::from(*threshold) / 32.0,
        max_anomalies: window,
        significance: part(*threshold) / 2.0,
    };
    if let Ok(found) = anomaly::detect(values, &detector, &mut go_on) {
        assert!(found.is_sorted_by(|one, next| one.index < next.index));
        for one in found {
            assert_eq!(values[one.index].to_bits(), one.value.to_bits());
            assert!(one.expected.is_finite() && !one.score.is_nan() && one.lower <= one.upper, "{one:?}");
        }
    }
    for cost in [Cost::Mean, Cost::Variance, Cost::MeanVariance] {
        let penalty =
            [Penalty::Bic, Penalty::Mbic, Penalty::Fixed(detector.threshold)][usize::from(direction % 3)];
        let Ok(segments) = anomaly::changepoints(values, cost, penalty, window, &mut go_on) else { continue };
        assert_eq!((segments[0].start, segments[segments.len() - 1].end), (0, values.len()));
        assert!(segments.windows(2).all(|pair| pair[0].end == pair[1].start));
        assert!(segments.iter().all(|segment| segment.mean.is_finite() && segment.variance >= 0.0));
    }
}

fn regress(Input { values, choices: [columns, degree, flags, level], .. }: &Input) {
    let columns = 1 + usize::from(columns % 4);
    let weighted = usize::from(flags & 2 != 0);
    let n = values.len() / (columns + 1 + weighted);
    let (y, rest) = values.split_at(n);
    let (weights, rest) = rest.split_at(n * weighted);
    let columns = &rest[..columns * n];
    let model = regression::Model {
        columns,
        y,
        weights: (weighted > 0).then_some(weights),
        degree: usize::from(degree % 6),
        intercept: flags & 1 == 0,
    };
    let (mut fitted, mut residuals) = (vec![0.0; n], vec![0.0; n]);
    if let Ok(fit) = regression::fit_into(model, Rows { fitted: &mut fitted, residuals: &mut residuals }) {
        assert!(fit.coefficients.iter().chain(&fit.unscaled_errors).all(|value| value.is_finite()));
        assert!(fit.rss >= 0.0 && fit.tss >= 0.0);
        assert!(fit.p_values().iter().all(|p| p.is_nan() || (0.0..=1.0).contains(p)), "{:?}", fit.p_values());
        assert_eq!(regression::fit(model).map(|again| again.coefficients), Ok(fit.coefficients));
    }
    if let Ok(line) = regression::theil_sen(&columns[..n], y, part(*level), &mut go_on) {
        assert!(line.lower <= line.slope && line.slope <= line.upper, "{line:?}");
    }
    if let Ok(test) = regression::mann_kendall(y, &mut go_on) {
        assert!((0.0..=1.0).contains(&test.p) && test.tau.abs() <= 1.0 && test.variance >= 0.0, "{test:?}");
    }
}

const METHODS: [Method; 13] = [
    Method::Mean,
    Method::Naive,
    Method::SeasonalNaive,
    Method::Drift,
    Method::Theta,
    Method::Croston,
    Method::Sba,
    Method::Tsb,
    Method::Ses,
    Method::Holt,
    Method::HoltWinters,
    Method::Ets,
    Method::Auto,
];

fn ahead(Input { values, season, cut, choices: [method, intervals, flags, horizon], .. }: &Input) {
    let values = &values[..values.len().min(60)];
    let options = Options {
        method: METHODS[usize::from(method % 13)],
        horizon: 1 + usize::from(horizon % 20),
        season_length: *season,
        levels: vec![0.5, part(*horizon)],
        intervals: [Intervals::Model, Intervals::Conformal, Intervals::None][usize::from(intervals % 3)],
        windows: (intervals & 0x40 != 0).then_some(usize::from(intervals >> 2 & 15)),
        non_negative: flags & 1 != 0,
        integer: flags & 2 != 0,
        intermittent: (flags & 4 != 0)
            .then_some(forecast::Smoothing { alpha: part(*method), beta: part(*flags) }),
        select: [Select::Aicc, Select::Backtest(Metric::Mae), Select::Backtest(Metric::Rmse)]
            [usize::from(intervals >> 6) % 3],
        smoothing: FitOptions::default(),
    };
    let closed: Vec<bool> = match flags >> 4 {
        0 => Vec::new(),
        every => (0..values.len() + options.horizon).map(|day| day % (1 + usize::from(every)) == 0).collect(),
    };
    let series = Series { values, closed: &closed };
    let made = forecast::forecast(values, &closed, &options, &mut go_on);
    if let Ok(made) = &made {
        assert_ne!(made.method, Method::Auto);
        assert_eq!((made.forecast.len(), made.fitted.len()), (options.horizon, values.len()));
        assert!(made.forecast.iter().all(|value| value.is_finite()));
        let bounds = || made.lower.iter().zip(&made.upper);
        for (lower, upper) in bounds().flat_map(|(lower, upper)| lower.iter().zip(upper)) {
            assert!(lower <= upper || lower.is_nan() || upper.is_nan(), "{lower} to {upper}");
        }
        if options.non_negative {
            assert!(made.forecast.iter().all(|&value| value >= 0.0));
        }
        if options.integer {
            assert!(made.forecast.iter().all(|value| value.fract() == 0.0));
        }
    }
    // Alone as among others, to the last bit; NaN is written as NaN.
    let other = Series { values: &values[..(*cut).min(values.len())], closed: &[] };
    let many =
        forecast::forecast_many(&[series, other, series], &options, &mut go_on).expect("nobody cancels");
    assert_eq!(format!("{:?}", many[0]), format!("{made:?}"));
    assert_eq!(format!("{:?}", many[2]), format!("{made:?}"));
}

fn smooth(Input { values, season, cut, choices: [kind, pattern, parameters, initial], .. }: &Input) {
    let values = &values[..values.len().min(60)];
    let component = |choice: u8| {
        [Component::None, Component::Additive, Component::Multiplicative][usize::from(choice % 3)]
    };
    let method = if kind & 1 == 0 {
        smoothing::Method::LeastSquares {
            trend: kind & 2 != 0,
            damped: kind & 4 != 0,
            season: component(*pattern),
            convention: [
                smoothing::Convention::R,
                smoothing::Convention::Statsmodels,
                smoothing::Convention::Ets,
            ][usize::from(kind >> 3) % 3],
        }
    } else {
        smoothing::Method::Ets {
            pattern: Pattern {
                error: (pattern & 1 != 0).then(|| component(1 + (pattern >> 1 & 1))),
                trend: (pattern & 4 != 0).then(|| component(pattern >> 3)),
                damped: (kind & 2 != 0).then_some(kind & 4 != 0),
                season: (pattern & 64 != 0).then(|| component(pattern >> 5)),
            },
            criterion: smoothing::Criterion::Bic,
            allow_unstable: kind & 8 != 0,
            allow_multiplicative_trend: kind & 16 != 0,
        }
    };
    let held = |bit: u8, value: u8| (parameters >> bit & 1 != 0).then(|| f64::from(value) / 255.0);
    let options = FitOptions {
        method,
        season_length: *season,
        parameters: smoothing::Parameters {
            alpha: held(0, *initial),
            beta: held(1, *parameters),
            gamma: held(2, *pattern),
            phi: held(3, *initial),
        },
        initial: match initial % 4 {
            0 => Initial::Estimated,
            1 => Initial::R,
            2 => Initial::Heuristic,
            _ => Initial::LegacyHeuristic,
        },
        likelihood: smoothing::Likelihood::default(),
    };
    if let Ok(fit) = smoothing::fit(values, &options, &mut go_on) {
        assert_eq!((fit.fitted.len(), fit.residuals.len()), (values.len(), values.len()));
        assert!(fit.sse >= 0.0 && fit.last.level.is_finite());
        let ahead = fit.forecast(5, &[part(*kind)], &mut go_on).expect("nobody cancels");
        assert_eq!(ahead.forecast.len(), 5);
    }
    let start = holt_winters::Parameters {
        alpha: f64::from(*kind) / 255.0,
        beta: f64::from(*pattern) / 255.0,
        gamma: f64::from(*parameters) / 255.0,
        season_length: *season,
        seasonal: if initial & 1 == 0 {
            holt_winters::Seasonal::Additive
        } else {
            holt_winters::Seasonal::Multiplicative
        },
    };
    if let Ok(run) = holt_winters::run(values, start) {
        assert!(run.sse >= 0.0 && run.sse.is_finite());
        assert_eq!(run.forecast(*cut).len(), *cut);
    }
}

fn distribute(Input { values, cut, choices: [p, df, ..], season, .. }: &Input) {
    for &x in values {
        // As many as there are numbers in memory, at most.
        let degrees = [f64::from(*df) + 1.0, 1.0 + x.abs().min(1e9)];
        for df in degrees.into_iter().filter(|df| df.is_finite()) {
            let tail = distribution::student_t_sf(x, df);
            assert!(
                tail.is_nan() == x.is_nan() && (tail.is_nan() || (0.0..=1.0).contains(&tail)),
                "{x} {df}: {tail}"
            );
            if x >= 0.0 {
                let tail = distribution::f_sf(x, f64::from(*p) + 1.0, df);
                assert!((0.0..=1.0).contains(&tail), "{x} {df}: {tail}");
            }
        }
        let cdf = distribution::normal_cdf(x);
        assert!(cdf.is_nan() == x.is_nan() && (cdf.is_nan() || (0.0..=1.0).contains(&cdf)));
        if x > 0.0 && x < 1.0 {
            assert!(distribution::normal_quantile(x).is_finite());
            assert!(distribution::student_t_quantile(x, f64::from(*df) + 1.0).is_finite(), "{x} {df}");
        }
    }
    let (actual, predicted) = values.split_at(values.len() / 2);
    let predicted = &predicted[..actual.len()];
    let yardstick = accuracy::Yardstick {
        training: &values[..*cut],
        season_length: *season,
        lower: actual,
        upper: predicted,
        level: part(*p),
        quantiles: predicted,
        probabilities: &[part(*df)],
    };
    match accuracy::accuracy(actual, predicted, &yardstick) {
        Ok(measured) => assert!(measured.values().iter().all(|value| !value.is_infinite())),
        Err(error) => assert!(matches!(error, Error::OutOfRange | Error::InvalidParameter { .. }), "{error}"),
    }
}
