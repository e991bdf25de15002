/** Fonts that the process registered, which every document may use. */
import { currentBackend } from '../backend';
import type { Backend } from '../contract';
import type { Face } from '../contract/pdf';
import { ClinicoreError, fromBackend } from '../errors';
import { bytes, invalid, limitLength, record } from '../validate';
import { name } from './text';

const MAX_FAMILIES = 64;
const MAX_FONT_BYTES = 32 << 20;
/** The faces that are shipped: Noto Sans regular and bold. */
const SHIPPED = 2;

/** A family's faces. */
interface Family {
  regular: Face;
  bold: Face | undefined;
}

/** By backend, for a face is one's own; a process has one. In the order of registration. */
const registered = new WeakMap<Backend, Map<string, Family>>();

/** Font files of a family. */
export interface FontFiles {
  /** A TrueType or OpenType font (`.ttf`, `.otf`), at most 32 MiB. */
  regular: Uint8Array;
  /** The same in bold. Default: bold text is drawn with `regular`. */
  bold?: Uint8Array | undefined;
}

/**
 * Registers a family of fonts, which styles may then name, for all documents of the process. What the shipped Noto Sans
 * and a style's own font lack is drawn with the other families, in the order they were registered in.
 *
 * Reads the files at once, which takes a while for large ones: call it when the service starts. A family of the same name
 * is replaced, and keeps its place in the order; documents that are being made keep the one they began with. A thread
 * has families of its own.
 *
 * @param family what styles call it: at most 100 characters
 * @param files its font files
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT`, `ERR_MALFORMED_INPUT` (no TrueType or OpenType font), `ERR_UNSUPPORTED`
 *   (a collection, a web font, or one whose flags forbid to embed it), `ERR_LIMIT_EXCEEDED` (more than 64 families, or 32 MiB in a file)
 *
 * @example
 * pdf.registerFont('Noto Sans Arabic', {
 *   regular: readFileSync('fonts/NotoSansArabic-Regular.ttf'),
 *   bold: readFileSync('fonts/NotoSansArabic-Bold.ttf'),
 * });
 */
export function registerFont(family: string, files: FontFiles): void {
  const backend = currentBackend();
  const families = registered.get(backend) ?? new Map<string, Family>();
  const key = name(family, 'family', 100);
  const fields = record(files, 'files').only(['regular', 'bold']);
  if (!families.has(key) && families.size >= MAX_FAMILIES) {
    throw new ClinicoreError('ERR_LIMIT_EXCEEDED', `family must be one of at most ${MAX_FAMILIES} families`, {
      argument: 'family',
      limit: MAX_FAMILIES,
    });
  }
  const read = (value: unknown, path: string) => face(backend, value, path);
  families.set(key, { regular: fields.get('regular', read), bold: fields.optional('bold', undefined, read) });
  registered.set(backend, families);
}

function face({ pdf }: Backend, value: unknown, path: string): Face {
  const data = bytes(value, path);
  limitLength(data.length, path, MAX_FONT_BYTES);
  try {
    return new pdf.Face(data);
  } catch (thrown) {
    const { code } = fromBackend(thrown);
    if (code === 'ERR_MALFORMED_INPUT') {
      throw new ClinicoreError(code, `${path} must be a whole TrueType or OpenType font`, { argument: path });
    }
    if (code === 'ERR_UNSUPPORTED') {
      throw new ClinicoreError(
        code,
        `${path} must be one font, no collection and no web font, whose flags allow to embed it`,
        {
          argument: path,
        },
      );
    }
    throw fromBackend(thrown);
  }
}

/** The fonts there are when a document is read. */
export class Fonts {
  /** The registered faces; a style counts the shipped ones before them. */
  readonly faces: Face[] = [];
  readonly #families = new Map<string, { regular: number; bold: number }>();

  constructor(backend: Backend) {
    for (const [family, { regular, bold }] of registered.get(backend) ?? []) {
      const at = SHIPPED + this.faces.push(regular) - 1;
      this.#families.set(family, { regular: at, bold: bold ? SHIPPED + this.faces.push(bold) - 1 : at });
    }
  }

  /** A family's name. */
  readonly family = (value: unknown, path: string): string => {
    if (typeof value === 'string' && this.#families.has(value)) return value;
    invalid(path, 'a family that was registered by registerFont', value);
  };

  /** What a text in this family and weight is drawn with, best first: the family, the shipped one, the others. */
  list(family: string | undefined, weight: 'regular' | 'bold'): number[] {
    const own = family === undefined ? undefined : this.#families.get(family)?.[weight];
    const others = [...this.#families.values()].map((faces) => faces[weight]);
    return [...new Set([...(own === undefined ? [] : [own]), weight === 'bold' ? 1 : 0, ...others])];
  }
}
