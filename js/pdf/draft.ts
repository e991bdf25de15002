/** A document on its way to a backend: what all its parts share while it is read. */
import type { Rows } from '../contract/pdf';
import { ClinicoreError } from '../errors';
import type { Pictures } from './picture';
import type { Look, Styles } from './style';

/** What all of a document may hold, rows of tables and blocks of every depth counted. */
const LIMITS = { blocks: 200_000, rows: 1_000_000, characters: 200_000_000, coordinates: 2_000_000 };

/** See {@link Draft}. */
export type Counted = keyof typeof LIMITS;

export class Draft {
  /** A canonical BCP 47 tag. */
  readonly language: string;
  readonly styles: Styles;
  readonly pictures: Pictures;
  /** Takes the rows of large tables. */
  readonly rows: Rows;
  /** How many rows it took. */
  taken = 0;
  /** Whether what is read stands in header or footer. */
  inMargins = false;
  /** Level of the last heading; 0 before the first. */
  level = 0;
  readonly #counts: Record<Counted, number> = { blocks: 0, rows: 0, characters: 0, coordinates: 0 };

  constructor(language: string, styles: Styles, pictures: Pictures, rows: Rows) {
    this.language = language;
    this.styles = styles;
    this.pictures = pictures;
    this.rows = rows;
  }

  /** Counts what a document must not hold too much of. */
  count(what: Counted, more: number): void {
    this.#counts[what] += more;
    if (this.#counts[what] > LIMITS[what]) {
      throw new ClinicoreError('ERR_LIMIT_EXCEEDED', `document must hold at most ${LIMITS[what]} ${what} in all`, {
        argument: 'document',
        limit: LIMITS[what],
      });
    }
  }
}

/** Where a block stands. */
export interface Place {
  /** The style around it. */
  readonly look: Look;
  /** Blocks it stands in. */
  readonly depth: number;
  /** By itself on the pages, inside another block there, in a cell of a table, or in the margin of every page. */
  readonly region: 'page' | 'inside' | 'cell' | 'margin';
}

/** Of blocks within blocks. */
const MAX_DEPTH = 20;

/** The place inside a block. */
export function inside(place: Place, path: string, look: Look = place.look, cell = false): Place {
  const depth = place.depth + 1;
  if (depth > MAX_DEPTH) {
    throw new ClinicoreError('ERR_LIMIT_EXCEEDED', `${path} must be inside at most ${MAX_DEPTH} other blocks`, {
      argument: path,
      limit: MAX_DEPTH,
    });
  }
  const region = place.region === 'margin' ? 'margin' : cell || place.region === 'cell' ? 'cell' : 'inside';
  return { look, depth, region };
}
