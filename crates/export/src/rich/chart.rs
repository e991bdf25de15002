//! Charts.

use rust_xlsxwriter::{
    Chart, ChartAxis, ChartDataLabel, ChartFormat, ChartLegendPosition, ChartLine, ChartMarker,
    ChartMarkerType, ChartPoint, ChartRange, ChartSeries, ChartSolidFill, ChartType, Worksheet,
};

use super::Error;
use super::model::{self, Axis, Reference, Series, SeriesName};
use super::styles::color;

/// Puts a chart on the sheet.
pub(super) fn insert(target: &mut Worksheet, chart: &model::Chart) -> Result<(), Error> {
    let place = &chart.place;
    let kind = kind(&chart.kind, &chart.grouping, &chart.series);
    let mut made = Chart::new(kind);
    made.set_width(place.width).set_height(place.height).set_alt_text(&place.alt);
    if chart.title.is_empty() {
        made.title().set_hidden();
    } else {
        made.title().set_name(&chart.title);
    }
    match chart.legend.as_str() {
        "top" => made.legend().set_position(ChartLegendPosition::Top),
        "right" => made.legend().set_position(ChartLegendPosition::Right),
        "bottom" => made.legend().set_position(ChartLegendPosition::Bottom),
        "left" => made.legend().set_position(ChartLegendPosition::Left),
        _ => made.legend().set_hidden(),
    };
    axis(made.x_axis(), &chart.x_axis);
    axis(made.y_axis(), &chart.y_axis);
    for one in &chart.series {
        // Pushed, a line's series would lose its markers.
        *made.add_series() = series(one, &chart.kind);
    }
    target.insert_chart_with_offset(place.row, place.column, &made, place.x, place.y)?;
    Ok(())
}

fn kind(kind: &str, grouping: &str, series: &[Series]) -> ChartType {
    match (kind, grouping) {
        ("line", "stacked") => ChartType::LineStacked,
        ("line", "percent") => ChartType::LinePercentStacked,
        ("line", _) => ChartType::Line,
        ("bar", "stacked") => ChartType::BarStacked,
        ("bar", "percent") => ChartType::BarPercentStacked,
        ("bar", _) => ChartType::Bar,
        ("column", "stacked") => ChartType::ColumnStacked,
        ("column", "percent") => ChartType::ColumnPercentStacked,
        ("area", "stacked") => ChartType::AreaStacked,
        ("area", "percent") => ChartType::AreaPercentStacked,
        ("area", _) => ChartType::Area,
        ("pie", _) => ChartType::Pie,
        ("doughnut", _) => ChartType::Doughnut,
        ("scatter", _) if series.iter().any(|one| one.smooth) => ChartType::ScatterSmoothWithMarkers,
        ("scatter", _) if series.iter().any(|one| one.line) => ChartType::ScatterStraightWithMarkers,
        ("scatter", _) => ChartType::Scatter,
        _ => ChartType::Column,
    }
}

fn axis(target: &mut ChartAxis, axis: &Axis) {
    if !axis.title.is_empty() {
        target.set_name(&axis.title);
    }
    if let Some(min) = axis.min {
        target.set_min(min);
    }
    if let Some(max) = axis.max {
        target.set_max(max);
    }
    if !axis.number_format.is_empty() {
        target.set_num_format(&axis.number_format);
    }
    target.set_major_gridlines(axis.gridlines);
}

fn range(reference: &Reference) -> ChartRange {
    let (row, column, last_row, last_column) = reference.range;
    ChartRange::new_from_range(&reference.sheet, row, column, last_row, last_column)
}

fn series(series: &Series, kind: &str) -> ChartSeries {
    let mut made = ChartSeries::new();
    made.set_values(&range(&series.values));
    if let Some(categories) = &series.categories {
        made.set_categories(&range(categories));
    }
    match &series.name {
        SeriesName::Text(name) if name.is_empty() => {}
        SeriesName::Text(name) => {
            made.set_name(name);
        }
        SeriesName::Cell(cell) => {
            made.set_name(&range(cell));
        }
    }
    let own = color(&series.color);
    let mut format = ChartFormat::new();
    match kind {
        "pie" | "doughnut" => {
            let points: Vec<ChartPoint> = series
                .colors
                .iter()
                .map(|hex| ChartPoint::new().set_format(ChartFormat::new().set_solid_fill(&fill(color(hex)))))
                .collect();
            made.set_points(&points);
        }
        "line" | "scatter" => {
            if series.line {
                format.set_line(ChartLine::new().set_color(own).set_width(2.25));
            } else {
                format.set_no_line();
            }
            made.set_format(&mut format);
            let mut marker = ChartMarker::new();
            if series.markers {
                let mut filled = ChartFormat::new();
                filled.set_solid_fill(&fill(own));
                marker.set_type(ChartMarkerType::Circle).set_size(6).set_format(&mut filled);
            } else {
                marker.set_none();
            }
            made.set_marker(&marker);
            made.set_smooth(series.smooth);
        }
        _ => {
            made.set_format(format.set_solid_fill(&fill(own)));
        }
    }
    if series.labels {
        let mut label = ChartDataLabel::new();
        if kind == "pie" || kind == "doughnut" {
            label.show_percentage();
        } else {
            label.show_value();
        }
        made.set_data_label(&label);
    }
    made
}

fn fill(own: rust_xlsxwriter::Color) -> ChartSolidFill {
    ChartSolidFill::new().set_color(own).clone()
}
