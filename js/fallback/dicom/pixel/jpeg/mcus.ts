import type { Work } from '../progress';
import type { BitReader } from './bits';
import type { Component, Header, Reader, Scan } from './header';

/** A component of a scan, as it is decoded. */
export interface Coded {
  readonly component: Component;
  /** Begins anew after a restart marker. */
  restart(): void;
  /** Decodes the next block, which stands there. */
  block(row: number, column: number): void;
}

/** MCUs that are decoded in one step. */
const STEP = 128;

/**
 * Decodes a scan's MCUs, and the restart markers between them; returns where its data end. Of a single component, each of its
 * blocks that holds samples is an MCU (T.81 A.2).
 */
export function* decodeMcus(header: Header, scan: Scan, reader: Reader, bits: BitReader, coded: Coded[]): Work<number> {
  const [first] = coded as [Coded];
  const isAlone = scan.components.length === 1;
  const rows = isAlone ? Math.ceil(first.component.rows / 8) : header.mcuRows;
  const columns = isAlone ? Math.ceil(first.component.columns / 8) : header.mcuColumns;
  const { restartInterval } = reader;
  let untilRestart = restartInterval;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (restartInterval > 0) {
        if (untilRestart === 0) {
          bits.restart();
          untilRestart = restartInterval;
          for (const component of coded) component.restart();
        }
        untilRestart--;
      }
      if (isAlone) first.block(row, column);
      else for (const component of coded) mcu(component, row, column);
      if (column % STEP === STEP - 1) yield 64 * STEP;
    }
    bits.check();
    yield 64 * (columns % STEP);
  }
  return bits.position;
}

/** Decodes a component's blocks of an MCU. */
function mcu(coded: Coded, row: number, column: number): void {
  const { h, v } = coded.component;
  for (let y = 0; y < v; y++) {
    for (let x = 0; x < h; x++) coded.block(row * v + y, column * h + x);
  }
}
