import { deflateRawSync } from 'node:zlib';
import { dicom } from 'clinicore';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { element, explicit, item, part10, sequence } from './dicom-bytes';
import { elementOf } from './dicom-element';
import { byTheStandard, expected, read, readable, refused, widened } from './dicom-golden';
import { parsed } from './dicom-parsed';

describe.each(backends)('dicom.parse on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  describe('agrees with pydicom on', () => {
    it.each(readable)('%s', async (file) => {
      const want = byTheStandard(structuredClone(expected[file] as dicom.DicomJson));
      expect(widened(await parsed(read(file)))).toEqual(want);
    });
  });

  it.each(Object.entries(refused))('refuses %s', async (file, details) => {
    expect(await failure(() => parsed(read(file)))).toMatchObject({ code: 'ERR_MALFORMED_INPUT', details });
  });

  const bytes = (write: (buffer: Buffer) => void, length: number) => {
    const buffer = Buffer.alloc(length);
    write(buffer);
    return buffer;
  };
  // PS3.18 F.2.3 to F.2.7
  it.each<[string, string, Buffer | string, Partial<dicom.DicomJsonElement>]>([
    ['DS as a number', 'DS', '1.10', { Value: [1.1] }],
    ['DS with a sign, an exponent, no digit before the point', 'DS', '+1\\-2.5E-3\\.5', { Value: [1, -0.0025, 0.5] }],
    ['DS with padding at both ends of each value', 'DS', ' 1 \\ 2 ', { Value: [1, 2] }],
    ['DS that is no number as it stands', 'DS', '1,5\\n/a', { Value: ['1,5', 'n/a'] }],
    ['DS beyond float64 as it stands', 'DS', '1e999', { Value: ['1e999'] }],
    ['IS as a number', 'IS', '-12', { Value: [-12] }],
    ['IS that would lose digits as it stands', 'IS', '9007199254740993', { Value: ['9007199254740993'] }],
    ['empty values among others as null', 'DS', '1\\\\3', { Value: [1, null, 3] }],
    ['an empty value as none', 'DS', '', {}],
    ['spaces only as none', 'LO', '    ', {}],
    ['FL in its shortest digits', 'FL', bytes((b) => b.writeFloatLE(1.1), 4), { Value: [1.1] }],
    ['FD as it is', 'FD', bytes((b) => b.writeDoubleLE(0.1 + 0.2), 8), { Value: [0.1 + 0.2] }],
    ['FD NaN', 'FD', bytes((b) => b.writeDoubleLE(Number.NaN), 8), { Value: ['NaN'] }],
    ['FL -Infinity', 'FL', bytes((b) => b.writeFloatLE(-Infinity), 4), { Value: ['-Infinity'] }],
    ['FD -0', 'FD', bytes((b) => b.writeDoubleLE(-0), 8), { Value: [-0] }],
    ['AT as eight digits', 'AT', Buffer.from([0x18, 0, 0x3c, 0xa0]), { Value: ['0018A03C'] }],
    ['SV as a number', 'SV', bytes((b) => b.writeBigInt64LE(-5n), 8), { Value: [-5] }],
    [
      'SV that would lose digits as a string',
      'SV',
      bytes((b) => b.writeBigInt64LE(-(2n ** 53n)), 8),
      { Value: ['-9007199254740992'] },
    ],
    ['UV that would lose digits as a string', 'UV', Buffer.alloc(8, 0xff), { Value: ['18446744073709551615'] }],
    ['SS and SL with their sign', 'SL', Buffer.alloc(4, 0xff), { Value: [-1] }],
    ['UI without its NUL', 'UI', '1.2.3\0', { Value: ['1.2.3'] }],
    ['CS without spaces, in each value', 'CS', 'ORIGINAL \\ PRIMARY', { Value: ['ORIGINAL', 'PRIMARY'] }],
    // PS3.5 table 6.2-1: LO and SH may be padded at both ends, UC, PN and the others only at theirs.
    ['LO without spaces, in each value', 'LO', ' a \\ b', { Value: ['a', 'b'] }],
    ['SH without spaces', 'SH', ' a ', { Value: ['a'] }],
    ['UC with its leading spaces', 'UC', ' a ', { Value: [' a'] }],
    ['LT with its leading spaces', 'LT', ' a ', { Value: [' a'] }],
    ['PN with its leading spaces', 'PN', ' a ', { Value: [{ Alphabetic: ' a' }] }],
    ['a backslash in LT, which has one value', 'LT', 'a\\b', { Value: ['a\\b'] }],
    ['a backslash in UR, which has one value', 'UR', 'a\\b ', { Value: ['a\\b'] }],
    ['quotes and control characters', 'UT', '"\u0001\r\n', { Value: ['"\u0001\r\n'] }],
    ['names of which one is empty', 'PN', 'A^B=\\\\C', { Value: [{ Alphabetic: 'A^B' }, null, { Alphabetic: 'C' }] }],
    ['a name in ideographs only', 'PN', '=\u00e4', { Value: [{ Ideographic: 'ä' }] }],
    ['OB as base64', 'OB', Buffer.from([1, 2, 3]), { InlineBinary: 'AQID' }],
    ['a length that the VR does not allow as UN', 'US', Buffer.from([1, 2, 3]), { vr: 'UN', InlineBinary: 'AQID' }],
  ])('writes %s', async (_, vr, value, want) => {
    const encoded = typeof value === 'string' ? Buffer.from(value, 'latin1') : value;
    expect(await elementOf(vr, encoded)).toEqual({ vr, ...want });
  });

  it('leaves pixel data out at any depth, or gives them in little endian', async () => {
    const icon = sequence(0x0088_0200, [item(explicit(0x7fe0_0010, 'OB', Buffer.alloc(4)))]);
    const json = await dicom.parse(icon);
    expect(json).toEqual({ '00880200': { vr: 'SQ', Value: [{}] } });
    const [little, big] = await Promise.all(
      ['MR_small', 'MR_small_bigendian'].map((file) =>
        dicom.parse(read(`pydicom/test_files/${file}.dcm`), { pixelData: true }),
      ),
    );
    expect(little?.['7FE00010']?.InlineBinary).toHaveLength(Math.ceil((64 * 64 * 2) / 3) * 4);
    expect(big?.['7FE00010']).toEqual(little?.['7FE00010']);
  });

  it('leaves the file meta information out unless it is asked for', async () => {
    const file = read('ophthalmic/lensometry_ile.dcm');
    expect((await dicom.parse(file))['00020010']).toBeUndefined();
    expect((await dicom.parse(file, { fileMeta: true }))['00020010']).toEqual({
      vr: 'UI',
      Value: ['1.2.840.10008.1.2'],
    });
  });

  it('takes ambiguous VRs from the data set, or from what holds it', async () => {
    const implicit = (tag: number, value: Buffer) => element(tag, '', value);
    const pixelPadding = implicit(0x0028_0120, Buffer.alloc(2, 0xff));
    const lut = (entries: number) =>
      item(
        Buffer.concat([
          implicit(0x0028_3002, Buffer.from(Uint16Array.of(entries, 0, 16).buffer)),
          implicit(0x0028_3006, Buffer.alloc(2, 1)),
        ]),
      );
    const signed = part10(
      '1.2.840.10008.1.2',
      Buffer.concat([
        implicit(0x0008_1115, item(pixelPadding)),
        implicit(0x0028_0103, Buffer.from([1, 0])),
        pixelPadding,
        implicit(0x0028_3000, Buffer.concat([lut(1), lut(2)])),
      ]),
    );
    const json = await dicom.parse(signed);
    expect(json['00280120']).toEqual({ vr: 'SS', Value: [-1] });
    expect(json['00081115']?.Value).toEqual([{ '00280120': { vr: 'SS', Value: [-1] } }]);
    const luts = json['00283000']?.Value as dicom.DicomJson[];
    expect(luts.map((entry) => entry['00283006']?.vr)).toEqual(['US', 'OW']);
  });

  it('orders elements by tag and takes the last of those with the same', async () => {
    const json = await dicom.parse(
      Buffer.concat([
        explicit(0x0008_0070, 'LO', 'b'),
        explicit(0x0008_0060, 'CS', 'OP'),
        explicit(0x0008_0070, 'LO', 'c'),
      ]),
    );
    expect(JSON.stringify(json)).toBe('{"00080060":{"vr":"CS","Value":["OP"]},"00080070":{"vr":"LO","Value":["c"]}}');
  });

  it('reads a file padded with zeros, and one that ends after its header', async () => {
    const dataSet = explicit(0x0008_0060, 'CS', 'OP');
    expect(await dicom.parse(Buffer.concat([dataSet, Buffer.alloc(4099)]))).toEqual(await dicom.parse(dataSet));
    expect(await dicom.parse(part10('1.2.840.10008.1.2.1', Buffer.alloc(0)))).toEqual({});
  });

  it('reads what stands in the buffer when it is called', async () => {
    const data = read('ophthalmic/lensometry_ele.dcm');
    const want = await dicom.parse(data);
    const promise = dicom.parse(data);
    data.fill(0);
    expect(await promise).toEqual(want);
  });

  it('reads a view into a larger buffer', async () => {
    const data = read('ophthalmic/lensometry_ele.dcm');
    const larger = new Uint8Array(data.length + 20).fill(9);
    larger.set(data, 10);
    expect(await dicom.parse(larger.subarray(10, 10 + data.length))).toEqual(await dicom.parse(data));
  });

  const limited = (limit: number, option?: string) => ({
    code: 'ERR_LIMIT_EXCEEDED',
    details: option ? { limit, option } : { limit },
  });
  const cutShort = (offset: number, required: number) => ({
    code: 'ERR_MALFORMED_INPUT',
    details: { offset, required, given: 4 },
  });
  it.each([
    ['hugelen_1g_ut', cutShort(254, 0x7ffffffe)],
    ['hugelen_ob', cutShort(264, 0xfffffffe)],
    ['hugelen_ow_us', cutShort(254, 0xfffffffe)],
    ['trunc', cutShort(264, 1000)],
    ['nest100', limited(64, 'maxDepth')],
    ['nest2000', limited(64, 'maxDepth')],
    ['nest20000', limited(64, 'maxDepth')],
    ['deflbomb1g', limited(200)],
  ])('refuses malformed/%s', async (file, want) => {
    expect(await failure(() => parsed(read(`malformed/${file}.dcm`)))).toMatchObject(want);
  });

  it('reads what a raised limit allows', async () => {
    let depth = 0;
    let dataSet: dicom.DicomJson | undefined = await dicom.parse(read('malformed/nest100.dcm'), { maxDepth: 100 });
    while (dataSet) {
      dataSet = Object.values(dataSet).find(({ vr }) => vr === 'SQ')?.Value?.[0] as dicom.DicomJson | undefined;
      depth++;
    }
    expect(depth).toBe(101);
  });

  it('names the element and the byte, and no value', async () => {
    const { message } = await failure(() => dicom.parse(read('malformed/trunc.dcm')));
    expect(message).toBe('Element (7FE0,0010) at byte 264 claims 1000 bytes, but only 4 are left');
  });

  const one = explicit(0x0008_0060, 'CS', 'OP');
  it.each<[string, Buffer, dicom.ParseOptions, object]>([
    ['nothing', Buffer.alloc(0), {}, { offset: 0 }],
    ['text', Buffer.from('%PDF-1.7 and so on and on'), {}, { offset: 0 }],
    ['zeros', Buffer.alloc(1000), {}, { offset: 0 }],
    ['half a header', Buffer.concat([one, Buffer.from([8, 0, 0x70, 0, 0x4c])]), {}, { offset: 10 }],
    [
      'a sequence that never ends',
      Buffer.concat([one, element(0x0008_1120, 'SQ', item(one), 0xffffffff)]),
      {},
      { offset: 22 },
    ],
    ['something else than an item', element(0x0008_1120, 'SQ', one), {}, { offset: 12 }],
    ['text of undefined length', Buffer.concat([one, element(0x0008_1120, 'UT', one, 0xffffffff)]), {}, { offset: 10 }],
    ['an item outside of a sequence', Buffer.concat([one, item(one)]), {}, { offset: 10 }],
    ['a corrupt deflated data set', part10('1.2.840.10008.1.2.1.99', Buffer.alloc(30, 0xff)), {}, { offset: 162 }],
    [
      'half a deflated data set',
      part10('1.2.840.10008.1.2.1.99', deflateRawSync(Buffer.alloc(99, 7)).subarray(0, 5)),
      {},
      { offset: 162 },
    ],
    [
      'too many elements',
      Buffer.concat([one, one]),
      { maxElements: 1 },
      { limit: 1, offset: 10, option: 'maxElements' },
    ],
    [
      "too many values of text, whose VR is the dictionary's",
      Buffer.concat([one, explicit(0x0010_0010, 'UN', 'a\\b\\')]),
      { maxElements: 3 },
      { limit: 3, offset: 10, option: 'maxElements' },
    ],
    [
      'too many numbers, with those before',
      Buffer.concat([explicit(0x0009_1001, 'LO', 'a\\b'), explicit(0x0009_1002, 'FL', Buffer.alloc(12))]),
      { maxElements: 4 },
      { limit: 4, offset: 11, option: 'maxElements' },
    ],
    [
      'sequences too deep',
      sequence(0x0008_1120, [item(sequence(0x0008_1120, [item(one)]))]),
      { maxDepth: 1 },
      { limit: 1, offset: 32, option: 'maxDepth' },
    ],
    [
      'too large a deflated data set',
      part10('1.2.840.10008.1.2.1.99', deflateRawSync(Buffer.alloc(1001))),
      { maxInflatedBytes: 1000 },
      { limit: 1000, offset: 162, option: 'maxInflatedBytes' },
    ],
  ])('refuses %s', async (_, data, options, details) => {
    expect((await failure(() => dicom.parse(data, options))).details).toEqual(details);
  });

  it.each<[string, unknown, unknown, string]>([
    ['a string', 'file.dcm', {}, 'data'],
    ['an ArrayBuffer', new ArrayBuffer(200), {}, 'data'],
    ['shared memory', new Uint8Array(new SharedArrayBuffer(200)), {}, 'data'],
    ['a misspelt option', one, { pixeldata: true }, 'options'],
    ['a string for a boolean', one, { pixelData: 'yes' }, 'options.pixelData'],
    ['maxElements 0', one, { maxElements: 0 }, 'options.maxElements'],
    ['maxDepth 1025', one, { maxDepth: 1025 }, 'options.maxDepth'],
    ['maxInflatedBytes NaN', one, { maxInflatedBytes: Number.NaN }, 'options.maxInflatedBytes'],
  ])('refuses %s as an argument', async (_, data, options, argument) => {
    const got = await failure(() => dicom.parse(data as Buffer, options as dicom.ParseOptions));
    expect(got).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', details: { argument } });
  });

  /** Two levels of sequences with enough elements for many checkpoints and pieces, and what they are as JSON. */
  function large(): { data: Buffer; json: dicom.DicomJson } {
    const tags = Array.from({ length: 60 }, (_, i) => 0x0009_1001 + i);
    const inner = item(Buffer.concat(tags.map((tag) => explicit(tag, 'SH', 'text'))));
    const outer = item(Buffer.concat([sequence(0x0008_1199, Array(50).fill(inner)), one, sequence(0x0008_1250, [])]));
    const innerJson = Object.fromEntries(
      tags.map((tag) => [tag.toString(16).toUpperCase().padStart(8, '0'), { vr: 'SH', Value: ['text'] }]),
    );
    const outerJson = {
      '00080060': { vr: 'CS', Value: ['OP'] },
      '00081199': { vr: 'SQ', Value: Array(50).fill(innerJson) },
      '00081250': { vr: 'SQ' },
    };
    return {
      data: Buffer.concat([one, sequence(0x0008_1115, Array(20).fill(outer)), explicit(0x0010_0020, 'LO', 'id')]),
      json: {
        '00080060': { vr: 'CS', Value: ['OP'] },
        '00081115': { vr: 'SQ', Value: Array(20).fill(outerJson) },
        '00100020': { vr: 'LO', Value: ['id'] },
      } as dicom.DicomJson,
    };
  }

  it('reads a large data set, whose objects are made bit by bit', async () => {
    const { data, json } = large();
    const got = await dicom.parse(data);
    expect(got).toEqual(json);
    expect(Object.keys(got)).toEqual(Object.keys(json));
  });

  it('reads long lists of values, which are made bit by bit', async () => {
    const names = Array.from({ length: 40_000 }, (_, i) => `Doe^${i}`);
    const inItem = explicit(0x0010_1001, 'UN', names.join('\\'));
    const bare = explicit(0x0018_1010, 'UN', Buffer.alloc(80_001, '\\'));
    const numbers = explicit(0x0046_0146, 'UN', Buffer.from(Float64Array.from(names, (_, i) => i / 7).buffer));
    const data = Buffer.concat([one, sequence(0x0008_1115, [item(one), item(inItem)]), bare, numbers]);
    const modality = { '00080060': { vr: 'CS', Value: ['OP'] } };
    const got = await dicom.parse(data, { maxElements: 80_000 + 3 * 40_000 + 10 });
    expect(got).toEqual({
      ...modality,
      '00081115': {
        vr: 'SQ',
        Value: [modality, { '00101001': { vr: 'PN', Value: names.map((Alphabetic) => ({ Alphabetic })) } }],
      },
      '00181010': { vr: 'LO', Value: Array(80_002).fill(null) },
      '00460146': { vr: 'FD', Value: names.map((_, i) => i / 7) },
    });
    expect(Object.keys(got)).toEqual(['00080060', '00081115', '00181010', '00460146']);
  });

  it('reads few elements at once, and what might have too many values on the pool', async () => {
    const onPool = vi.spyOn(useBackend(name).dicom, 'parse');
    await dicom.parse(one);
    expect(onPool).not.toHaveBeenCalled();
    await parsed(one);
    expect(onPool).toHaveBeenCalledOnce();
    onPool.mockRestore();
  });

  it('hands one long list over in pieces that each take the event loop a moment only', async () => {
    const { dicom, Job } = useBackend(name);
    const options = { pixelData: false, fileMeta: false, maxElements: 400_000, maxDepth: 64, maxInflatedBytes: 1 };
    for (const data of [
      explicit(0x0010_0010, 'UN', Buffer.alloc(600_000, 'a\\')),
      explicit(0x0046_0146, 'UN', Buffer.alloc(800_000, 1)),
    ]) {
      const pieces = await dicom.parse(data, options, new Job('interactive'));
      const lengths: number[] = [];
      for (let piece = pieces.next(); piece; piece = pieces.next()) lengths.push(piece.json.length);
      expect(lengths.length).toBeGreaterThan(10);
      expect(Math.max(...lengths)).toBeLessThan(160 * 1024);
    }
  });

  it('refuses JSON that no string can hold', async () => {
    const data = Buffer.concat([one, explicit(0x0009_1001, 'UN', Buffer.alloc(403_000_000))]);
    expect(await failure(() => dicom.parse(data))).toEqual({
      code: 'ERR_LIMIT_EXCEEDED',
      message: 'The DICOM JSON is longer than 535822336 bytes',
      details: { limit: 535_822_336 },
    });
  });

  // PS3.5 6.2.2: what is inside UN of undefined length is implicit VR little endian, whatever its lengths spell.
  it.each(['BL', 'LO', 'OB', 'SQ'])('reads an implicit item in UN whose first length spells %s', async (spelt) => {
    const text = 'A'.repeat(Buffer.from(spelt).readUInt16LE());
    const contents = element(0xfffe_e000, '', element(0x0008_1030, '', text));
    const { '00091101': un } = await dicom.parse(
      Buffer.concat([
        one,
        element(0x0009_1101, 'UN', Buffer.concat([contents, element(0xfffe_e0dd, '', '')]), 0xffff_ffff),
      ]),
    );
    expect(un).toEqual({ vr: 'SQ', Value: [{ '00081030': { vr: 'LO', Value: [text] } }] });
  });

  it('reads an item in UN that is explicit all the same', async () => {
    const contents = item(Buffer.concat([explicit(0x0008_1030, 'LO', 'ab'), explicit(0x0010_0020, 'LO', 'cd')]));
    const { '00091101': un } = await dicom.parse(
      Buffer.concat([
        one,
        element(0x0009_1101, 'UN', Buffer.concat([contents, element(0xfffe_e0dd, '', '')]), 0xffff_ffff),
      ]),
    );
    expect(un?.Value).toEqual([{ '00081030': { vr: 'LO', Value: ['ab'] }, '00100020': { vr: 'LO', Value: ['cd'] } }]);
  });

  it('stops for a signal that is aborted before, or during', async () => {
    const signal = AbortSignal.abort();
    expect(await failure(() => dicom.parse(one, { signal }))).toMatchObject({ code: 'ERR_ABORTED' });
    const controller = new AbortController();
    const promise = dicom.parse(large().data, { signal: controller.signal, onProgress: () => controller.abort() });
    expect(await failure(() => promise)).toMatchObject({ code: 'ERR_ABORTED' });
    expect(await dicom.parse(one, { signal: new AbortController().signal })).toHaveProperty('00080060');
  });

  it('tells its progress, and gives what it gives without', async () => {
    const { data } = large();
    const told: [number, number][] = [];
    const json = await dicom.parse(data, { onProgress: (done, total) => told.push([done, total]), lane: 'bulk' });
    expect(json).toEqual(await dicom.parse(data));
    expect(told.length).toBeGreaterThan(0);
    for (const [done, total] of told) expect(done >= 0 && done <= total).toBe(true);
  });
});
