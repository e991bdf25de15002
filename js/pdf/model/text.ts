/** How text looks, and texts. Lengths are points (72 to the inch). */

/** How text looks. */
export interface TextStyle {
  /** A registered family. Default the shipped Noto Sans. What it lacks is drawn with the other registered families. */
  font?: string | undefined;
  /** Default `'regular'`. */
  weight?: 'regular' | 'bold' | undefined;
  /** Default 10. */
  size?: number | undefined;
  /** `'#rrggbb'`. Default `'#1f2933'`. */
  color?: string | undefined;
  /** From one line to the next, in sizes. Default 1.4. */
  lineHeight?: number | undefined;
  /** A line under the text. Default false. */
  underline?: boolean | undefined;
}

/** A style's name, or a style. */
export type StyleOption = string | TextStyle;

/** A text, or pieces of it in different styles: `['Page ', { field: 'page' }, ' of ', { field: 'pages' }]`. */
export type Text = string | (string | Span | PageField)[];

/** A piece of text. */
export interface Span {
  /** What it says. */
  text: string;
  /** Replaces what it names of the style around it. */
  style?: StyleOption | undefined;
  /** A URI: `https:`, `http:`, `mailto:` or `tel:`. */
  link?: string | undefined;
}

/** In header and footer: the number of the page, or how many there are. What other texts say is printed as it is. */
export interface PageField {
  /** Which number: the page's, or that of the last one. */
  field: 'page' | 'pages';
  /** As of a {@link Span}. */
  style?: StyleOption | undefined;
}

/** Left and right by the direction of the text, or whatever it is. */
export type Align = 'start' | 'end' | 'left' | 'right' | 'center' | 'justify';
