//! Data validation.

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, DataValidationRule, Formula, Worksheet};

use super::Error;
use super::model::Validation;

/// Adds a rule for what may be typed.
pub(super) fn add(target: &mut Worksheet, validation: &Validation) -> Result<(), Error> {
    let (row, column, last_row, last_column) = validation.range;
    let first = || validation.formulas.first().map(Formula::new).ok_or(Error::Message);
    let made = DataValidation::new();
    let made = match validation.kind.as_str() {
        "list" => made.allow_list_formula(first()?).show_dropdown(validation.dropdown),
        "whole" => made.allow_whole_number_formula(rule(validation)?),
        "decimal" => made.allow_decimal_number_formula(rule(validation)?),
        "date" => made.allow_date_formula(rule(validation)?),
        "time" => made.allow_time_formula(rule(validation)?),
        "textLength" => made.allow_text_length_formula(rule(validation)?),
        _ => made.allow_custom(first()?),
    };
    let made = made
        .ignore_blank(validation.allow_blank)
        .set_error_style(match validation.on_error.as_str() {
            "warning" => DataValidationErrorStyle::Warning,
            "information" => DataValidationErrorStyle::Information,
            _ => DataValidationErrorStyle::Stop,
        })
        .set_error_title(&validation.error_title)?
        .set_error_message(&validation.error_message)?
        .set_input_title(&validation.prompt_title)?
        .set_input_message(&validation.prompt_message)?;
    target.add_data_validation(row, column, last_row, last_column, &made)?;
    Ok(())
}

fn rule(validation: &Validation) -> Result<DataValidationRule<Formula>, Error> {
    let at = |index: usize| validation.formulas.get(index).map(Formula::new).ok_or(Error::Message);
    let first = at(0)?;
    Ok(match validation.operator.as_str() {
        "between" => DataValidationRule::Between(first, at(1)?),
        "notBetween" => DataValidationRule::NotBetween(first, at(1)?),
        "notEqual" => DataValidationRule::NotEqualTo(first),
        "greaterThan" => DataValidationRule::GreaterThan(first),
        "lessThan" => DataValidationRule::LessThan(first),
        "greaterThanOrEqual" => DataValidationRule::GreaterThanOrEqualTo(first),
        "lessThanOrEqual" => DataValidationRule::LessThanOrEqualTo(first),
        _ => DataValidationRule::EqualTo(first),
    })
}
