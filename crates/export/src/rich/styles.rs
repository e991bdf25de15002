//! Styles as formats of cells.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatScript, FormatUnderline};

use super::model::{Border, Style, Workbook};

/// The formats of a workbook's styles, and the same ones with the quote prefix.
pub(super) struct Formats {
    plain: Vec<Format>,
    quoted: Vec<Format>,
    differential: Vec<Format>,
}

impl Formats {
    pub(super) fn new(workbook: &Workbook) -> Self {
        let base = default_format(workbook);
        let plain: Vec<Format> = workbook.styles.iter().map(|style| apply(base.clone(), style)).collect();
        let quoted = plain.iter().map(|format| format.clone().set_quote_prefix()).collect();
        let differential = workbook.styles.iter().map(|style| apply(Format::new(), style)).collect();
        Self { plain, quoted, differential }
    }

    /// A style's format; the default one for a number that no style has.
    pub(super) fn plain(&self, style: usize) -> &Format {
        &self.plain[style.min(self.plain.len() - 1)]
    }

    /// The same for a text that begins like a formula.
    pub(super) fn quoted(&self, style: usize) -> &Format {
        &self.quoted[style.min(self.quoted.len() - 1)]
    }

    /// What a style changes of a cell, for a conditional format.
    pub(super) fn differential(&self, style: usize) -> &Format {
        &self.differential[style.min(self.differential.len() - 1)]
    }
}

/// What a cell without a style has.
pub(super) fn default_format(workbook: &Workbook) -> Format {
    Format::new().set_font_name(&workbook.font).set_font_size(workbook.font_size)
}

/// `RRGGBB` as a colour.
pub(super) fn color(hex: &str) -> Color {
    u32::from_str_radix(hex, 16).map_or(Color::Default, Color::RGB)
}

fn apply(format: Format, style: &Style) -> Format {
    let on = |format: Format, when: bool, set: fn(Format) -> Format| if when { set(format) } else { format };
    let format = on(format, style.bold, Format::set_bold);
    let format = on(format, style.italic, Format::set_italic);
    let format = on(format, style.strikethrough, Format::set_font_strikethrough);
    let format = on(format, style.wrap, Format::set_text_wrap);
    let format = on(format, style.shrink, Format::set_shrink);
    let format = on(format, !style.locked, Format::set_unlocked);
    let format = on(format, style.hide_formula, Format::set_hidden);
    let format = on(format, style.quoted, Format::set_quote_prefix);
    let format = match style.underline.as_str() {
        "single" => format.set_underline(FormatUnderline::Single),
        "double" => format.set_underline(FormatUnderline::Double),
        _ => format,
    };
    let format = match style.script.as_str() {
        "superscript" => format.set_font_script(FormatScript::Superscript),
        "subscript" => format.set_font_script(FormatScript::Subscript),
        _ => format,
    };
    let format = match &style.font {
        Some(font) => format.set_font_name(font),
        None => format,
    };
    let format = match style.size {
        Some(size) => format.set_font_size(size),
        None => format,
    };
    let format = match &style.color {
        Some(hex) => format.set_font_color(color(hex)),
        None => format,
    };
    let format = match &style.fill {
        Some(hex) => format.set_background_color(color(hex)),
        None => format,
    };
    let format = borders(format, style);
    let format = match style.align.as_str() {
        "left" => format.set_align(FormatAlign::Left),
        "center" => format.set_align(FormatAlign::Center),
        "right" => format.set_align(FormatAlign::Right),
        "fill" => format.set_align(FormatAlign::Fill),
        "justify" => format.set_align(FormatAlign::Justify),
        "distributed" => format.set_align(FormatAlign::Distributed),
        _ => format,
    };
    let format = match style.vertical_align.as_str() {
        "top" => format.set_align(FormatAlign::Top),
        "center" => format.set_align(FormatAlign::VerticalCenter),
        "justify" => format.set_align(FormatAlign::VerticalJustify),
        "distributed" => format.set_align(FormatAlign::VerticalDistributed),
        _ => format,
    };
    let format = if style.indent > 0 { format.set_indent(style.indent) } else { format };
    let format = if style.rotation == 0 { format } else { format.set_rotation(style.rotation) };
    if style.number_format.is_empty() { format } else { format.set_num_format(&style.number_format) }
}

type Side = (fn(Format, FormatBorder) -> Format, fn(Format, Color) -> Format);

fn borders(format: Format, style: &Style) -> Format {
    let sides: [(&Option<Border>, Side); 4] = [
        (&style.top, (Format::set_border_top, Format::set_border_top_color)),
        (&style.right, (Format::set_border_right, Format::set_border_right_color)),
        (&style.bottom, (Format::set_border_bottom, Format::set_border_bottom_color)),
        (&style.left, (Format::set_border_left, Format::set_border_left_color)),
    ];
    sides.into_iter().fold(format, |format, (border, (set_line, set_color))| {
        let Some(border) = border else { return format };
        let format = set_line(format, line(&border.line));
        border.color.as_deref().map(color).into_iter().fold(format, set_color)
    })
}

fn line(name: &str) -> FormatBorder {
    match name {
        "thin" => FormatBorder::Thin,
        "medium" => FormatBorder::Medium,
        "thick" => FormatBorder::Thick,
        "dashed" => FormatBorder::Dashed,
        "dotted" => FormatBorder::Dotted,
        "double" => FormatBorder::Double,
        "hair" => FormatBorder::Hair,
        _ => FormatBorder::None,
    }
}
