/** The records of a workbook's stream ([MS-XLS] 2.1.4): a type and a size of two bytes each, then so many bytes. */
import { damaged } from '../fault';

/** Numbers of records (2.3.1), which Excel 5 and 95 share where they have them. */
export const Record = {
  formula: 0x0006,
  eof: 0x000a,
  date1904: 0x0022,
  continue: 0x003c,
  filePass: 0x002f,
  codePage: 0x0042,
  colInfo: 0x007d,
  wsBool: 0x0081,
  boundSheet: 0x0085,
  mulRk: 0x00bd,
  mulBlank: 0x00be,
  rString: 0x00d6,
  xf: 0x00e0,
  mergeCells: 0x00e5,
  sst: 0x00fc,
  labelSst: 0x00fd,
  dimensions: 0x0200,
  blank: 0x0201,
  number: 0x0203,
  label: 0x0204,
  boolErr: 0x0205,
  string: 0x0207,
  row: 0x0208,
  rk: 0x027e,
  format: 0x041e,
  bof: 0x0809,
} as const;

/** Reads a stream record by record. */
export class Records {
  /** What the records are of, in messages. */
  readonly part: string;
  /** The record at hand, and where it begins. */
  type = 0;
  at = 0;
  data: Buffer = Buffer.alloc(0);
  /** Where the next one begins. */
  end: number;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer, from: number, part: string) {
    this.#bytes = bytes;
    this.end = from;
    this.part = part;
  }

  /** Goes on to the next record, which there must be: a substream ends with one of its own. */
  next(): void {
    const bytes = this.#bytes;
    this.at = this.end;
    if (this.at + 4 > bytes.length) throw damaged(this.part);
    this.type = bytes.readUInt16LE(this.at);
    this.end = this.at + 4 + bytes.readUInt16LE(this.at + 2);
    if (this.end > bytes.length) throw damaged(this.part);
    this.data = bytes.subarray(this.at + 4, this.end);
  }

  /** Whether the next record is of a type. */
  isNext(type: number): boolean {
    return this.end + 4 <= this.#bytes.length && this.#bytes.readUInt16LE(this.end) === type;
  }

  /** The record's data must have so many bytes. */
  need(length: number): Buffer {
    if (this.data.length < length) throw damaged(this.part);
    return this.data;
  }
}

/** The records of one sheet, among which charts may have their own. */
export class Substream extends Records {
  #depth = 1;

  constructor(bytes: Buffer, from: number, part: string) {
    super(bytes, from, part);
    this.next();
    if (this.type !== Record.bof) throw damaged(part);
  }

  /** Whether the record at hand is the sheet's own. */
  get isOwn(): boolean {
    return this.#depth === 1;
  }

  /** Goes on to the next record; false at the sheet's end. */
  goOn(): boolean {
    this.next();
    if (this.type === Record.bof) this.#depth++;
    else if (this.type === Record.eof) this.#depth--;
    return this.#depth > 0;
  }
}
