/** That both backends parse alike, whatever the bytes. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backends, needsNative, onBoth } from './backends';
import { elementOf } from './dicom-element';
import { files, golden, read } from './dicom-golden';
import { parsed } from './dicom-parsed';

describe.skipIf(backends.length < 2)(`both backends${needsNative}`, () => {
  const everything = { pixelData: true, fileMeta: true };

  it('say the same of every golden file', async () => {
    for (const file of files) {
      const { native, js } = await onBoth(() => parsed(read(file), everything));
      expect(js, file).toEqual(native);
    }
  });

  const mutation = fc.record({
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    kind: fc.constantFrom('truncate', 'remove', 'insert', 'set', 'flip', 'fill'),
    byte: fc.integer({ min: 0, max: 255 }),
  });
  const seeds = files.filter((file) => statSync(join(golden, file)).size < 6000).map(read);

  it('say the same of mutated files', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        fc.array(mutation, { minLength: 1, maxLength: 6 }),
        async (seed, mutations) => {
          let data = Buffer.from(seed);
          for (const { at: fraction, kind, byte } of mutations) {
            const at = Math.floor(fraction * data.length);
            if (kind === 'truncate') data = data.subarray(0, at);
            else if (kind === 'remove') data = Buffer.concat([data.subarray(0, at), data.subarray(at + 1)]);
            else if (kind === 'insert')
              data = Buffer.concat([data.subarray(0, at), Buffer.of(byte), data.subarray(at)]);
            else if (data.length > 0)
              data[at] = kind === 'set' ? byte : kind === 'fill' ? 0xff : (data[at] as number) ^ (1 << (byte % 8));
          }
          const { native, js } = await onBoth(() => parsed(data, everything));
          expect(js).toEqual(native);
        },
      ),
      { seed: 20261120, numRuns: 1500 },
    );
  });

  it('say the same of any bytes, in any character set and VR', async () => {
    const terms = [
      '',
      '6',
      '13',
      '100',
      '101',
      '109',
      '110',
      '126',
      '127',
      '138',
      '144',
      '148',
      '149',
      '166',
      '192',
      '203',
      '58',
    ];
    const charset = fc.constantFrom(...terms.map((term) => `ISO_IR ${term}`), 'GBK', 'GB18030');
    const escapes = ['$B', '$@', '$(D', '(B', '(J', ')I', '$)C', '$)A', '-A', '-F', '-b', 'Z'].map(
      (text) => `\x1b${text}`,
    );
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 12 }).map((array) => Buffer.from(array).toString('latin1')),
      fc.string({ maxLength: 4 }).map((text) => Buffer.from(text).toString('latin1')),
      fc.constantFrom(...escapes, '\\', '^', '=', ' ', '\r\n', '1.5', '-7', 'e3'),
    );
    const vr = fc.constantFrom(
      ...'AE AS AT CS DA DS DT FD FL IS LO LT OB OW PN SH SL SS ST SV UC UI UL UN UR US UT UV'.split(' '),
    );
    await fc.assert(
      fc.asyncProperty(charset, vr, fc.array(piece, { maxLength: 6 }), async (term, code, pieces) => {
        const { native, js } = await onBoth(() => elementOf(code, Buffer.from(pieces.join(''), 'latin1'), term));
        expect(js).toEqual(native);
      }),
      { seed: 20261120, numRuns: 1500 },
    );
  });

  const pairs = (first: [number, number], second: [number, number], prefix = '') => {
    const lines: number[] = [];
    for (let a = first[0]; a <= first[1]; a++) {
      lines.push(...Buffer.from(prefix, 'latin1'));
      for (let b = second[0]; b <= second[1]; b++) lines.push(a, b);
      lines.push(10);
    }
    return Buffer.from(lines);
  };
  it.each([
    ['JIS X 0208', '\\ISO 2022 IR 87', pairs([0x21, 0x7e], [0x21, 0x7e], '\x1b$B')],
    ['JIS X 0212', '\\ISO 2022 IR 159', pairs([0x21, 0x7e], [0x21, 0x7e], '\x1b$(D')],
    ['KS X 1001', '\\ISO 2022 IR 149', pairs([0x80, 0xff], [0x80, 0xff], '\x1b$)C')],
    ['GB 2312', '\\ISO 2022 IR 58', pairs([0x80, 0xff], [0x80, 0xff], '\x1b$)A')],
    ['GBK', 'GBK', pairs([0x80, 0xff], [0, 0xff])],
    ['GB 18030', 'GB18030', pairs([0x80, 0xff], [0, 0xff])],
    ['UTF-8', 'ISO_IR 192', pairs([0x80, 0xff], [0, 0xff])],
  ])('know the same characters of %s', async (_, charset, bytes) => {
    const { native, js } = await onBoth(async () => (await elementOf('UT', bytes, charset)).Value?.[0]);
    expect(js).toEqual(native);
  });

  it('write every kind of float32 in the same shortest digits', async () => {
    const edges = Array.from({ length: 255 }, (_, exponent) =>
      [0, 1, 0x7fffff].map((bits) => (exponent << 23) | bits),
    ).flat();
    const random = fc.sample(fc.integer({ min: 0, max: 0x7f7fffff }), { seed: 20261120, numRuns: 5000 });
    const bits = Buffer.from(Uint32Array.from([...edges, ...random]).buffer);
    for (let at = 0; at < bits.length; at += 4000) {
      const part = bits.subarray(at, at + 4000);
      const { native, js } = await onBoth(async () => (await elementOf('FL', part)).Value);
      expect(js).toEqual(native);
    }
  });
});
