/** What a cell of OpenDocument is by its attributes (1.3, part 3, 19.385 to 19.390). */
import { CellKind, ERRORS } from '../../../../contract/sheet';
import { iso, period } from '../date';
import { damaged } from '../fault';
import { AROUND, numberOf } from '../xlsx/worksheet';
import type { Xml } from '../xml';

const K = CellKind;

/** What a cell holds. */
export interface Content {
  readonly kind: number;
  readonly number: number;
  readonly text: string;
}

/** A cell's content; `paragraphs` and `error` are what its paragraphs say. */
export type Told = Content | 'nothing' | 'paragraphs' | 'error';

export function contentOf(xml: Xml, givesFormulas: boolean): Told {
  const formula = givesFormulas ? xml.attribute('table:formula') : undefined;
  if (formula !== undefined) {
    const text = required(xml, xml.text('table:formula'));
    // Before the equals sign stands which language it is in.
    return { kind: K.formula, number: 0, text: text.slice(Math.max(0, text.indexOf('='))) };
  }
  if (xml.attribute('calcext:value-type') === 'error') return 'error';
  switch (xml.attribute('office:value-type')) {
    case 'float':
    case 'currency':
    case 'percentage':
      return of(K.number, required(xml, numberOf((xml.attribute('office:value') ?? '').replace(AROUND, ''))));
    case 'boolean': {
      const said = xml.attribute('office:boolean-value');
      if (said !== 'true' && said !== 'false') throw damaged(xml.part.name);
      return of(K.boolean, Number(said === 'true'));
    }
    case 'date': {
      const { kind, number } = required(xml, iso(xml.text('office:date-value') ?? ''));
      return of(kind, number);
    }
    case 'time':
      return of(K.duration, required(xml, period(xml.text('office:time-value') ?? '')));
    case 'string':
      if (xml.attribute('office:string-value') === undefined) return 'paragraphs';
      return { kind: K.text, number: 0, text: required(xml, xml.text('office:string-value')) };
    default:
      return 'nothing';
  }
}

const of = (kind: number, number: number): Content => ({ kind, number, text: '' });

function required<T>(xml: Xml, value: T | undefined): T {
  if (value === undefined) throw damaged(xml.part.name);
  return value;
}

/** An error by its text. */
export function errorContent(text: string): Content {
  const code = (ERRORS as readonly string[]).indexOf(text.replace(AROUND, ''));
  return of(K.error, code < 0 ? ERRORS.indexOf('#UNKNOWN!') : code);
}
