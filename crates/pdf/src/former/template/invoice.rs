//! The invoice: who, to whom, a table of lines over any number of pages, what it adds up to.

use std::ops::ControlFlow;

use crate::Error;
use crate::former::flow::{Align, Checkpoint, Column, Flow, Frame, place, style};
use crate::former::font::Weight::{Bold, Regular};
use crate::former::invoice::{Bill, Invoice, InvoiceOptions, LINES_PER_CHECKPOINT, Paper, Party};
use crate::former::sink::{About, Mark, PageCount, PageSize, PdfSink, Sink};
use crate::former::table::{Row, Table};
use crate::former::template::sums::Sums;
use crate::former::text::{Style, Typesetter};

const INK: [u8; 3] = [31, 41, 55];
const MUTED: [u8; 3] = [100, 108, 120];
const HAIRLINE: [u8; 3] = [222, 226, 232];

const MARGIN: f64 = 48.0;
/// The bar of the accent colour along the top edge of each page.
const BAR: f64 = 6.0;
const FOOT: f64 = 64.0;
/// Between the columns of the table, half of it on each side.
const GUTTER: f64 = 12.0;
const ROW_PADDING: f64 = 5.0;
/// The widest a column of numbers gets for its head and its units, in the order quantity, price, discount, tax rate,
/// amount; a number is never cut.
const WIDEST: [f64; 5] = [72.0, 96.0, 96.0, 52.0, 100.0];
/// The narrowest the descriptions get: one letter.
const LEAST_DESCRIPTION: f64 = 9.0;
/// Lines of text in the table between two checkpoints: some hundred microseconds. A row has at least one, and may have
/// hundreds.
const TEXT_PER_CHECKPOINT: usize = 24;

const BODY: Style = style(Regular, 9.0, INK);
const STRONG: Style = style(Bold, 9.0, INK);
const SMALL: Style = style(Regular, 8.0, MUTED);
const HEAD: Style = style(Bold, 7.5, INK);
const NAME: Style = style(Bold, 13.0, INK);
const BUYER: Style = style(Bold, 10.5, INK);

/// Makes the PDF of an invoice.
///
/// `checkpoint` is called every few rows with how many rows have been laid out and drawn (each line counts twice); if it
/// breaks, the work stops. The same arguments always give the same bytes.
///
/// # Errors
///
/// Any [`Error`]; its `argument` is the path of the field, such as `data.lines[3].description`.
pub fn invoice(
    data: &Invoice,
    options: &InvoiceOptions,
    checkpoint: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Vec<u8>, Error> {
    let bill = Bill::of(data, options, checkpoint)?;
    let mut typesetter = Typesetter::default();
    let template = Template::new(data, options, &bill, &mut typesetter, checkpoint)?;

    let mut counted = PageCount::default();
    template.lay_out(&mut typesetter, &mut counted, 0, 0, checkpoint)?;
    let mut pdf = PdfSink::new(About {
        title: template.title(),
        author: data.seller.name.clone(),
        language: options.language.clone(),
        date: (data.issue_date.year, data.issue_date.month, data.issue_date.day),
    });
    template.lay_out(&mut typesetter, &mut pdf, counted.0, data.lines.len() as u64, checkpoint)?;
    pdf.finish()
}

struct Template<'a> {
    data: &'a Invoice,
    options: &'a InvoiceOptions,
    bill: &'a Bill,
    frame: Frame,
    table: Table,
    /// Heads of the table's columns, from left to right.
    heads: Vec<&'a str>,
    discounts: bool,
    heading: Style,
    title_style: Style,
}

impl<'a> Template<'a> {
    fn new(
        data: &'a Invoice,
        options: &'a InvoiceOptions,
        bill: &'a Bill,
        typesetter: &mut Typesetter,
        checkpoint: Checkpoint<'_>,
    ) -> Result<Self, Error> {
        let size = match options.page_size {
            Paper::A4 => (595.28, 841.89),
            Paper::Letter => (612.0, 792.0),
        };
        let frame = Frame { size, margin: MARGIN, foot: FOOT };
        let labels = &options.labels;
        let discounts = data.lines.iter().any(|line| line.discount != 0);
        let mut heads = vec![&*labels.description, &labels.quantity, &labels.unit_price];
        heads.extend(discounts.then_some(&*labels.discount));
        heads.extend([&*labels.tax_rate, &labels.amount]);
        let table = Table { columns: Vec::new(), padding: ROW_PADDING, hairline: HAIRLINE, fresh_room: 0.0 };
        let mut template = Self {
            data,
            options,
            bill,
            frame,
            table,
            heads,
            discounts,
            heading: style(Bold, 8.0, options.accent_color),
            title_style: style(Bold, 24.0, options.accent_color),
        };
        template.table.columns = template.columns(typesetter, checkpoint)?;
        template.table.fresh_room =
            frame.height() - template.head_height(typesetter) - template.carry_height();
        Ok(template)
    }

    fn title(&self) -> String {
        format!("{} {}", self.options.labels.title, self.data.number)
    }

    /// The texts of a line right of its description.
    fn cells(&self, index: usize) -> Vec<String> {
        let numbers = &self.options.numbers;
        let (line, bill) = (&self.data.lines[index], &self.bill.lines[index]);
        let quantity = numbers.decimal(bill.quantity);
        let mut cells = vec![
            line.unit.as_ref().map_or_else(|| quantity.clone(), |unit| format!("{quantity} {unit}")),
            numbers.amount(line.unit_price),
        ];
        if self.discounts {
            cells.push(if line.discount == 0 { String::new() } else { numbers.amount(-line.discount) });
        }
        cells.extend([numbers.percent(bill.tax_rate), numbers.amount(bill.net)]);
        cells
    }

    /// The columns of numbers are as wide as their longest text (its digits all have one width), the description takes
    /// what is left.
    fn columns(&self, typesetter: &mut Typesetter, checkpoint: Checkpoint<'_>) -> Result<Vec<Column>, Error> {
        let mut longest = vec![Longest::default(); self.heads.len() - 1];
        let count = self.data.lines.len();
        for index in 0..count {
            if index % LINES_PER_CHECKPOINT == 0 && checkpoint(0, 2 * count as u64).is_break() {
                return Err(Error::Cancelled);
            }
            for (longest, cell) in longest.iter_mut().zip(self.cells(index)) {
                keep_longer(&mut longest.number, number(&cell));
                keep_longer(&mut longest.cell, &cell);
            }
        }
        let caps =
            WIDEST.iter().enumerate().filter(|(at, _)| self.discounts || *at != 2).map(|(_, cap)| *cap);
        let mut width = |text: &str, style: Style| typesetter.line(text, style.weight).width(style.size);
        let widths: Vec<f64> = longest
            .iter()
            .zip(&self.heads[1..])
            .zip(caps)
            .map(|((longest, head), cap)| {
                let content = width(&longest.cell.1, BODY).max(width(head, HEAD));
                content.min(cap).max(width(&longest.number.1, BODY))
            })
            .collect();
        let across = self.frame.column();
        let taken: f64 = widths.iter().map(|width| width + GUTTER).sum();
        let mut x = across.x + GUTTER / 2.0;
        let mut columns = vec![Column { x, width: across.width - taken - GUTTER }];
        if columns[0].width < LEAST_DESCRIPTION {
            return Err(Error::DoesNotFit { argument: "data.lines".into() });
        }
        x += columns[0].width;
        for width in widths {
            columns.push(Column { x: x + GUTTER, width });
            x += width + GUTTER;
        }
        Ok(columns)
    }

    fn lay_out(
        &self,
        typesetter: &mut Typesetter,
        sink: &mut dyn Sink,
        pages: usize,
        done: u64,
        checkpoint: Checkpoint<'_>,
    ) -> Result<(), Error> {
        let furniture = |typesetter: &mut Typesetter, page: usize, marks: &mut Vec<Mark>| {
            self.furniture(typesetter, page, pages, marks);
        };
        let mut flow = Flow::new(self.frame, typesetter, sink, &furniture);
        self.header(&mut flow)?;
        self.buyer(&mut flow)?;
        let totals = self.totals(flow.typesetter);
        self.lines(&mut flow, totals.height, done, checkpoint)?;
        self.draw_totals(&mut flow, totals)?;
        let labels = &self.options.labels;
        self.closing(&mut flow, &labels.payment_terms, self.data.payment_terms.as_deref())?;
        self.closing(&mut flow, &labels.notes, self.data.notes.as_deref())?;
        flow.finish_page();
        Ok(())
    }

    /// What stands on every page: the bar on top and the foot.
    fn furniture(&self, typesetter: &mut Typesetter, page: usize, pages: usize, marks: &mut Vec<Mark>) {
        let (width, height): PageSize = self.frame.size;
        let across = self.frame.column();
        marks.push(Mark::Rect { x: 0.0, y: 0.0, width, height: BAR, color: self.options.accent_color });
        let y = height - 46.0;
        marks.push(Mark::Rect { x: across.x, y, width: across.width, height: 0.5, color: HAIRLINE });
        let label = self.options.labels.page.replace("{pages}", &pages.to_string());
        let label = label.replace("{page}", &page.to_string());
        let left = Column { x: across.x, width: across.width * 0.6 };
        let right = Column { x: across.x + across.width * 0.65, width: across.width * 0.35 };
        for (text, align, column) in [(self.title(), Align::Left, left), (label, Align::Right, right)] {
            // One line at most: the foot has no room to grow.
            let mut lines = typesetter.paragraph(&text, &SMALL, column.width);
            lines.truncate(1);
            place(marks, lines, &SMALL, align, column, y + 6.0);
        }
    }

    /// The seller on the left, the title and the invoice's data on the right.
    fn header(&self, flow: &mut Flow<'_>) -> Result<(), Error> {
        let (data, labels) = (self.data, &self.options.labels);
        let across = self.frame.column();
        let left = Column { x: across.x, width: across.width * 0.5 };
        let right = Column { x: across.x + across.width * 0.56, width: across.width * 0.44 };

        let seller_end = self.party(flow, &data.seller, &NAME, &SMALL, left, flow.y);
        let mut y = flow.text(&labels.title, &self.title_style, Align::Right, right, flow.y - 6.0) + 8.0;
        let due = data.due_date.as_ref().map(|date| (&labels.due_date, &date.text));
        let issued = (&labels.issue_date, &data.issue_date.text);
        let name = Column { x: right.x, width: right.width * 0.5 - GUTTER };
        let value = Column { x: right.x + right.width * 0.5, width: right.width * 0.5 };
        for (label, text) in [Some((&labels.number, &data.number)), Some(issued), due].into_iter().flatten() {
            let label_end = flow.text(label, &style(Regular, 9.0, MUTED), Align::Right, name, y);
            y = flow.text(text, &STRONG, Align::Right, value, y).max(label_end) + 2.0;
        }
        flow.y = seller_end.max(y) + 26.0;
        if flow.room() < 0.0 {
            return Err(Error::DoesNotFit { argument: "data.seller".into() });
        }
        Ok(())
    }

    fn buyer(&self, flow: &mut Flow<'_>) -> Result<(), Error> {
        let across = self.frame.column();
        let column = Column { x: across.x, width: across.width * 0.5 };
        let heading = flow.typesetter.paragraph(&self.options.labels.bill_to, &self.heading, column.width);
        let heading_height = heading.len() as f64 * self.heading.line_height() + 3.0;
        let height = heading_height + self.party_height(flow.typesetter, &self.data.buyer, column.width);
        flow.keep_together(height, "data.buyer")?;
        let y = flow.lines(heading, &self.heading, Align::Left, column, flow.y) + 3.0;
        flow.y = self.party(flow, &self.data.buyer, &BUYER, &BODY, column, y) + 26.0;
        Ok(())
    }

    fn party(
        &self,
        flow: &mut Flow<'_>,
        party: &Party,
        name: &Style,
        rest: &Style,
        at: Column,
        y: f64,
    ) -> f64 {
        let y = flow.text(&party.name, name, Align::Left, at, y) + 2.0;
        self.details(party).iter().fold(y, |y, text| flow.text(text, rest, Align::Left, at, y))
    }

    fn party_height(&self, typesetter: &mut Typesetter, party: &Party, width: f64) -> f64 {
        let name = typesetter.paragraph(&party.name, &BUYER, width).len() as f64 * BUYER.line_height() + 2.0;
        let details = self.details(party);
        let lines: usize = details.iter().map(|text| typesetter.paragraph(text, &BODY, width).len()).sum();
        name + lines as f64 * BODY.line_height()
    }

    /// What stands under a party's name.
    fn details(&self, party: &Party) -> Vec<String> {
        let tax_id = party.tax_id.as_ref().map(|id| format!("{} {id}", self.options.labels.tax_id));
        let rest = [tax_id, party.email.clone(), party.phone.clone()];
        party.address.iter().cloned().chain(rest.into_iter().flatten()).collect()
    }

    /// The table. The totals below it (`totals_height`) are not left alone on a page: the last row stays with them.
    fn lines(
        &self,
        flow: &mut Flow<'_>,
        totals_height: f64,
        done: u64,
        checkpoint: Checkpoint<'_>,
    ) -> Result<(), Error> {
        let count = self.data.lines.len();
        let mut carried = 0;
        let mut text = TEXT_PER_CHECKPOINT;
        for index in 0..count {
            if text >= TEXT_PER_CHECKPOINT {
                if checkpoint(done + index as u64, 2 * count as u64).is_break() {
                    return Err(Error::Cancelled);
                }
                text = 0;
            }
            let row = self.row(flow.typesetter, index);
            text += row.text.len();
            let with_totals =
                index == count - 1 && self.table.height(&row) + totals_height <= self.table.fresh_room;
            let reserve = if with_totals { totals_height } else { self.carry_height() };
            if index == 0 {
                // A head alone at the end of a page says nothing: the first row, or much of a long one, goes with it.
                let least = self.table.height(&row).min(100.0);
                let head = self.head_height(flow.typesetter);
                flow.keep_together(head + least + reserve, "options.labels")?;
                self.head(flow);
            }
            let net = self.bill.lines[index].net;
            self.table.place(flow, row, reserve, &mut |flow, drawn| {
                let sum = carried + if drawn { net } else { 0 };
                self.next_page(flow, (index > 0 || drawn).then_some(sum))
            })?;
            carried += net;
        }
        Ok(())
    }

    fn row(&self, typesetter: &mut Typesetter, index: usize) -> Row {
        let line = &self.data.lines[index];
        let width = self.table.columns[0].width;
        let mut text: Vec<_> = typesetter
            .paragraph(&line.description, &BODY, width)
            .into_iter()
            .map(|line| (line, BODY))
            .collect();
        if let Some(sku) = &line.sku {
            text.extend(typesetter.paragraph(sku, &SMALL, width).into_iter().map(|line| (line, SMALL)));
        }
        let cells = self
            .cells(index)
            .iter()
            .zip(&self.table.columns[1..])
            .map(|(cell, column)| {
                // At least the number's own room: cut, it would read as two.
                let room = column.width.max(typesetter.line(number(cell), BODY.weight).width(BODY.size));
                typesetter.paragraph(cell, &BODY, room)
            })
            .collect();
        Row { text, cells, style: BODY }
    }

    fn head_height(&self, typesetter: &mut Typesetter) -> f64 {
        let lines = |(head, column): (&&str, &Column)| typesetter.paragraph(head, &HEAD, column.width).len();
        let lines = self.heads.iter().zip(&self.table.columns).map(lines).max().unwrap_or(0);
        lines as f64 * HEAD.line_height() + 2.0 * ROW_PADDING
    }

    fn head(&self, flow: &mut Flow<'_>) {
        let height = self.head_height(flow.typesetter);
        let across = self.frame.column();
        let tint = self.options.accent_color.map(|channel| 255 - (255 - channel) / 14);
        flow.rule(across, flow.y, height, tint);
        for (at, (head, column)) in self.heads.iter().zip(&self.table.columns).enumerate() {
            let align = if at == 0 { Align::Left } else { Align::Right };
            flow.text(head, &HEAD, align, *column, flow.y + ROW_PADDING);
        }
        flow.y += height;
        flow.rule(across, flow.y - 1.0, 1.0, self.options.accent_color);
    }

    fn carry_height(&self) -> f64 {
        STRONG.line_height() + 2.0 * self.table.padding
    }

    /// Goes on with the table on the next page, the running sum (if there is one yet) on both sides of the break.
    fn next_page(&self, flow: &mut Flow<'_>, carried: Option<i64>) -> Result<(), Error> {
        let labels = &self.options.labels;
        if let Some(sum) = carried {
            self.carry(flow, &labels.carried_forward, sum);
        }
        flow.next_page()?;
        self.head(flow);
        if let Some(sum) = carried {
            self.carry(flow, &labels.brought_forward, sum);
            flow.rule(self.frame.column(), flow.y, 0.5, HAIRLINE);
        }
        Ok(())
    }

    fn carry(&self, flow: &mut Flow<'_>, label: &str, sum: i64) {
        let y = flow.y + self.table.padding;
        let across = self.frame.column();
        let right = Column { x: across.x, width: across.width - GUTTER / 2.0 };
        let amount = flow.typesetter.line(&self.options.numbers.amount(sum), STRONG.weight);
        let left = Column { x: across.x, width: right.width - amount.width(STRONG.size) - GUTTER };
        // One line at most, as the room kept for it.
        let mut label = flow.typesetter.paragraph(label, &STRONG, left.width);
        label.truncate(1);
        flow.lines(label, &STRONG, Align::Right, left, y);
        flow.lines(vec![amount], &STRONG, Align::Right, right, y);
        flow.y += self.carry_height();
    }

    fn totals(&self, typesetter: &mut Typesetter) -> Sums {
        let (labels, numbers, bill) = (&self.options.labels, &self.options.numbers, self.bill);
        let mut rows = vec![(labels.subtotal.clone(), numbers.money(bill.totals.net))];
        rows.extend(bill.taxes.iter().map(|tax| {
            let label = labels.tax.replace("{rate}", &numbers.percent(tax.rate));
            (label.replace("{base}", &numbers.money(tax.base)), numbers.money(tax.amount))
        }));
        let total = (labels.total.clone(), numbers.money(bill.totals.gross));
        Sums::new(typesetter, rows, total, INK)
    }

    fn draw_totals(&self, flow: &mut Flow<'_>, totals: Sums) -> Result<(), Error> {
        if totals.height > flow.room() && totals.height <= self.table.fresh_room {
            self.next_page(flow, Some(self.bill.totals.net))?;
        }
        flow.keep_together(totals.height, "options.labels")?;
        totals.draw(flow, self.options.accent_color);
        Ok(())
    }

    /// A heading with text that may go on over pages.
    fn closing(&self, flow: &mut Flow<'_>, heading: &str, text: Option<&str>) -> Result<(), Error> {
        let Some(text) = text else { return Ok(()) };
        let across = self.frame.column();
        let column = Column { x: across.x, width: across.width * 0.8 };
        flow.y += 16.0;
        let heading = flow.typesetter.paragraph(heading, &self.heading, column.width);
        let lines = flow.typesetter.paragraph(text, &BODY, column.width);
        // A heading stays with the first line under it.
        let least = heading.len() as f64 * self.heading.line_height() + 3.0 + BODY.line_height();
        if flow.room() < least {
            flow.next_page()?;
        }
        flow.flowing(heading, &self.heading, column)?;
        flow.y += 3.0;
        flow.flowing(lines, &BODY, column)
    }
}

/// The longest texts of a column, with their extents.
#[derive(Clone, Default)]
struct Longest {
    cell: (usize, String),
    number: (usize, String),
}

fn keep_longer(longest: &mut (usize, String), text: &str) {
    let extent = extent(text);
    if extent > longest.0 {
        *longest = (extent, text.to_owned());
    }
}

/// Which of two texts is wider, nearly: in characters, letters and digits counted twice, for signs are half as wide.
fn extent(text: &str) -> usize {
    text.chars().map(|c| if c.is_alphanumeric() { 2 } else { 1 }).sum()
}

/// A cell's number, without the unit after it.
fn number(cell: &str) -> &str {
    cell.split(' ').next().unwrap_or_default()
}
