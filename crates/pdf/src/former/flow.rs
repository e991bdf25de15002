//! Fills pages from top to bottom: where the pen stands, and what belongs on every page.

use std::ops::ControlFlow;

use crate::Error;
use crate::former::font::Weight;
use crate::former::sink::{Mark, PageSize, Sink};
use crate::former::text::{Line, Style, Typesetter};

/// The most pages a document may have.
pub const MAX_PAGES: usize = 10_000;

/// Stops or lets go on; told how much of the work is done.
pub(crate) type Checkpoint<'a> = &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>;

/// Where a line stands within its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
}

/// A column: left edge and width, in points.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub x: f64,
    pub width: f64,
}

/// The geometry of a page, in points.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    pub size: PageSize,
    /// Left, right and top margin.
    pub margin: f64,
    /// Room kept free below the content, for the footer.
    pub foot: f64,
}

impl Frame {
    /// The column between the margins.
    pub(crate) fn column(&self) -> Column {
        Column { x: self.margin, width: self.size.0 - 2.0 * self.margin }
    }

    /// Where content must end.
    pub(crate) fn bottom(&self) -> f64 {
        self.size.1 - self.foot
    }

    /// The height content can take on one page.
    pub(crate) fn height(&self) -> f64 {
        self.bottom() - self.margin
    }
}

/// Draws what stands on every page; told the page's number.
pub(crate) type Furniture<'a> = &'a dyn Fn(&mut Typesetter, usize, &mut Vec<Mark>);

/// The page being filled.
pub(crate) struct Flow<'a> {
    pub frame: Frame,
    pub typesetter: &'a mut Typesetter,
    /// Top of what comes next.
    pub y: f64,
    sink: &'a mut dyn Sink,
    furniture: Furniture<'a>,
    marks: Vec<Mark>,
    page: usize,
}

impl<'a> Flow<'a> {
    pub(crate) fn new(
        frame: Frame,
        typesetter: &'a mut Typesetter,
        sink: &'a mut dyn Sink,
        furniture: Furniture<'a>,
    ) -> Self {
        Self { frame, typesetter, y: frame.margin, sink, furniture, marks: Vec::new(), page: 1 }
    }

    /// Room left on this page.
    pub(crate) fn room(&self) -> f64 {
        self.frame.bottom() - self.y
    }

    /// Ends this page and starts the next, unless that were one too many.
    pub(crate) fn next_page(&mut self) -> Result<(), Error> {
        if self.page == MAX_PAGES {
            return Err(Error::TooManyPages { limit: MAX_PAGES });
        }
        self.finish_page();
        self.page += 1;
        self.y = self.frame.margin;
        Ok(())
    }

    /// Ends the last page.
    pub(crate) fn finish_page(&mut self) {
        (self.furniture)(self.typesetter, self.page, &mut self.marks);
        self.sink.page(self.frame.size, &mut self.marks);
    }

    /// Draws lines from the top `y` down, without moving the pen; returns where they end.
    pub(crate) fn lines(
        &mut self,
        lines: Vec<Line>,
        style: &Style,
        align: Align,
        column: Column,
        y: f64,
    ) -> f64 {
        place(&mut self.marks, lines, style, align, column, y)
    }

    /// As [`Self::lines`], from text.
    pub(crate) fn text(&mut self, text: &str, style: &Style, align: Align, column: Column, y: f64) -> f64 {
        let lines = self.typesetter.paragraph(text, style, column.width);
        self.lines(lines, style, align, column, y)
    }

    /// Draws a filled rectangle as wide as the column.
    pub(crate) fn rule(&mut self, column: Column, y: f64, height: f64, color: [u8; 3]) {
        self.marks.push(Mark::Rect { x: column.x, y, width: column.width, height, color });
    }

    /// Moves on to a new page if `height` does not fit on this one. `argument` is what to blame if no page could hold it.
    pub(crate) fn keep_together(&mut self, height: f64, argument: &str) -> Result<(), Error> {
        if height > self.frame.height() {
            return Err(Error::DoesNotFit { argument: argument.to_owned() });
        }
        if height > self.room() {
            self.next_page()?;
        }
        Ok(())
    }

    /// Draws a paragraph that may go on over any number of pages.
    pub(crate) fn flowing(&mut self, lines: Vec<Line>, style: &Style, column: Column) -> Result<(), Error> {
        for line in lines {
            if self.room() < style.line_height() {
                self.next_page()?;
            }
            self.y = self.lines(vec![line], style, Align::Left, column, self.y);
        }
        Ok(())
    }
}

/// Places lines under each other from the top `y` down; returns where they end.
pub(crate) fn place(
    marks: &mut Vec<Mark>,
    lines: Vec<Line>,
    style: &Style,
    align: Align,
    column: Column,
    mut y: f64,
) -> f64 {
    for line in lines {
        let x = match align {
            Align::Left => column.x,
            Align::Right => column.x + column.width - line.width(style.size),
        };
        if !line.words.is_empty() {
            marks.push(Mark::Text { x, y: y + style.baseline(), line, style: *style });
        }
        y += style.line_height();
    }
    y
}

/// The style of plain text at a size.
pub(crate) const fn style(weight: Weight, size: f64, color: [u8; 3]) -> Style {
    Style { weight, size, color }
}
