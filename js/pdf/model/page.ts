/** The paper. Lengths are points (72 to the inch). */

/** The paper. */
export interface PageOptions {
  /** Default `'A4'`. A height of `'auto'` makes one page as high as the content: a receipt's roll. */
  size?:
    | 'A4'
    | 'A5'
    | 'Letter'
    | 'Legal'
    | {
        /** Of the paper. */
        width: number;
        /** Of the paper, or as the content needs it. */
        height: number | 'auto';
      }
    | undefined;
  /** Default `'portrait'`. */
  orientation?: 'portrait' | 'landscape' | undefined;
  /** Default 56. */
  margin?: Sides | undefined;
  /** From the paper's edge to header and footer. Default 28. */
  edge?: number | undefined;
}

/** The same on all sides, or vertical and horizontal, or top, right, bottom, left. */
export type Sides =
  | number
  | [vertical: number, horizontal: number]
  | [top: number, right: number, bottom: number, left: number];
