import { createRequire } from 'node:module';
import { deflateRawSync } from 'node:zlib';
import { dicom } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type * as itemModule from '../js/dicom/item';
import { backends, useBackend } from './backends';
import { part10 } from './dicom-bytes';
import { files, read } from './dicom-golden';

const require = createRequire(import.meta.url);
const { partOf } = require('../dist/dicom/item.js') as typeof itemModule;

const LONG = new Set(['OB', 'OW', 'SQ', 'UN', 'UT', 'UC']);
type NumberWriter = (value: number, big: boolean) => Buffer;
const u16: NumberWriter = (value, big) => {
  const bytes = Buffer.alloc(2);
  bytes[big ? 'writeUInt16BE' : 'writeUInt16LE'](value);
  return bytes;
};
const u32: NumberWriter = (value, big) => {
  const bytes = Buffer.alloc(4);
  bytes[big ? 'writeUInt32BE' : 'writeUInt32LE'](value);
  return bytes;
};
const fd: NumberWriter = (value, big) => {
  const bytes = Buffer.alloc(8);
  bytes[big ? 'writeDoubleBE' : 'writeDoubleLE'](value);
  return bytes;
};

/** How a data set is written. */
interface Syntax {
  uid: string;
  explicit: boolean;
  big: boolean;
  deflated: boolean;
}
const SYNTAXES: Syntax[] = [
  { uid: '1.2.840.10008.1.2', explicit: false, big: false, deflated: false },
  { uid: '1.2.840.10008.1.2.1', explicit: true, big: false, deflated: false },
  { uid: '1.2.840.10008.1.2.2', explicit: true, big: true, deflated: false },
  { uid: '1.2.840.10008.1.2.1.99', explicit: true, big: false, deflated: true },
];

/** An element: of a sequence its items, each with how its length is said. */
interface Node {
  tag: number;
  vr: string;
  value: string | number | Buffer | Item[];
  isUndefined: boolean;
}
interface Item {
  nodes: Node[];
  isUndefined: boolean;
}

function written(syntax: Syntax, tag: number, vr: string, value: Buffer, isUndefined: boolean): Buffer {
  const { explicit, big } = syntax;
  const length = isUndefined ? 0xffff_ffff : value.length;
  const isDelimiter = tag >>> 16 === 0xfffe;
  const parts = [u16(tag >>> 16, big), u16(tag & 0xffff, big)];
  if (isDelimiter || !explicit) parts.push(u32(length, big));
  else if (LONG.has(vr)) parts.push(Buffer.from(`${vr}\0\0`), u32(length, big));
  else parts.push(Buffer.from(vr), u16(length, big));
  const end = isUndefined ? [u16(0xfffe, big), u16(tag === 0xfffe_e000 ? 0xe00d : 0xe0dd, big), u32(0, big)] : [];
  return Buffer.concat([...parts, value, ...end]);
}

/** A data set, with a group length before each group if asked for. */
function dataSet(syntax: Syntax, nodes: readonly Node[], hasGroups: boolean): Buffer {
  const byGroup = new Map<number, Buffer[]>();
  for (const { tag, vr, value, isUndefined } of nodes) {
    const group = byGroup.get(tag >>> 16) ?? [];
    byGroup.set(tag >>> 16, group);
    group.push(written(syntax, tag, vr, bytesOf(syntax, vr, value, hasGroups), isUndefined && vr === 'SQ'));
  }
  return Buffer.concat(
    [...byGroup].flatMap(([group, elements]) => {
      const content = Buffer.concat(elements);
      const length = written(syntax, group * 0x1_0000, 'UL', u32(content.length, syntax.big), false);
      return hasGroups ? [length, content] : [content];
    }),
  );
}

function bytesOf(syntax: Syntax, vr: string, value: Node['value'], hasGroups: boolean): Buffer {
  if (Array.isArray(value)) {
    return Buffer.concat(
      value.map((one) => written(syntax, 0xfffe_e000, '', dataSet(syntax, one.nodes, hasGroups), one.isUndefined)),
    );
  }
  if (typeof value === 'number') return (vr === 'FD' ? fd : u16)(value, syntax.big);
  const bytes = Buffer.isBuffer(value) ? value : Buffer.from(value);
  const even = bytes.length % 2 ? Buffer.concat([bytes, Buffer.from(vr === 'UI' || vr === 'OB' ? '\0' : ' ')]) : bytes;
  return even;
}

function fileOf(syntax: Syntax, nodes: readonly Node[], hasGroups: boolean): Buffer {
  const body = dataSet(syntax, nodes, hasGroups);
  if (!syntax.deflated) return part10(syntax.uid, body);
  // Where deflated bytes begin is told by the group length alone.
  const meta = written(
    { ...syntax, explicit: true, big: false },
    0x0002_0010,
    'UI',
    Buffer.from(`${syntax.uid}`),
    false,
  );
  const length = written({ ...syntax, explicit: true, big: false }, 0x0002_0000, 'UL', u32(meta.length, false), false);
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), length, meta, deflateRawSync(body)]);
}

/** Elements that may be there: what implicit VR takes them for too. */
const LEAVES: { tag: number; vr: string; keyword: string; value: fc.Arbitrary<string | number | Buffer> }[] = [
  { tag: 0x0008_0020, vr: 'DA', keyword: 'StudyDate', value: fc.constantFrom('20260301', '19991231') },
  { tag: 0x0008_0060, vr: 'CS', keyword: 'Modality', value: fc.constantFrom('OP', 'OPT', 'KER') },
  { tag: 0x0010_0010, vr: 'PN', keyword: 'PatientName', value: fc.constantFrom('Doe^Jane', 'Ж^山=山', 'A') },
  { tag: 0x0010_0020, vr: 'LO', keyword: 'PatientID', value: fc.stringMatching(/^[a-zéЖ山]{1,30}$/) },
  { tag: 0x0010_4000, vr: 'LT', keyword: 'PatientComments', value: fc.stringMatching(/^[a-z\\\n]{0,200}[a-z]$/) },
  { tag: 0x0020_000d, vr: 'UI', keyword: 'StudyInstanceUID', value: fc.constantFrom('1.2.3', '2.25.77') },
  { tag: 0x0028_0010, vr: 'US', keyword: 'Rows', value: fc.nat(65_535) },
  {
    tag: 0x0042_0011,
    vr: 'OB',
    keyword: 'EncapsulatedDocument',
    value: fc
      .uint8Array({ minLength: 1, maxLength: 50 })
      .map((bytes) => Buffer.from(bytes.length % 2 ? [...bytes, 0] : bytes)),
  },
  { tag: 0x0046_0146, vr: 'FD', keyword: 'SpherePower', value: fc.double({ noNaN: true, noDefaultInfinity: true }) },
];
const SEQUENCES = [
  { tag: 0x0008_1140, keyword: 'ReferencedImageSequence' },
  { tag: 0x0010_1002, keyword: 'OtherPatientIDsSequence' },
  { tag: 0x0046_0014, keyword: 'RightLensSequence' },
];

const leaf = fc
  .constantFrom(...LEAVES)
  .chain(({ tag, vr, value }) => value.map((one): Node => ({ tag, vr, value: one, isUndefined: false })));
const nodes: fc.Arbitrary<Node[]> = fc.letrec<{ nodes: Node[]; node: Node }>((tie) => ({
  nodes: fc
    .uniqueArray(tie('node'), { selector: ({ tag }) => tag, maxLength: 6 })
    .map((all) => all.sort((a, b) => a.tag - b.tag)),
  node: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'sequence' },
    leaf,
    fc.record({
      tag: fc.constantFrom(...SEQUENCES.map(({ tag }) => tag)),
      vr: fc.constant('SQ'),
      value: fc.array(fc.record({ nodes: tie('nodes'), isUndefined: fc.boolean() }), {
        maxLength: 3,
        depthIdentifier: 'sequence',
      }),
      isUndefined: fc.boolean(),
    }),
  ),
})).nodes;

const charset: Node = { tag: 0x0008_0005, vr: 'CS', value: 'ISO_IR 192', isUndefined: false };

/** An edit, and the same of a model. */
type Step =
  | { kind: 'set'; path: [string, number][]; leaf: (typeof LEAVES)[number]; value: string | number | Buffer }
  | { kind: 'remove'; path: [string, number][]; keyword: string };

const path = fc.array(fc.tuple(fc.constantFrom(...SEQUENCES.map(({ keyword }) => keyword)), fc.nat(2)), {
  maxLength: 2,
});
const step: fc.Arbitrary<Step> = fc.oneof(
  fc
    .tuple(path, fc.constantFrom(...LEAVES))
    .chain(([way, one]) => one.value.map((value): Step => ({ kind: 'set', path: way, leaf: one, value }))),
  fc.record({
    kind: fc.constant('remove' as const),
    path,
    keyword: fc.constantFrom(...LEAVES, ...SEQUENCES).map(({ keyword }) => keyword),
  }),
);

const TAGS = new Map(
  [...LEAVES, ...SEQUENCES].map(({ keyword, tag }) => [keyword, tag.toString(16).toUpperCase().padStart(8, '0')]),
);

/** Takes a step in a model; false where the path leads to no item and none is to be made. */
function follow(model: dicom.DicomJson, step: Step): boolean {
  let within = model;
  for (const [keyword, number] of step.path) {
    const tag = TAGS.get(keyword) as string;
    const items = [...((within[tag]?.Value ?? []) as dicom.DicomJson[])];
    if (number > items.length || (number === items.length && step.kind === 'remove')) return false;
    if (number === items.length) items.push({});
    within[tag] = { vr: 'SQ', Value: items };
    within = items[number] as dicom.DicomJson;
  }
  if (step.kind === 'remove') delete within[TAGS.get(step.keyword) as string];
  else within[TAGS.get(step.leaf.keyword) as string] = modelled(step.leaf.vr, step.value);
  return true;
}

function modelled(vr: string, value: string | number | Buffer): dicom.DicomJsonElement {
  if (Buffer.isBuffer(value)) return { vr: vr as 'OB', InlineBinary: value.toString('base64') };
  if (vr !== 'PN') return { vr: vr as 'LO', Value: [value] };
  const [Alphabetic, Ideographic] = String(value).split('=') as [string, string?];
  return { vr: 'PN', Value: [Ideographic ? { Alphabetic, Ideographic } : { Alphabetic }] };
}

const where = (path: [string, number][], keyword: string) =>
  [...path.map(([sequence, number]) => `${sequence}[${number}]`), keyword].join('.');

describe.each(backends)('edits of any data set on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('make the data set that the same edits make of its model, with lengths that are right', async () => {
    const cases = fc.record({
      syntax: fc.constantFrom(...SYNTAXES),
      nodes,
      hasGroups: fc.boolean(),
      steps: fc.array(step, { maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ syntax, nodes, hasGroups, steps }) => {
        const source = fileOf(syntax, [charset, ...nodes], hasGroups);
        const file = await dicom.open(source);
        const model = structuredClone(file.toJSON());
        const edit = dicom.edit(file);
        for (const one of steps) {
          const given = structuredClone(model);
          if (!follow(given, one)) continue;
          Object.assign(model, given);
          for (const tag of Object.keys(model)) if (!(tag in given)) delete model[tag];
          if (one.kind === 'remove') edit.remove(where(one.path, one.keyword));
          else edit.set(where(one.path, one.leaf.keyword), one.value);
        }
        const bytes = await edit.toBuffer();
        const result = await dicom.open(bytes);
        expect(sorted(result.toJSON())).toEqual(sorted(model));
        expect(result.transferSyntax).toBe(syntax.uid);
        expect(wrongGroups(result, bytes, syntax)).toEqual([]);
        // What was written is a source like any other.
        expect(sorted((await dicom.open(await dicom.edit(result).toBuffer())).toJSON())).toEqual(sorted(model));
        if (!syntax.deflated) expect((await dicom.edit(result).toBuffer()).equals(bytes)).toBe(true);
      }),
      { seed: 20261120, numRuns: 600 },
    );
  }, 120_000);

  it('of files that are malformed end in a typed error or in a file that opens', async () => {
    const hostile = files.filter((file) => file.startsWith('malformed'));
    expect(hostile.length).toBeGreaterThan(5);
    for (const path of hostile) {
      const file = await dicom.open(read(path), { maxDepth: 1024 }).catch(() => undefined);
      if (!file) continue;
      const edit = dicom.edit(file, { characterSet: 'ISO_IR 192' }).set('PatientID', 'X').remove('PatientName');
      const result = await edit.toBuffer().then((bytes) => dicom.open(bytes, { maxDepth: 1024 }));
      expect(result.get('PatientID'), path).toBe('X');
    }
  });

  it('of files with bytes changed at random end in a typed error or in a file that opens', async () => {
    const sources = [
      'pydicom/test_files/rtplan.dcm',
      'pydicom/test_files/UN_sequence.dcm',
      'ophthalmic/keratometry.dcm',
    ].map(read);
    const cases = fc.record({
      source: fc.constantFrom(...sources),
      changes: fc.array(fc.tuple(fc.nat(6000), fc.nat(255)), { minLength: 1, maxLength: 8 }),
      steps: fc.array(step, { minLength: 1, maxLength: 3 }),
    });
    let opened = 0;
    await fc.assert(
      fc.asyncProperty(cases, async ({ source, changes, steps }) => {
        const bytes = Buffer.from(source);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const file = await dicom.open(bytes).catch(typed);
        if (!file) return;
        opened++;
        const edit = dicom.edit(file);
        for (const one of steps) {
          try {
            if (one.kind === 'remove') edit.remove(where(one.path, one.keyword));
            else edit.set(where(one.path, one.leaf.keyword), one.value);
          } catch (error) {
            typed(error);
          }
        }
        const result = await edit.toBuffer().catch(typed);
        if (result) expect(Object.keys((await dicom.open(result)).toJSON()).length).toBeGreaterThan(0);
      }),
      { seed: 20261120, numRuns: 1000 },
    );
    expect(opened).toBeGreaterThan(300);
  }, 120_000);
});

function typed(error: unknown): undefined {
  if ((error as { name: string }).name !== 'ClinicoreError') throw error;
  expect((error as { code: string }).code).not.toBe('ERR_INTERNAL');
  return undefined;
}

/** JSON does not tell an order of tags. */
function sorted(json: dicom.DicomJson): unknown {
  return Object.entries(json)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([tag, { vr, Value, InlineBinary }]) => [
      tag,
      vr,
      InlineBinary,
      vr === 'SQ' ? ((Value ?? []) as dicom.DicomJson[]).map(sorted) : Value,
    ]);
}

/** The group lengths, at any depth, that are not what they say, by the index alone. */
function wrongGroups(file: dicom.DicomFile, bytes: Buffer, { big, deflated }: Syntax): number[] {
  if (deflated) return [];
  const { index } = partOf(file as never).set;
  const wrong: number[] = [];
  for (let at = 0; at < index.size; at++) {
    const tag = index.tags[at] as number;
    if ((tag & 0xffff) !== 0 || tag >>> 16 === 0xfffe) continue;
    const depth = index.depths[at] as number;
    let holder = at;
    while (holder >= 0 && (index.depths[holder] as number) >= depth) holder--;
    const end = holder < 0 ? bytes.length : index.end(holder);
    let next = at + 1;
    const isOfGroup = () =>
      (index.depths[next] as number) > depth || (index.tags[next] as number) >>> 16 === tag >>> 16;
    while (next < index.size && (index.offsets[next] as number) <= end && isOfGroup()) next++;
    const isLast = next === index.size || index.start(next) >= end;
    const length = (isLast ? end : index.start(next)) - index.end(at);
    const offset = index.offsets[at] as number;
    const said = big && tag >>> 16 !== 2 ? bytes.readUInt32BE(offset) : bytes.readUInt32LE(offset);
    if (said !== length) wrong.push(tag);
  }
  return wrong;
}
