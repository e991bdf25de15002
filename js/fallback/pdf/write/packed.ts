/** pdfkit's document, with all objects but streams packed: as it is, a tagged table takes four times the room. */
import PDFDocument from 'pdfkit';
import { ObjectStream, type Place, placesTable } from '../object-stream';
import type { Pdfkit, Reference } from './pdfkit';

/** What pdfkit's types leave out of a reference that is written. */
interface Written extends Reference {
  id: number;
  /** What a stream holds so far; nothing of what is none. */
  buffer: unknown[];
  finalize(): void;
}

/** What pdfkit's types leave out of a document that is written. */
interface Internal extends Pdfkit {
  ref(data: Record<string, unknown>): Written;
  /** How much of the file there is. */
  _offset: number;
  /** Of each object from number 1 on, where it stands; none of what is packed. */
  _offsets: (number | null | undefined)[];
  _info: Reference;
  /** Whether the last reference to end ends the file. */
  _ended: boolean;
  _write(line: string): void;
  _refEnd(reference: Reference): void;
  push(chunk: null): void;
}

/** See above. */
export class PackedDocument extends (PDFDocument as unknown as new (options: Record<string, unknown>) => Internal) {
  readonly #objects = new ObjectStream();
  readonly #packed: (Place | undefined)[] = [];

  override ref(data: Record<string, unknown>): Written {
    const reference = super.ref(data);
    const { finalize } = reference;
    reference.finalize = () => {
      // What decrypts the others must be found without that.
      if (reference.buffer.length > 0 || reference === this._security?.dictionary) finalize.call(reference);
      else this.#pack(reference, finalize);
    };
    return reference;
  }

  #pack(reference: Written, finalize: () => void): void {
    const { id, data } = reference;
    // In clear: the stream will be encrypted as a whole.
    const lines: string[] = [];
    const document = { _offset: 0, _security: null, _write: (line: string) => lines.push(line), _refEnd: () => {} };
    finalize.call({ data, buffer: [], document });
    this.#objects.add(id, lines[1] as string);
    if (this.#objects.isFull) this.#close();
    this._refEnd(reference);
  }

  /** Writes the stream of objects there is. */
  #close(): void {
    if (this.#objects.isEmpty) return;
    const container = this._offsets.length + 1;
    const { count, first, data } = this.#objects.take((number, index) => {
      this.#packed[number - 1] = { container, index };
    });
    super.ref({ Type: 'ObjStm', N: count, First: first, Filter: 'FlateDecode' }).end(data);
  }

  /** Called by pdfkit when all objects have ended. */
  _finalize(): void {
    this._ended = false;
    this.#close();
    const start = this._offset;
    const places = [...this._offsets, start].map((at, index) => (at == null ? this.#packed[index] : { at }));
    const { widths, data } = placesTable(places);
    const lock = this._security ? { Encrypt: this._security.dictionary } : {};
    // Whoever wants to decrypt reads the table first.
    this._security = null;
    const { _root: Root, _info: Info, _id: id } = this;
    super
      .ref({
        Type: 'XRef',
        Size: places.length + 1,
        W: widths,
        Filter: 'FlateDecode',
        DecodeParms: { Predictor: 12, Columns: widths.reduce((sum, width) => sum + width) },
        Root,
        Info,
        ID: [id, id],
        ...lock,
      })
      .end(data);
    this._write(`startxref\n${start}\n%%EOF`);
    this.push(null);
  }
}
