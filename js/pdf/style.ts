/** Styles: each replaces what it names of the style around it; around all stands the document's. */
import type { ColorMessage, StyleMessage } from '../contract/pdf';
import { boolean, type Fields, invalid, isRecord, number, oneOf, record } from '../validate';
import { color } from './color';
import type { Fonts } from './fonts';
import { named } from './names';

/** What a text looks like, all of it said. */
export interface Look {
  readonly font: string | undefined;
  readonly weight: 'regular' | 'bold';
  readonly size: number;
  readonly color: ColorMessage;
  /** In sizes. */
  readonly lineHeight: number;
  readonly underline: boolean;
}

const PLAIN: Look = {
  font: undefined,
  weight: 'regular',
  size: 10,
  color: [31, 41, 51],
  lineHeight: 1.4,
  underline: false,
};
/** More than a document that is designed could need; each is looked up by every text that names one. */
const MAX_STYLES = 1_000;

/** The styles of a document. */
export class Styles {
  /** How text looks that says nothing else. */
  readonly base: Look;
  /** Those that texts use, by their index. */
  readonly messages: StyleMessage[] = [];
  readonly #fonts: Fonts;
  readonly #named: ReadonlyMap<string, Partial<Look>>;
  readonly #indices = new Map<string, number>();
  readonly #known = new WeakMap<Look, number>();
  readonly #within = new WeakMap<Look, Map<string, Look>>();

  constructor(document: Fields, fonts: Fonts) {
    this.#fonts = fonts;
    const part = (value: unknown, path: string) => this.#part(value, path);
    this.base = { ...PLAIN, ...document.optional('style', {}, part) };
    this.#named = document.optional('styles', new Map(), named, MAX_STYLES, part);
  }

  /** The style a text has that names `option`, where `around` is the style around it. */
  readonly within = (option: unknown, path: string, around: Look): Look => {
    if (option === undefined) return around;
    if (typeof option !== 'string') return { ...around, ...this.#part(option, path) };
    const made = this.#within.get(around) ?? new Map<string, Look>();
    this.#within.set(around, made);
    const known = made.get(option);
    if (known) return known;
    const part = this.#named.get(option);
    if (part === undefined) invalid(path, "a style or the name of one of the document's styles", option);
    const look = { ...around, ...part };
    made.set(option, look);
    return look;
  };

  /** The index of a look among the messages. */
  index(look: Look): number {
    const known = this.#known.get(look);
    if (known !== undefined) return known;
    const { font, weight, size, color, lineHeight, underline } = look;
    const key = `${weight} ${size} ${color} ${lineHeight} ${underline} ${font}`;
    const index = this.#indices.get(key) ?? this.messages.push(this.#message(look)) - 1;
    this.#indices.set(key, index);
    this.#known.set(look, index);
    return index;
  }

  #message({ font, weight, size, color, lineHeight, underline }: Look): StyleMessage {
    return { faces: this.#fonts.list(font, weight), size, color, lineHeight: size * lineHeight, underline };
  }

  #part(value: unknown, path: string): Partial<Look> {
    if (!isRecord(value)) invalid(path, "a style or the name of one of the document's styles", value);
    const fields = record(value, path).only(['font', 'weight', 'size', 'color', 'lineHeight', 'underline']);
    const said = {
      font: fields.optional('font', undefined, this.#fonts.family),
      weight: fields.optional('weight', undefined, weight),
      size: fields.optional('size', undefined, number, 1, 500),
      color: fields.optional('color', undefined, color),
      lineHeight: fields.optional('lineHeight', undefined, number, 0.5, 10),
      underline: fields.optional('underline', undefined, boolean),
    };
    return Object.fromEntries(Object.entries(said).filter(([, one]) => one !== undefined)) as Partial<Look>;
  }
}

const weight = (value: unknown, path: string) => oneOf(value, path, ['regular', 'bold']);
