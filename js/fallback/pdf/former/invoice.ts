/** The invoice, laid out by the same rules as the Rust crate's `template/invoice.rs`, in this file's own words. */
import type { CheckedLine, CheckedParty, InvoiceDocument } from '../../../pdf/document';
import type { Job } from '../../queue';
import { type Bill, type BillLine, bill, LINES_PER_CHECKPOINT } from './bill';
import { amountText, decimalText, moneyText, percentText } from './money';
import {
  across,
  type Column,
  contentHeight,
  doesNotFit,
  Flow,
  type Frame,
  PageCount,
  PdfSurface,
  type Surface,
} from './page';
import { placeRow, type Row, rowHeight, type Table } from './table';
import { type Line, lineHeight, type Style, style, Typesetter, width } from './text';

const INK = [31, 41, 55] as const;
const MUTED = [100, 108, 120] as const;
const HAIRLINE = [222, 226, 232] as const;

const BODY = style('regular', 9, INK);
const STRONG = style('bold', 9, INK);
const LABEL = style('regular', 9, MUTED);
const SMALL = style('regular', 8, MUTED);
const HEAD = style('bold', 7.5, INK);
const SELLER = style('bold', 13, INK);
const BUYER = style('bold', 10.5, INK);
const TOTAL = style('bold', 12, INK);

const PAPER = { A4: [595.28, 841.89], Letter: [612, 792] } as const;
/** Between the columns of the table, half of it on each side. */
const GUTTER = 12;
/** The widest a column of numbers gets for its head and its units; a number is never cut. */
const WIDEST = { quantity: 72, unitPrice: 96, discount: 96, taxRate: 52, amount: 100 };
/** The narrowest the descriptions get: one letter. */
const LEAST_DESCRIPTION = 9;
const SUMS = { width: 250, padding: 6, leastLabel: 80, above: 12, aboveTotal: 9, belowRow: 5 };
/** Lines of text in the table between two checkpoints; a row has at least one, and may have hundreds. */
const TEXT_PER_CHECKPOINT = 24;

type Cell = keyof typeof WIDEST;

/** Makes the PDF of an invoice that passed the front door. */
export async function invoice(document: InvoiceDocument, job: Job): Promise<Buffer> {
  const layout = new Layout(document, await bill(document, job), job);
  await layout.measureColumns();
  const count = new PageCount();
  await layout.layOut(count, 0, 0);
  const { data, options } = document;
  const { year, month, day } = data.issueDate;
  const file = new PdfSurface(layout.frame.size, {
    title: layout.title,
    author: data.seller.name,
    language: options.language,
    date: new Date(Date.UTC(year, month - 1, day)),
  });
  await layout.layOut(file, count.pages, data.lines.length);
  return file.finish();
}

interface Sums {
  rows: { label: Line[]; sum: Line; style: Style; height: number }[];
  height: number;
}

class Layout {
  readonly frame: Frame;
  readonly title: string;
  readonly #document: InvoiceDocument;
  readonly #bill: Bill;
  readonly #job: Job;
  readonly #typesetter = new Typesetter();
  readonly #accent: Style['color'];
  readonly #heading: Style;
  readonly #cells: Cell[];
  readonly #table: Table = { columns: [], padding: 5, hairline: HAIRLINE, freshRoom: 0 };

  constructor(document: InvoiceDocument, bill: Bill, job: Job) {
    const { data, options } = document;
    this.#document = document;
    this.#bill = bill;
    this.#job = job;
    this.#accent = options.accentColor;
    this.#heading = style('bold', 8, this.#accent);
    this.frame = { size: [...PAPER[options.pageSize]], margin: 48, foot: 64 };
    this.title = `${options.labels.title} ${data.number}`;
    const discounts = data.lines.some((line) => line.discount !== 0);
    this.#cells = (Object.keys(WIDEST) as Cell[]).filter((cell) => discounts || cell !== 'discount');
  }

  /** The columns of numbers are as wide as their longest text, the description takes what is left. */
  async measureColumns(): Promise<void> {
    const { data, options } = this.#document;
    const longest = this.#cells.map(() => ({ text: '', number: '' }));
    for (let index = 0; index < data.lines.length; index++) {
      if (index % LINES_PER_CHECKPOINT === 0) await this.#job.checkpoint(0, 2 * data.lines.length);
      for (const [at, text] of this.#cellTexts(index).entries()) {
        const known = longest[at] as (typeof longest)[number];
        const number = numberOf(text);
        if (extent(text) > extent(known.text)) known.text = text;
        if (extent(number) > extent(known.number)) known.number = number;
      }
    }
    const widths = this.#cells.map((cell, at) => {
      const { text, number } = longest[at] as (typeof longest)[number];
      const head = width(this.#typesetter.line(options.labels[cell], HEAD.weight), HEAD.size);
      return Math.max(Math.min(Math.max(this.#width(text), head), WIDEST[cell]), this.#width(number));
    });
    const page = across(this.frame);
    const taken = widths.reduce((sum, each) => sum + each + GUTTER, 0);
    const description = { x: page.x + GUTTER / 2, width: page.width - taken - GUTTER };
    if (description.width < LEAST_DESCRIPTION) doesNotFit('data.lines');
    let x = description.x + description.width;
    const columns = widths.map((each) => {
      const column = { x: x + GUTTER, width: each };
      x += each + GUTTER;
      return column;
    });
    this.#table.columns = [description, ...columns];
    this.#table.freshRoom = contentHeight(this.frame) - this.#headHeight() - this.#carryHeight();
  }

  /** The width of a cell's text on one line. */
  #width(text: string): number {
    return width(this.#typesetter.line(text, BODY.weight), BODY.size);
  }

  /** The texts of a line right of its description. */
  #cellTexts(index: number): string[] {
    const { data, options } = this.#document;
    const line = data.lines[index] as CheckedLine;
    const { quantity, taxRate, net } = this.#bill.lines[index] as BillLine;
    const { numbers } = options;
    const texts: Record<Cell, () => string> = {
      quantity: () => decimalText(quantity, numbers) + (line.unit === undefined ? '' : ` ${line.unit}`),
      unitPrice: () => amountText(BigInt(line.unitPrice), numbers),
      discount: () => (line.discount === 0 ? '' : amountText(-BigInt(line.discount), numbers)),
      taxRate: () => percentText(taxRate, numbers),
      amount: () => amountText(net, numbers),
    };
    return this.#cells.map((cell) => texts[cell]());
  }

  /** Lays everything out on a surface; `pages` is what the foot says, `done` the work before this pass, in lines. */
  async layOut(surface: Surface, pages: number, done: number): Promise<void> {
    const { data, options } = this.#document;
    const flow = new Flow(this.frame, this.#typesetter, surface, (on, page) => this.#furniture(on, page, pages));
    this.#header(flow);
    this.#buyer(flow);
    const sums = this.#sums();
    await this.#lines(flow, sums.height, done);
    this.#drawSums(flow, sums);
    this.#closing(flow, options.labels.paymentTerms, data.paymentTerms);
    this.#closing(flow, options.labels.notes, data.notes);
    flow.finishPage();
  }

  /** What stands on every page: the bar on top and the foot. */
  #furniture(flow: Flow, page: number, pages: number): void {
    const [pageWidth, pageHeight] = this.frame.size;
    const column = across(this.frame);
    flow.rule({ x: 0, width: pageWidth }, 0, 6, this.#accent);
    const y = pageHeight - 46;
    flow.rule(column, y, 0.5, HAIRLINE);
    const label = this.#document.options.labels.page
      .replaceAll('{pages}', String(pages))
      .replaceAll('{page}', String(page));
    const left = { x: column.x, width: column.width * 0.6 };
    const right = { x: column.x + column.width * 0.65, width: column.width * 0.35 };
    // One line at most: the foot has no room to grow.
    const oneLine = (text: string, at: Column) => this.#typesetter.paragraph(text, SMALL, at.width).slice(0, 1);
    flow.lines(oneLine(this.title, left), SMALL, 'left', left, y + 6);
    flow.lines(oneLine(label, right), SMALL, 'right', right, y + 6);
  }

  /** The seller on the left, the title and the invoice's data on the right. */
  #header(flow: Flow): void {
    const { data, options } = this.#document;
    const { labels } = options;
    const column = across(this.frame);
    const left = { x: column.x, width: column.width * 0.5 };
    const right = { x: column.x + column.width * 0.56, width: column.width * 0.44 };
    const sellerEnd = this.#party(flow, data.seller, SELLER, SMALL, left, flow.y);

    let y = flow.text(labels.title, style('bold', 24, this.#accent), 'right', right, flow.y - 6) + 8;
    const names = { x: right.x, width: right.width * 0.5 - GUTTER };
    const values = { x: right.x + right.width * 0.5, width: right.width * 0.5 };
    const rows = [
      [labels.number, data.number],
      [labels.issueDate, data.issueDate.text],
      [labels.dueDate, data.dueDate?.text],
    ] as const;
    for (const [name, value] of rows) {
      if (value === undefined) continue;
      const nameEnd = flow.text(name, LABEL, 'right', names, y);
      y = Math.max(flow.text(value, STRONG, 'right', values, y), nameEnd) + 2;
    }
    flow.y = Math.max(sellerEnd, y) + 26;
    if (flow.room() < 0) doesNotFit('data.seller');
  }

  #buyer(flow: Flow): void {
    const { data, options } = this.#document;
    const page = across(this.frame);
    const column = { x: page.x, width: page.width * 0.5 };
    const heading = this.#typesetter.paragraph(options.labels.billTo, this.#heading, column.width);
    const nameLines = this.#typesetter.paragraph(data.buyer.name, BUYER, column.width).length;
    const detailLines = this.#details(data.buyer).flatMap((text) =>
      this.#typesetter.paragraph(text, BODY, column.width),
    ).length;
    const headingHeight = heading.length * lineHeight(this.#heading) + 3;
    const nameHeight = nameLines * lineHeight(BUYER) + 2;
    flow.keepTogether(headingHeight + (nameHeight + detailLines * lineHeight(BODY)), 'data.buyer');
    const y = flow.lines(heading, this.#heading, 'left', column, flow.y) + 3;
    flow.y = this.#party(flow, data.buyer, BUYER, BODY, column, y) + 26;
  }

  #party(flow: Flow, party: CheckedParty, name: Style, rest: Style, column: Column, top: number): number {
    let y = flow.text(party.name, name, 'left', column, top) + 2;
    for (const text of this.#details(party)) y = flow.text(text, rest, 'left', column, y);
    return y;
  }

  /** What stands under a party's name. */
  #details({ address, taxId, email, phone }: CheckedParty): string[] {
    const tax = taxId === undefined ? undefined : `${this.#document.options.labels.taxId} ${taxId}`;
    return [...address, tax, email, phone].filter((text) => text !== undefined);
  }

  /** The table. The sums below it are not left alone on a page: the last row stays with them. */
  async #lines(flow: Flow, sumsHeight: number, done: number): Promise<void> {
    const { lines } = this.#document.data;
    let carried = 0n;
    let text = TEXT_PER_CHECKPOINT;
    for (let index = 0; index < lines.length; index++) {
      if (text >= TEXT_PER_CHECKPOINT) {
        await this.#job.checkpoint(done + index, 2 * lines.length);
        text = 0;
      }
      const row = this.#row(index);
      text += row.text.length;
      const height = rowHeight(row, this.#table);
      const withSums = index === lines.length - 1 && height + sumsHeight <= this.#table.freshRoom;
      const reserve = withSums ? sumsHeight : this.#carryHeight();
      if (index === 0) {
        // A head alone at the end of a page says nothing: the first row, or much of a long one, goes with it.
        flow.keepTogether(this.#headHeight() + Math.min(height, 100) + reserve, 'options.labels');
        this.#head(flow);
      }
      const { net } = this.#bill.lines[index] as BillLine;
      const before = carried;
      placeRow(flow, this.#table, row, reserve, (drawn) => {
        this.#nextPage(flow, index > 0 || drawn ? before + (drawn ? net : 0n) : undefined);
      });
      carried += net;
    }
  }

  #row(index: number): Row {
    const { description, sku } = this.#document.data.lines[index] as CheckedLine;
    const [text, ...others] = this.#table.columns as [Column, ...Column[]];
    const set = (content: string, how: Style) =>
      this.#typesetter.paragraph(content, how, text.width).map((line): [Line, Style] => [line, how]);
    return {
      text: [...set(description, BODY), ...(sku === undefined ? [] : set(sku, SMALL))],
      cells: this.#cellTexts(index).map((cell, at) => {
        // At least the number's own room: cut, it would read as two.
        const room = Math.max((others[at] as Column).width, this.#width(numberOf(cell)));
        return this.#typesetter.paragraph(cell, BODY, room);
      }),
      style: BODY,
    };
  }

  /** The heads of the table's columns. */
  #heads(): Line[][] {
    const { labels } = this.#document.options;
    return [labels.description, ...this.#cells.map((cell) => labels[cell])].map((head, at) =>
      this.#typesetter.paragraph(head, HEAD, (this.#table.columns[at] as Column).width),
    );
  }

  #headHeight(): number {
    const lines = Math.max(...this.#heads().map((head) => head.length));
    return lines * lineHeight(HEAD) + 2 * this.#table.padding;
  }

  #head(flow: Flow): void {
    const height = this.#headHeight();
    const page = across(this.frame);
    const tint = (channel: number) => 255 - Math.floor((255 - channel) / 14);
    const [red, green, blue] = this.#accent;
    flow.rule(page, flow.y, height, [tint(red), tint(green), tint(blue)]);
    for (const [at, lines] of this.#heads().entries()) {
      const column = this.#table.columns[at] as Column;
      flow.lines(lines, HEAD, at === 0 ? 'left' : 'right', column, flow.y + this.#table.padding);
    }
    flow.y += height;
    flow.rule(page, flow.y - 1, 1, this.#accent);
  }

  #carryHeight(): number {
    return lineHeight(STRONG) + 2 * this.#table.padding;
  }

  /** Goes on with the table on the next page, the running sum (if there is one yet) on both sides of the break. */
  #nextPage(flow: Flow, carried: bigint | undefined): void {
    const { labels } = this.#document.options;
    if (carried !== undefined) this.#carry(flow, labels.carriedForward, carried);
    flow.nextPage();
    this.#head(flow);
    if (carried !== undefined) {
      this.#carry(flow, labels.broughtForward, carried);
      flow.rule(across(this.frame), flow.y, 0.5, HAIRLINE);
    }
  }

  #carry(flow: Flow, label: string, sum: bigint): void {
    const y = flow.y + this.#table.padding;
    const page = across(this.frame);
    const right = { x: page.x, width: page.width - GUTTER / 2 };
    const amount = this.#typesetter.line(amountText(sum, this.#document.options.numbers), STRONG.weight);
    const left = { x: page.x, width: right.width - width(amount, STRONG.size) - GUTTER };
    // One line at most, as the room kept for it.
    const text = this.#typesetter.paragraph(label, STRONG, left.width).slice(0, 1);
    flow.lines(text, STRONG, 'right', left, y);
    flow.lines([amount], STRONG, 'right', right, y);
    flow.y += this.#carryHeight();
  }

  #sums(): Sums {
    const { labels, numbers } = this.#document.options;
    const { totals, taxes } = this.#bill;
    const money = (amount: bigint) => moneyText(amount, numbers);
    const taxLabel = (rate: string, base: string) =>
      labels.tax.replaceAll('{rate}', () => rate).replaceAll('{base}', () => base);
    const entries: [label: string, sum: bigint, style: Style][] = [
      [labels.subtotal, totals.net, BODY],
      ...taxes.map((tax): [string, bigint, Style] => [
        taxLabel(percentText(tax.rate, numbers), money(tax.base)),
        tax.amount,
        BODY,
      ]),
      [labels.total, totals.gross, TOTAL],
    ];
    const rows = entries.map(([text, amount, how]) => {
      const sum = this.#typesetter.line(money(amount), how.weight);
      const room = Math.max(SUMS.width - 2 * SUMS.padding - width(sum, how.size) - GUTTER, SUMS.leastLabel);
      const label = this.#typesetter.paragraph(text, how, room);
      return { label, sum, style: how, height: label.length * lineHeight(how) + SUMS.belowRow };
    });
    const height = SUMS.above + SUMS.aboveTotal + rows.reduce((sum, row) => sum + row.height, 0);
    return { rows, height };
  }

  #drawSums(flow: Flow, { rows, height }: Sums): void {
    if (height > flow.room() && height <= this.#table.freshRoom) this.#nextPage(flow, this.#bill.totals.net);
    flow.keepTogether(height, 'options.labels');
    const page = across(this.frame);
    const block = { x: page.x + page.width - SUMS.width, width: SUMS.width };
    const inner = { x: block.x + SUMS.padding, width: block.width - 2 * SUMS.padding };
    flow.y += SUMS.above;
    for (const [at, row] of rows.entries()) {
      if (at === rows.length - 1) {
        flow.rule(block, flow.y + 2, 1, this.#accent);
        flow.y += SUMS.aboveTotal;
      }
      flow.lines(row.label, row.style, 'left', inner, flow.y);
      flow.lines([row.sum], row.style, 'right', inner, flow.y);
      flow.y += row.height;
    }
  }

  /** A heading with text that may go on over pages. */
  #closing(flow: Flow, heading: string, text: string | undefined): void {
    if (text === undefined) return;
    const page = across(this.frame);
    const column = { x: page.x, width: page.width * 0.8 };
    flow.y += 16;
    const headingLines = this.#typesetter.paragraph(heading, this.#heading, column.width);
    // A heading stays with the first line under it.
    if (flow.room() < headingLines.length * lineHeight(this.#heading) + 3 + lineHeight(BODY)) flow.nextPage();
    flow.flowing(headingLines, this.#heading, column);
    flow.y += 3;
    flow.flowing(this.#typesetter.paragraph(text, BODY, column.width), BODY, column);
  }
}

/** A cell's number, without the unit after it. */
const numberOf = (cell: string) => cell.split(' ', 1)[0] as string;

/** Which of two texts is wider, nearly: in characters, letters and digits counted twice, for signs are half as wide. */
const extent = (text: string) => [...text].length + (text.match(/[\p{Alphabetic}\p{N}]/gu)?.length ?? 0);
