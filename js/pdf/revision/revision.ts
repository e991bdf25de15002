/** A revision: what is written behind a file to change it, while all that was there stays (ISO 32000-1, 7.5.6). */
import { createHash } from 'node:crypto';
import { malformed, type PdfReader } from './reader';
import { dictionary, reference } from './syntax';

/** See above. */
export class Revision {
  readonly #objects = new Map<number, string>();
  #size: number;

  constructor(readonly file: PdfReader) {
    this.#size = Number(file.trailer.get('Size'));
    if (!Number.isInteger(this.#size) || this.#size < 1) malformed('its trailer is broken');
  }

  /** Adds an object; returns its number. */
  add(value: string): number {
    const number = this.#size++;
    this.#objects.set(number, value);
    return number;
  }

  /** Writes an object anew. */
  replace(number: number, value: string): void {
    this.#objects.set(number, value);
  }

  /** The array `value` with one item more; one that stands in an object of its own is written anew there. */
  appended(value: string | undefined, item: string): string {
    const number = reference(value);
    if (number === undefined) return `${(value ?? '[]').slice(0, -1)} ${item}]`;
    this.replace(number, this.appended(this.file.object(number), item));
    return value as string;
  }

  /** The bytes to be written behind the file, a character each. */
  finish(): string {
    const { file } = this;
    let body = '\n';
    const places = new Map<number, number>();
    const write = (number: number, value: string) => {
      places.set(number, file.bytes.length + body.length);
      body += `${number} 0 obj\n${value}\nendobj\n`;
    };
    for (const [number, value] of this.#objects) write(number, value);
    const trailer = this.#trailer(createHash('sha256').update(body, 'latin1').digest('hex').slice(0, 32));
    const start = file.bytes.length + body.length;
    if (file.hasStreams) {
      const number = this.#size++;
      places.set(number, start);
      const sections = consecutive(places);
      const rows = sections.flat().map(([, at]) => `\x01${bytes(at, 5)}\0`);
      const index = sections.flatMap((section) => [(section[0] as [number, number])[0], section.length]).join(' ');
      trailer.set('Type', '/XRef').set('W', '[1 5 1]').set('Index', `[${index}]`).set('Size', String(this.#size));
      trailer.set('Length', String(7 * rows.length));
      body += `${number} 0 obj\n${dictionary(trailer)}\nstream\n${rows.join('')}\nendstream\nendobj\n`;
    } else {
      const sections = consecutive(places).map((section) => {
        const rows = section.map(([, at]) => `${String(at).padStart(10, '0')} 00000 n \n`);
        return `${(section[0] as [number, number])[0]} ${section.length}\n${rows.join('')}`;
      });
      trailer.set('Size', String(this.#size));
      body += `xref\n${sections.join('')}trailer\n${dictionary(trailer)}\n`;
    }
    return `${body}startxref\n${start}\n%%EOF\n`;
  }

  /** What leads to the catalog and to the revision before; the second half of the identifier is each revision's own. */
  #trailer(id: string): Map<string, string> {
    const trailer = new Map([['Prev', String(this.file.table)]]);
    for (const name of ['Root', 'Info']) {
      const value = this.file.trailer.get(name);
      if (value !== undefined) trailer.set(name, value);
    }
    const first = /^\[\s*(\((?:[^\\()]|\\.)*\)|<[^>]*>)/s.exec(this.file.trailer.get('ID') ?? '')?.[1];
    if (first !== undefined) trailer.set('ID', `[${first}<${id}>]`);
    return trailer;
  }
}

/** Numbers and places, those of consecutive numbers together. */
function consecutive(places: Map<number, number>): [number: number, at: number][][] {
  const sections: [number, number][][] = [];
  for (const place of [...places].sort(([a], [b]) => a - b)) {
    const section = sections.at(-1);
    if (section && (section.at(-1) as [number, number])[0] + 1 === place[0]) section.push(place);
    else sections.push([place]);
  }
  return sections;
}

function bytes(value: number, count: number): string {
  const buffer = Buffer.alloc(count);
  buffer.writeUIntBE(value, 0, count);
  return buffer.toString('latin1');
}
