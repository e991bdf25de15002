/** The widths of a text: of its widest piece that cannot be broken, and of its widest line if none were broken. */
export interface Extent {
  min: number;
  max: number;
}
