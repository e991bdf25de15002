import type {
  Face as BackendFace,
  Rows as BackendRows,
  DocumentMessage,
  PdfBackend,
  RowMessage,
} from '../contract/pdf';
import { files } from './pdf/files';
import type { Face as ParsedFace } from './pdf/text/face';
import { enqueue } from './queue';

/** See {@link BackendRows}. */
class Rows implements BackendRows {
  #rows: RowMessage[] = [];

  append(json: string): void {
    for (const row of JSON.parse(json) as RowMessage[]) this.#rows.push(row);
  }

  clear(): void {
    this.#rows = [];
  }

  /** Gives the rows away. */
  take(): RowMessage[] {
    const rows = this.#rows;
    this.clear();
    return rows;
  }
}

/** See {@link BackendFace}. */
class Face implements BackendFace {
  readonly parsed: ParsedFace;

  constructor(data: Uint8Array) {
    // Loaded by the first font, at once, for a font that cannot be used is refused at once.
    const { Face } = require('./pdf/text/face.js') as typeof import('./pdf/text/face');
    this.parsed = new Face(data);
  }

  get family(): string {
    return this.parsed.family;
  }
}

/** `clinicore/pdf` in JavaScript, on pdfkit and fontkit. */
export const pdf: PdfBackend = {
  ...files,
  Rows,
  Face,
  render(json, rows, faces, binaries, job) {
    const taken = (rows as Rows).take();
    const copies = binaries.map((bytes) => Uint8Array.from(bytes));
    const parsed = faces.map((face) => (face as Face).parsed);
    return enqueue(job, async (running) => {
      // Loaded by the first call: pdfkit and fontkit were measured as two thirds of the time the whole package takes to
      // load, and 15 MB; native needs nothing of them.
      const { render } = await import('./pdf/render.js');
      return render(JSON.parse(json) as DocumentMessage, taken, parsed, copies, running);
    });
  },
};
