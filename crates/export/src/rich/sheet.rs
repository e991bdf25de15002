//! What a sheet has beside its cells.

use rust_xlsxwriter::{
    Image, Note, ObjectMovement, ProtectionOptions, Table, TableColumn, TableFunction, TableStyle, Url,
    Worksheet,
};

use super::cells::result_text;
use super::model::{self, Sheet, Total};
use super::styles::{Formats, color};
use super::{Error, chart, condition, validation};

/// Adds everything but the cells.
pub(super) fn write(
    target: &mut Worksheet,
    sheet: &Sheet,
    formats: &Formats,
    images: &[Vec<u8>],
) -> Result<(), Error> {
    view(target, sheet)?;
    layout(target, sheet, formats)?;
    if let Some((row, column, last_row, last_column)) = sheet.filter {
        target.autofilter(row, column, last_row, last_column)?;
    }
    for one in &sheet.tables {
        table(target, one, formats)?;
    }
    for link in &sheet.links {
        let to = if link.url.is_empty() { format!("internal:{}", link.location) } else { link.url.clone() };
        let url = Url::new(to);
        let format = Some(formats.plain(link.style));
        target.write_url_with_options(link.row, link.column, url, &link.text, &link.tip, format)?;
    }
    for one in &sheet.notes {
        let note = Note::new(&one.text)
            .set_author(&one.author)
            .add_author_prefix(false)
            .set_width(one.width)
            .set_height(one.height)
            .set_visible(one.visible);
        target.insert_note(one.row, one.column, &note)?;
    }
    for one in &sheet.images {
        let place = &one.place;
        let bytes = images.get(one.image).ok_or(Error::Message)?;
        let image = Image::new_from_buffer(bytes)?
            .set_scale_to_size(place.width, place.height, false)
            .set_alt_text(&place.alt)
            .set_object_movement(ObjectMovement::MoveButDontSizeWithCells);
        target.insert_image_with_offset(place.row, place.column, &image, place.x, place.y)?;
    }
    for one in &sheet.charts {
        chart::insert(target, one)?;
    }
    for one in &sheet.conditions {
        condition::add(target, one, formats)?;
    }
    for one in &sheet.validations {
        validation::add(target, one)?;
    }
    print(target, &sheet.print)?;
    if let Some(protection) = &sheet.protection {
        protect(target, protection);
    }
    Ok(())
}

fn view(target: &mut Worksheet, sheet: &Sheet) -> Result<(), Error> {
    if let Some(hex) = &sheet.tab_color {
        target.set_tab_color(color(hex));
    }
    if sheet.active {
        target.set_active(true).set_first_tab(true);
    }
    target.set_hidden(sheet.hidden);
    target.set_zoom(sheet.zoom);
    target.set_screen_gridlines(sheet.gridlines);
    target.set_right_to_left(sheet.right_to_left);
    if sheet.freeze.rows > 0 || sheet.freeze.columns > 0 {
        target.set_freeze_panes(sheet.freeze.rows, sheet.freeze.columns)?;
    }
    Ok(())
}

/// Excel's own, in characters.
const USUAL_WIDTH: f64 = 8.43;

fn layout(target: &mut Worksheet, sheet: &Sheet, formats: &Formats) -> Result<(), Error> {
    for columns in &sheet.columns {
        let (first, last) = (columns.first, columns.last);
        // The writer counts the levels only of columns that it knows.
        if let Some(width) = columns.width.or((columns.level > 0).then_some(USUAL_WIDTH)) {
            target.set_column_range_width(first, last, width)?;
        }
        if let Some(style) = columns.style {
            target.set_column_range_format(first, last, formats.plain(style))?;
        }
        for level in 1..=columns.level {
            if columns.collapsed && level == columns.level {
                target.group_columns_collapsed(first, last)?;
            } else {
                target.group_columns(first, last)?;
            }
        }
        if columns.hidden {
            target.set_column_range_hidden(first, last)?;
        }
    }
    for rows in &sheet.rows {
        for row in rows.first..=rows.last {
            if let Some(height) = rows.height {
                target.set_row_height(row, height)?;
            }
            if rows.hidden {
                target.set_row_hidden(row)?;
            }
        }
        for level in 1..=rows.level {
            if rows.collapsed && level == rows.level {
                target.group_rows_collapsed(rows.first, rows.last)?;
            } else {
                target.group_rows(rows.first, rows.last)?;
            }
        }
    }
    Ok(())
}

fn table(target: &mut Worksheet, table: &model::Table, formats: &Formats) -> Result<(), Error> {
    let (row, column, last_row, last_column) = table.range;
    let columns: Vec<TableColumn> = table.columns.iter().map(|one| table_column(one, formats)).collect();
    let made = Table::new()
        .set_name(&table.name)
        .set_columns(&columns)
        .set_style(table_style(&table.style))
        .set_total_row(table.totals)
        .set_autofilter(table.filter)
        .set_banded_rows(table.banded_rows)
        .set_banded_columns(table.banded_columns)
        .set_first_column(table.first_column)
        .set_last_column(table.last_column);
    target.add_table(row, column, last_row, last_column, &made)?;
    for (one, column) in table.columns.iter().zip(column..) {
        match &one.total {
            Some(Total::Function { result, .. } | Total::Formula { result, .. }) => {
                target.set_formula_result(last_row, column, result_text(result));
            }
            Some(Total::Label { .. }) => {}
            None => continue,
        }
        target.set_cell_format(last_row, column, formats.plain(one.total_style))?;
    }
    Ok(())
}

fn table_column(column: &model::TableColumn, formats: &Formats) -> TableColumn {
    let made =
        TableColumn::new().set_header(&column.name).set_header_format(formats.plain(column.header_style));
    match &column.total {
        None => made,
        Some(Total::Label { label }) => made.set_total_label(label),
        Some(Total::Formula { formula, .. }) => {
            made.set_total_function(TableFunction::Custom(formula.as_str().into()))
        }
        Some(Total::Function { function, .. }) => made.set_total_function(match function.as_str() {
            "average" => TableFunction::Average,
            "count" => TableFunction::Count,
            "countNumbers" => TableFunction::CountNumbers,
            "min" => TableFunction::Min,
            "max" => TableFunction::Max,
            "stdDev" => TableFunction::StdDev,
            "var" => TableFunction::Var,
            _ => TableFunction::Sum,
        }),
    }
}

macro_rules! table_styles {
    ($name:expr, $($style:ident)*) => {
        match $name {
            $(concat!("TableStyle", stringify!($style)) => TableStyle::$style,)*
            _ => TableStyle::None,
        }
    };
}

fn table_style(name: &str) -> TableStyle {
    table_styles!(name,
        Light1 Light2 Light3 Light4 Light5 Light6 Light7 Light8 Light9 Light10 Light11 Light12 Light13 Light14
        Light15 Light16 Light17 Light18 Light19 Light20 Light21
        Medium1 Medium2 Medium3 Medium4 Medium5 Medium6 Medium7 Medium8 Medium9 Medium10 Medium11 Medium12
        Medium13 Medium14 Medium15 Medium16 Medium17 Medium18 Medium19 Medium20 Medium21 Medium22 Medium23
        Medium24 Medium25 Medium26 Medium27 Medium28
        Dark1 Dark2 Dark3 Dark4 Dark5 Dark6 Dark7 Dark8 Dark9 Dark10 Dark11
    )
}

fn print(target: &mut Worksheet, print: &model::Print) -> Result<(), Error> {
    if print.paper > 0 {
        target.set_paper_size(print.paper);
    }
    if print.landscape {
        target.set_landscape();
    }
    let margins = &print.margins;
    target.set_margins(
        margins.left,
        margins.right,
        margins.top,
        margins.bottom,
        margins.header,
        margins.footer,
    );
    if let Some((first, last)) = print.repeat_rows {
        target.set_repeat_rows(first, last)?;
    }
    if let Some((first, last)) = print.repeat_columns {
        target.set_repeat_columns(first, last)?;
    }
    if let Some((row, column, last_row, last_column)) = print.area {
        target.set_print_area(row, column, last_row, last_column)?;
    }
    if let Some(fit) = &print.fit {
        target.set_print_fit_to_pages(fit.width, fit.height);
    }
    if print.scale != 100 {
        target.set_print_scale(print.scale);
    }
    if !print.header.is_empty() {
        target.set_header(&print.header);
    }
    if !print.footer.is_empty() {
        target.set_footer(&print.footer);
    }
    target.set_print_center_horizontally(print.center_horizontally);
    target.set_print_center_vertically(print.center_vertically);
    target.set_print_gridlines(print.gridlines);
    target.set_print_headings(print.headings);
    Ok(())
}

fn protect(target: &mut Worksheet, protection: &model::Protection) {
    let allows = |action: &str| protection.allow.iter().any(|allowed| allowed == action);
    let options = ProtectionOptions {
        select_locked_cells: allows("selectLockedCells"),
        select_unlocked_cells: allows("selectUnlockedCells"),
        format_cells: allows("formatCells"),
        format_columns: allows("formatColumns"),
        format_rows: allows("formatRows"),
        insert_columns: allows("insertColumns"),
        insert_rows: allows("insertRows"),
        insert_links: allows("insertLinks"),
        delete_columns: allows("deleteColumns"),
        delete_rows: allows("deleteRows"),
        sort: allows("sort"),
        use_autofilter: allows("useAutoFilter"),
        use_pivot_tables: allows("usePivotTables"),
        edit_objects: allows("editObjects"),
        edit_scenarios: allows("editScenarios"),
        ..ProtectionOptions::new()
    };
    if !protection.password.is_empty() {
        target.protect_with_password(&protection.password);
    }
    target.protect_with_options(&options);
}
