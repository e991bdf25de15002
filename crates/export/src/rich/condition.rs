//! Conditional formats.

use rust_xlsxwriter::{
    ConditionalFormat2ColorScale, ConditionalFormat3ColorScale, ConditionalFormatAverage,
    ConditionalFormatAverageRule, ConditionalFormatBlank, ConditionalFormatCell, ConditionalFormatCellRule,
    ConditionalFormatDataBar, ConditionalFormatDuplicate, ConditionalFormatFormula, ConditionalFormatIconSet,
    ConditionalFormatIconType, ConditionalFormatText, ConditionalFormatTextRule, ConditionalFormatTop,
    ConditionalFormatTopRule, ConditionalFormatType, Formula, Worksheet,
};

use super::Error;
use super::model::{Condition, Point, Rule};
use super::styles::{Formats, color};

/// Adds a conditional format to the sheet.
pub(super) fn add(target: &mut Worksheet, condition: &Condition, formats: &Formats) -> Result<(), Error> {
    let (row, column, last_row, last_column) = condition.range;
    let stop = condition.stop;
    let look = |style: &usize| formats.differential(*style);
    macro_rules! put {
        ($rule:expr) => {
            target.add_conditional_format(row, column, last_row, last_column, &$rule.set_stop_if_true(stop))
        };
    }
    match &condition.rule {
        Rule::Cell { operator, formulas, style } => {
            let rule = cell_rule(operator, formulas)?;
            put!(ConditionalFormatCell::new().set_rule(rule).set_format(look(style)))
        }
        Rule::Formula { formula, style } => {
            put!(ConditionalFormatFormula::new().set_rule(formula.as_str()).set_format(look(style)))
        }
        Rule::Text { operator, text, style } => {
            let text = text.clone();
            let rule = match operator.as_str() {
                "notContains" => ConditionalFormatTextRule::DoesNotContain(text),
                "beginsWith" => ConditionalFormatTextRule::BeginsWith(text),
                "endsWith" => ConditionalFormatTextRule::EndsWith(text),
                _ => ConditionalFormatTextRule::Contains(text),
            };
            put!(ConditionalFormatText::new().set_rule(rule).set_format(look(style)))
        }
        Rule::Top { rank, percent, bottom, style } => {
            let rule = match (bottom, percent) {
                (false, false) => ConditionalFormatTopRule::Top(*rank),
                (false, true) => ConditionalFormatTopRule::TopPercent(*rank),
                (true, false) => ConditionalFormatTopRule::Bottom(*rank),
                (true, true) => ConditionalFormatTopRule::BottomPercent(*rank),
            };
            put!(ConditionalFormatTop::new().set_rule(rule).set_format(look(style)))
        }
        Rule::Average { below, style } => {
            let rule = if *below {
                ConditionalFormatAverageRule::BelowAverage
            } else {
                ConditionalFormatAverageRule::AboveAverage
            };
            put!(ConditionalFormatAverage::new().set_rule(rule).set_format(look(style)))
        }
        Rule::Duplicate { style } => put!(ConditionalFormatDuplicate::new().set_format(look(style))),
        Rule::Unique { style } => put!(ConditionalFormatDuplicate::new().invert().set_format(look(style))),
        Rule::Blank { style } => put!(ConditionalFormatBlank::new().set_format(look(style))),
        Rule::NotBlank { style } => put!(ConditionalFormatBlank::new().invert().set_format(look(style))),
        Rule::ColorScale { points } => match points.as_slice() {
            [min, max] => put!(
                ConditionalFormat2ColorScale::new()
                    .set_minimum(point(min), min.value)
                    .set_minimum_color(color(&min.color))
                    .set_maximum(point(max), max.value)
                    .set_maximum_color(color(&max.color))
            ),
            [min, middle, max] => put!(
                ConditionalFormat3ColorScale::new()
                    .set_minimum(point(min), min.value)
                    .set_minimum_color(color(&min.color))
                    .set_midpoint(point(middle), middle.value)
                    .set_midpoint_color(color(&middle.color))
                    .set_maximum(point(max), max.value)
                    .set_maximum_color(color(&max.color))
            ),
            _ => return Err(Error::Message),
        },
        Rule::DataBar { color: hex, min, max, bar_only } => put!(
            ConditionalFormatDataBar::new()
                .set_minimum(point(min), min.value)
                .set_maximum(point(max), max.value)
                .set_fill_color(color(hex))
                .set_bar_only(*bar_only)
        ),
        Rule::IconSet { icons, reverse, icons_only } => put!(
            ConditionalFormatIconSet::new()
                .set_icon_type(icon_type(icons))
                .reverse_icons(*reverse)
                .show_icons_only(*icons_only)
        ),
    }?;
    Ok(())
}

fn cell_rule(operator: &str, formulas: &[String]) -> Result<ConditionalFormatCellRule<Formula>, Error> {
    let at = |index: usize| formulas.get(index).map(Formula::new).ok_or(Error::Message);
    let first = at(0)?;
    Ok(match operator {
        "between" => ConditionalFormatCellRule::Between(first, at(1)?),
        "notBetween" => ConditionalFormatCellRule::NotBetween(first, at(1)?),
        "notEqual" => ConditionalFormatCellRule::NotEqualTo(first),
        "greaterThan" => ConditionalFormatCellRule::GreaterThan(first),
        "lessThan" => ConditionalFormatCellRule::LessThan(first),
        "greaterThanOrEqual" => ConditionalFormatCellRule::GreaterThanOrEqualTo(first),
        "lessThanOrEqual" => ConditionalFormatCellRule::LessThanOrEqualTo(first),
        _ => ConditionalFormatCellRule::EqualTo(first),
    })
}

fn point(point: &Point) -> ConditionalFormatType {
    match point.kind.as_str() {
        "number" => ConditionalFormatType::Number,
        "percent" => ConditionalFormatType::Percent,
        "percentile" => ConditionalFormatType::Percentile,
        "highest" => ConditionalFormatType::Highest,
        _ => ConditionalFormatType::Lowest,
    }
}

fn icon_type(name: &str) -> ConditionalFormatIconType {
    match name {
        "3ArrowsGray" => ConditionalFormatIconType::ThreeArrowsGray,
        "3Flags" => ConditionalFormatIconType::ThreeFlags,
        "3TrafficLights" => ConditionalFormatIconType::ThreeTrafficLights,
        "3Signs" => ConditionalFormatIconType::ThreeSigns,
        "3Symbols" => ConditionalFormatIconType::ThreeSymbolsCircled,
        "4Arrows" => ConditionalFormatIconType::FourArrows,
        "4Rating" => ConditionalFormatIconType::FourHistograms,
        "4TrafficLights" => ConditionalFormatIconType::FourTrafficLights,
        "5Arrows" => ConditionalFormatIconType::FiveArrows,
        "5Rating" => ConditionalFormatIconType::FiveHistograms,
        "5Quarters" => ConditionalFormatIconType::FiveQuadrants,
        _ => ConditionalFormatIconType::ThreeArrows,
    }
}
