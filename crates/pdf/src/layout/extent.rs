//! How wide a block would like to be.

use crate::Error;
use crate::layout::{Setting, frame, table};
use crate::model::{Block, Kind, Width};
use crate::text::Extent;

pub(crate) const NONE: Extent = Extent { min: 0.0, max: 0.0 };

/// Of blocks under each other.
pub(crate) fn of_blocks(setting: &mut Setting, blocks: &[Block]) -> Result<Extent, Error> {
    blocks.iter().enumerate().try_fold(NONE, |widest, (index, block)| {
        let extent = of_block(setting, block).map_err(|error| error.within(format_args!("[{index}]")))?;
        Ok(wider(widest, extent))
    })
}

/// The wider of two, each way.
pub(crate) fn wider(one: Extent, other: Extent) -> Extent {
    Extent { min: one.min.max(other.min), max: one.max.max(other.max) }
}

/// With so much beside it.
pub(crate) fn widened(extent: Extent, by: f64) -> Extent {
    Extent { min: extent.min + by, max: extent.max + by }
}

fn of_block(setting: &mut Setting, block: &Block) -> Result<Extent, Error> {
    Ok(match &block.kind {
        Kind::Paragraph(paragraph) => setting.typesetter.extent(&paragraph.text, paragraph.style),
        Kind::List(list) => {
            let mut widest = NONE;
            for (index, item) in list.items.iter().enumerate() {
                let content = of_blocks(setting, &item.content)
                    .map_err(|error| error.within(format_args!("items[{index}].content")))?;
                widest = wider(widest, content);
            }
            widened(widest, list.indent)
        }
        Kind::Table(table) => {
            let wishes = table::widths::wishes(setting, table)?;
            let sum = |of: fn(&Extent) -> f64| wishes.iter().map(of).sum();
            Extent { min: sum(|extent| extent.min), max: sum(|extent| extent.max) }
        }
        Kind::Columns(columns) => {
            let mut sum = widened(NONE, columns.gap * columns.columns.len().saturating_sub(1) as f64);
            for (index, column) in columns.columns.iter().enumerate() {
                let extent = match column.width {
                    Width::Points(width) => widened(NONE, width),
                    _ => of_blocks(setting, &column.content)
                        .map_err(|error| error.within(format_args!("columns[{index}].content")))?,
                };
                sum = Extent { min: sum.min + extent.min, max: sum.max + extent.max };
            }
            sum
        }
        Kind::Box(boxed) => {
            let [_, right, _, left] = frame::inset(boxed);
            let content = of_blocks(setting, &boxed.content).map_err(|error| error.within("content"))?;
            widened(content, left + right)
        }
        Kind::Image(image) => widened(NONE, image.width.unwrap_or(0.0)),
        Kind::Drawing(drawing) => widened(NONE, drawing.width),
        Kind::Code(code) => widened(NONE, code.width),
        Kind::Rule { .. } | Kind::Space { .. } | Kind::PageBreak => NONE,
    })
}
