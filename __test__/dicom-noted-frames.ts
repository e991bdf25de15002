/** A decoder that notes what the front door tells it. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { PixelMessage } from '../js/contract/dicom';
import { useBackend } from './backends';

const { dicom: backend } = useBackend('js') as { dicom: { decodeFrame: unknown } };
const { decodeFrame } = backend;

/** What the decoder got. */
export const given: { message: PixelMessage; frame: Buffer; tables: Buffer }[] = [];

/** Puts it in place of the JavaScript backend's decoder, for the tests of a file. */
export function noteFrames(): void {
  beforeAll(() => {
    backend.decodeFrame = async (json: string, frame: Uint8Array, tables: Uint8Array) => {
      const message: PixelMessage = JSON.parse(json);
      given.push({ message, frame: Buffer.from(frame), tables: Buffer.from(tables) });
      const { rows, columns, output, allocated, palette } = message;
      const samples = palette ? 3 : message.samples;
      const bits = output === 'display' ? 8 : palette ? (palette.bits > 8 ? 16 : 8) : Math.max(8, allocated);
      return new Uint8Array((rows * columns * samples * bits) / 8);
    };
  });
  afterAll(() => {
    backend.decodeFrame = decodeFrame;
  });
  beforeEach(() => {
    useBackend('js');
    given.length = 0;
  });
}
