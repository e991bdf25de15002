import { dicom } from 'clinicore';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backends, needsNative, onBoth, useBackend } from './backends';
import { directory, type Plan, type Target } from './dicom-dicomdir-bytes';
import { read } from './dicom-golden';

const runs = { seed: 20261121, numRuns: 400 };

/** Records that lead anywhere, also nowhere; numbers beyond the last are bytes where none starts. */
const plans = fc.integer({ min: 1, max: 14 }).chain((count) => {
  const target = fc.option(fc.integer({ min: 0, max: count }), { nil: undefined });
  return fc.record({
    links: fc.array(fc.record({ next: target, lower: target }), { minLength: count, maxLength: count }),
    first: target,
  });
});

type Node = [number, Node[]];

/** The tree as it must be: level by level, each record where it is met first. */
function model(links: { next: number | undefined; lower: number | undefined }[], first: number | undefined) {
  const seen = new Set<number>();
  const list = (from: number | undefined): Node[] => {
    const nodes: Node[] = [];
    for (let at = from; at !== undefined && at < links.length && !seen.has(at); at = links[at]?.next) {
      seen.add(at);
      nodes.push([at, []]);
    }
    return nodes;
  };
  const root = list(first);
  for (let level = root; level.length > 0; level = level.flatMap(([, below]) => below)) {
    for (const node of level) node[1] = list(links[node[0]]?.lower);
  }
  return { root, lost: links.map((_, at) => at).filter((at) => !seen.has(at)) };
}

/** All that a directory says. */
async function everything(data: Buffer) {
  const found = await dicom.dicomdir(await dicom.open(data));
  const records = [...found, ...found.unreachable].map((record) => {
    const { type, inUse, offset, children, sopClassUid, sopInstanceUid, transferSyntax } = record;
    const isRefused = found.problems.some((problem) => problem.kind === 'fileId' && problem.offset === offset);
    const path = isRefused ? 'refused' : record.path;
    if (path !== undefined) expect(path.split('/')).not.toContain('..');
    return { type, inUse, offset, children: children.length, sopClassUid, sopInstanceUid, transferSyntax, path };
  });
  expect(new Set(records.map(({ offset }) => offset)).size).toBe(records.length);
  return { records, problems: found.problems };
}

describe.each(backends)('dicom.dicomdir on the %s backend', (name) => {
  it('makes a tree of whatever records lead to', async () => {
    useBackend(name);
    await fc.assert(
      fc.asyncProperty(plans, async ({ links, first }) => {
        const count = links.length;
        const away = (target: number | undefined): Target => (target === count ? { byte: 3 } : target);
        const given: Plan[] = links.map(({ next, lower }) => ({ next: away(next), lower: away(lower) }));
        const { data, offsets } = directory(given, away(first) ?? { byte: 0 });
        const found = await dicom.dicomdir(await dicom.open(data));
        const nodes = (records: readonly dicom.DicomRecord[]): Node[] =>
          records.map((record) => [offsets.indexOf(record.offset), nodes(record.children)]);
        const want = model(links, first);
        expect(nodes(found.records)).toEqual(want.root);
        expect(found.unreachable.map(({ offset }) => offsets.indexOf(offset))).toEqual(want.lost);
        // Of every link that leads to a record, the tree has all but those that are reported.
        const of = (kind: string) => found.problems.filter((problem) => problem.kind === kind).length;
        const targets = [first, ...links.flatMap(({ next, lower }) => [next, lower])];
        expect(of('offset')).toBe(targets.filter((target) => target === count).length);
        expect(of('unreachable')).toBe(want.lost.length);
        const fromTree = [
          first,
          ...links.flatMap(({ next, lower }, at) => (want.lost.includes(at) ? [] : [next, lower])),
        ];
        const good = fromTree.filter((target) => target !== undefined && target < count).length;
        expect(of('repeated')).toBe(good - (count - want.lost.length));
      }),
      runs,
    );
  });
});

describe.skipIf(backends.length < 2)(`both backends${needsNative}`, () => {
  it('say the same of damaged directories', async () => {
    const seeds = ['DICOMDIR', 'DICOMDIR-bigEnd', 'DICOMDIR-implicit', 'TINY_ALPHA/DICOMDIR'].map((file) =>
      read(`pydicom/test_files/dicomdirtests/${file}`),
    );
    let directories = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        fc.array(
          fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.integer({ min: 0, max: 255 })),
          { minLength: 1, maxLength: 20 },
        ),
        async (seed, changes) => {
          const data = Buffer.from(seed);
          for (const [at, byte] of changes) data[380 + Math.floor(at * (data.length - 380))] = byte;
          const { native, js } = await onBoth(() => everything(data));
          expect(js).toEqual(native);
          if ('value' in native) directories++;
        },
      ),
      runs,
    );
    expect(directories).toBeGreaterThan(100);
  });
});
