/** What shows something: pictures, drawings, codes. Lengths are points (72 to the inch). */
import type { BlockOptions } from './block';
import type { PdfDocument } from './document';
import type { StyleOption } from './text';

/** What shows something. */
export interface FigureOptions extends BlockOptions {
  /** What it shows, for those who cannot see it; `''` for mere decoration. */
  alt: string;
  /** Where it stands between left and right. Default `'start'`. */
  align?: 'start' | 'end' | 'left' | 'right' | 'center' | undefined;
}

/** A picture of {@link PdfDocument.images}. With neither width nor height: 72 pixels to the inch. */
export interface Image extends FigureOptions {
  /** Which kind of block it is. */
  type: 'image';
  /** Its name in {@link PdfDocument.images}. */
  image: string;
  /** In points. Default as `height` makes it. */
  width?: number | undefined;
  /** In points. Default as `width` makes it. */
  height?: number | undefined;
}

/** Vector shapes, from the drawing's top left, y downwards. */
export interface Drawing extends FigureOptions {
  /** Which kind of block it is. */
  type: 'drawing';
  /** In points. */
  width: number;
  /** In points. */
  height: number;
  /** The first one lies lowest. */
  shapes: Shape[];
}

/** Colours are `'#rrggbb'`; a shape without fill and stroke is black inside. */
export type Shape =
  | ({
      /** An outline of lines and curves. */
      type: 'path' /** As in SVG: `M 0 0 L 10 10 Z`. */;
      /** As in SVG: `M 0 0 L 10 10 Z`. */
      d: string;
      /** Whether what the outline goes around twice is outside. Default false. */
      evenOdd?: boolean | undefined;
    } & Paint)
  | ({
      /** A rectangle. */
      type: 'rect';
      /** Its left edge. */
      x: number;
      /** Its upper edge. */
      y: number;
      /** From left to right. */
      width: number;
      /** From top to bottom. */
      height: number;
      /** Of the corners. Default 0. */
      radius?: number | undefined;
    } & Paint)
  | ({
      /** A circle. */
      type: 'circle';
      /** Of its centre. */
      x: number;
      /** Of its centre. */
      y: number;
      /** From the centre to the edge. */
      radius: number;
    } & Paint)
  | ({
      /** An ellipse. */
      type: 'ellipse';
      /** Of its centre. */
      x: number;
      /** Of its centre. */
      y: number;
      /** From the centre to the left and right edge. */
      radiusX: number;
      /** From the centre to the upper and lower edge. */
      radiusY: number;
    } & Paint)
  | ({
      /** A straight line; without a `stroke` it is not seen. */
      type: 'line';
      /** Of its beginning. */
      x1: number;
      /** Of its beginning. */
      y1: number;
      /** Of its end. */
      x2: number;
      /** Of its end. */
      y2: number;
    } & Paint)
  | ({
      /** Straight lines from point to point; of a polygon also from the last one to the first. */
      type: 'polygon' | 'polyline';
      /** In their order. */
      points: [x: number, y: number][];
    } & Paint)
  | {
      /** A line of text. */
      type: 'text';
      /** What it says, in one line. */
      text: string;
      /** Where it begins, ends or has its middle, by `align`. */
      x: number;
      /** Of its base line. */
      y: number;
      /** Replaces what it names of the style around it. */
      style?: StyleOption | undefined;
      /** What of it stands at `x`. Default `'start'`. */
      align?: 'start' | 'center' | 'end' | undefined;
      /** Clockwise about its place, in degrees. Default 0. */
      rotate?: number | undefined;
    };

/** The line along a shape. */
export interface Stroke {
  /** `'#rrggbb'`. */
  color: string;
  /** Default 1. */
  width?: number | undefined;
  /** Lengths of dashes and gaps in turn. Default none: a solid line. */
  dash?: number[] | undefined;
  /** Round ends and corners. Default false. */
  round?: boolean | undefined;
}

/** How a shape looks. */
export interface Paint {
  /** `'#rrggbb'`, or `null` for none. Default black, with a stroke none. */
  fill?: string | null | undefined;
  /** The line along the outline. Default none. */
  stroke?: Stroke | null | undefined;
  /** From 0 to 1. Default 1. */
  opacity?: number | undefined;
}

/** A picture in SVG: shapes, paths, text, groups, `transform`, `use`, and styles by attribute; see the guide for what it reads. */
export interface Svg extends FigureOptions {
  /** Which kind of block it is. */
  type: 'svg';
  /** The file's text. */
  svg: string;
  /** Default the picture's own. */
  width?: number | undefined;
  /** Default the picture's own. */
  height?: number | undefined;
}

/** A bar code or matrix code with its quiet zone, as vectors. */
export interface Code extends FigureOptions {
  /** Which kind of block it is. */
  type: 'code';
  /** Which kind of code it is. */
  code: 'qr' | 'code128' | 'ean13' | 'dataMatrix';
  /** What it says; of an EAN-13 12 or 13 digits. */
  value: string;
  /** With the quiet zone. Default 96 for the square ones, 160 for bar codes. */
  width?: number | undefined;
  /** Of a bar code, without its text. Default 40. */
  height?: number | undefined;
  /** Error correction of a QR code. Default `'M'`. */
  level?: 'L' | 'M' | 'Q' | 'H' | undefined;
  /**
   * The Swiss cross in the middle of a QR-bill's code. Its width is that of the code alone, 46 mm as it is to be printed; leave
   * 5 mm free around it.
   */
  cross?: boolean | undefined;
  /** Prints the value under a bar code. Default true. */
  showText?: boolean | undefined;
}
