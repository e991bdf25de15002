import type { Component } from './header';

/** Samples of at most 8 bits as bytes, of more as words. */
export type Samples = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;

/** Room for samples of a precision. */
export const samplesOf = (precision: number, count: number): Samples =>
  precision > 8 ? new Uint16Array(count) : new Uint8Array(count);

/** A component's samples, with those that only fill up blocks and MCUs. */
export class Plane {
  readonly samples: Samples;
  readonly stride: number;

  constructor({ blockColumns, blockRows }: Component, precision: number) {
    this.stride = blockColumns * 8;
    this.samples = samplesOf(precision, this.stride * blockRows * 8);
  }

  /** Where a block's first sample stands. */
  block(row: number, column: number): number {
    return row * 8 * this.stride + column * 8;
  }
}
