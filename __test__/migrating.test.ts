/** The migration guides: every pair of calls in docs/migrating is run against the package it is about. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { deflateRawSync } from 'node:zlib';
import bcrypt from 'bcrypt';
import * as clinicore from 'clinicore';
import * as dicomParser from 'dicom-parser';
import ExcelJS from 'exceljs';
import * as otplib from 'otplib';
import PDFDocument from 'pdfkit';
import regression from 'regression';
import * as simpleStatistics from 'simple-statistics';
import { beforeAll, describe, expect, it } from 'vitest';
import { backends, useBackend } from './backends';
import { explicit, item, part10, sequence } from './dicom-bytes';
import { encapsulated, JPEG, native, us } from './dicom-image-bytes';
import { type Block, guideOf, type Half, runHalf } from './migrating-blocks';
import { readPdf } from './pdf-reader';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const packages: Record<string, unknown> = {
  clinicore,
  bcrypt: { default: bcrypt },
  'dicom-parser': dicomParser,
  exceljs: { default: ExcelJS },
  otplib,
  pdfkit: { default: PDFDocument },
  regression: { default: regression },
  'simple-statistics': simpleStatistics,
};
const load = (name: string) =>
  packages[name] ??
  (name.startsWith('node:') ? process.getBuiltinModule(name) : expect.fail(`${name} is not known here`));

const EXPLICIT = '1.2.840.10008.1.2.1';
const password = 'correct horse battery';
const response = {
  status: () => response,
  end: () => undefined,
};

/** What the blocks of each guide use and do not say themselves. */
const given: Record<string, () => Promise<Record<string, unknown>> | Record<string, unknown>> = {
  bcrypt: async () => ({
    password,
    user: { passwordHash: await bcrypt.hash(password, 10) },
    response,
    store: () => undefined,
  }),
  'dicom-parser': () => {
    const double = (value: number) => Buffer.from(Float64Array.of(value).buffer);
    const lens = Buffer.concat([
      explicit(0x0008_0005, 'CS', 'ISO_IR 192'),
      explicit(0x0008_0008, 'CS', 'ORIGINAL\\PRIMARY '),
      explicit(0x0008_0060, 'CS', 'LEN '),
      explicit(0x0010_0010, 'PN', Buffer.from('Nováková^Jana ')),
      us(0x0028_0010, 2),
      sequence(0x0046_0014, [item(explicit(0x0046_0146, 'FD', double(-2.25)))]),
    ]);
    let nest: Buffer = Buffer.alloc(0);
    for (let depth = 0; depth < 4000; depth++) nest = sequence(0x0046_0014, [item(nest)]);
    return {
      upload: part10(EXPLICIT, lens),
      image: native(Buffer.of(1, 2, 3, 4)),
      compressed: encapsulated(JPEG, 2, [0, 14], [Buffer.from('first '), Buffer.from('second')]),
      deflated: part10(`${EXPLICIT}.99`, deflateRawSync(lens)),
      nested: part10(EXPLICIT, nest),
    };
  },
  exceljs: async () => {
    const rows = [
      { article: 'Lens cleaner', price: 4.9, since: '2026-01-31' },
      { article: '00123', price: -1234.5, since: '2025-03-30' },
    ];
    const { table } = await clinicore.export.tableFrom(rows);
    return {
      rows,
      upload: await clinicore.export.xlsx([{ name: 'Prices', table }]).toBuffer(),
      cursor: async function* () {
        yield* rows;
      },
      PassThrough,
      bufferOf: buffer,
    };
  },
  otplib: () => {
    const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    const otpStep = Math.floor(Date.now() / 30_000) - 1;
    return {
      secret,
      form: { code: clinicore.crypto.totp(secret) },
      user: { otpStep },
      response,
      storeStep: async () => true,
    };
  },
  pdfkit: () => ({ stock: Array.from({ length: 100 }, (_, i) => [`A-${i}`, String(i * 7)]) }),
  regression: () => {
    const x = [1, 2, 3, 4, 5];
    const y = [1, 3.2, 4.1, 8.9, 14.6];
    return { x, y, points: x.map((x, i) => [x, y[i]]) };
  },
  'simple-statistics': () => ({ sales: [12, 10, 11, 13, 17, 19, 0, 13, 12, 9, 15, 16, 22, 0] }),
};

const guides = readdirSync(join(root, 'docs/migrating'))
  .map((file) => file.replace(/\.md$/, ''))
  .map((name) => ({ name, ...guideOf(read(`docs/migrating/${name}.md`)) }));

/** How far two numbers that are the same may be apart, of their size: rounding in another order. */
const TOLERANCE = 1e-12;

/** Numbers within {@link TOLERANCE}; hashes, each right to the other package; what is read out of PDFs and workbooks. */
async function expectSame(before: unknown, after: unknown): Promise<void> {
  if (typeof before === 'string' && /^\$2[aby]\$/.test(before)) {
    expect(await bcrypt.compare(password, after as string)).toBe(true);
    expect(await clinicore.crypto.verifyPassword(password, before)).toBe(true);
    expect((after as string).slice(0, 7)).toBe(before.slice(0, 7));
  } else if (isFile(before, '%PDF')) {
    expect(await wordsOf(after as Uint8Array)).toEqual(await wordsOf(before));
  } else if (isFile(before, 'PK')) {
    expect(await cellsOf(after as Uint8Array)).toEqual(await cellsOf(before));
  } else {
    expect(rounded(after, before)).toEqual(plain(before));
  }
}

const isFile = (value: unknown, magic: string): value is Uint8Array =>
  value instanceof Uint8Array && Buffer.from(value.subarray(0, magic.length)).toString('latin1') === magic;

/** The words of each page from top to bottom, without bullets, which pdfkit draws as circles. */
async function wordsOf(file: Uint8Array): Promise<string[][]> {
  const { pages } = await readPdf(file);
  return pages.map(({ runs }) =>
    runs
      .toSorted((a, b) => Math.round(a.y - b.y) || a.x - b.x)
      .flatMap(({ text }) => text.split(/\s+/))
      .filter((word) => word !== '' && word !== '•'),
  );
}

/** What exceljs reads: of each cell its value, weight and, but for texts, number format; what is merged. */
async function cellsOf(file: Uint8Array): Promise<unknown> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(file as unknown as ArrayBuffer);
  return workbook.worksheets.map((sheet) => {
    const cells: unknown[] = [];
    sheet.eachRow((row) =>
      row.eachCell(({ address, value, numFmt, font }) =>
        cells.push([address, value, typeof value === 'string' ? '' : (numFmt ?? 'General'), font?.bold === true]),
      ),
    );
    return { name: sheet.name, cells, merges: sheet.model.merges };
  });
}

const plain = (value: unknown): unknown => (ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value);

/** `value`, but its numbers those of `as` wherever they are the same. */
function rounded(value: unknown, as: unknown): unknown {
  const [got, wanted] = [plain(value), plain(as)];
  if (typeof got === 'number' && typeof wanted === 'number')
    return Math.abs(got - wanted) <= TOLERANCE * Math.abs(wanted) ? wanted : got;
  if (Array.isArray(got) && Array.isArray(wanted)) return got.map((item, i) => rounded(item, wanted[i]));
  return got;
}

/** What a half states of its result, against the result. */
async function expectStated(half: Half, run: () => Promise<unknown>): Promise<void> {
  const stated = half.stated as string;
  if (stated === 'throws') {
    // Not all packages throw errors: dicom-parser throws texts and objects.
    await expect(run()).rejects.toBeDefined();
  } else if (stated.startsWith('ERR_')) {
    await expect(run()).rejects.toMatchObject({ name: 'ClinicoreError', code: stated });
  } else if (stated.endsWith('…')) {
    expect(String(await run())).toMatch(new RegExp(`^${stated.slice(0, -1).replaceAll('.', '\\.')}`));
  } else {
    const value = new Function(`return (${stated});`)();
    expect(rounded(await run(), value)).toEqual(value);
  }
}

async function expectTrue({ before, after }: Block, run: (half: Half) => Promise<unknown>): Promise<void> {
  for (const half of [before, after]) if (half?.stated !== undefined) await expectStated(half, () => run(half));
  if (before?.stated !== undefined || after.stated !== undefined) {
    // One that states nothing is still to be run; a pair of which one half does would compare nothing.
    expect(before && (before.stated === undefined) !== (after.stated === undefined)).not.toBe(true);
    return;
  }
  const result = await run(after);
  if (!before) return;
  expect(result).toBeDefined();
  await expectSame(await run(before), result);
}

describe.each(backends)('the migration guides on the %s backend', (backend) => {
  describe.each(guides)('from $name', ({ name, imports, blocks }) => {
    let values: Record<string, unknown>;
    beforeAll(async () => {
      values = (await given[name]?.()) ?? {};
    });

    it.each(blocks)('$title', async (block) => {
      useBackend(backend);
      await expectTrue(block, (half) => runHalf(half, imports, load, values));
    });
  });
});

describe('the migration guides', () => {
  it.each(guides)('name the version of $name they are run against', ({ name }) => {
    const { version: installed } = JSON.parse(read(`node_modules/${name}/package.json`));
    expect(read(`docs/migrating/${name}.md`).replace(/\s+/g, ' ')).toContain(`against ${name} ${installed};`);
  });

  it.each(guides)('have pairs for $name, and a line in the index', ({ name, blocks }) => {
    expect(blocks.filter(({ before }) => before).length).toBeGreaterThanOrEqual(5);
    expect(read('docs/migrating.md')).toContain(`| [${name}](migrating/${name}.md) |`);
  });

  it.each(guides)('name only what Clinicore has in place of $name', ({ name }) => {
    for (const call of callsIn(read(`docs/migrating/${name}.md`))) expect(ours, call).toContain(call);
  });

  it('name every function of simple-statistics, with what stands for it or without', () => {
    const guide = read('docs/migrating/simple-statistics.md');
    for (const name of Object.keys(simpleStatistics)) expect(guide, name).toContain(`\`${name}\``);
  });
});

/** Calls in the column of tables that says what is here. */
function callsIn(markdown: string): string[] {
  const [, ...rows] = /^\|.*\| here \|\n[\s\S]*?\n\n/m.exec(markdown)?.[0].split('\n') ?? [];
  const spans = rows.flatMap((row) =>
    [...(row.split(/(?<!\\)\|/)[2] ?? '').matchAll(/`([^`]+)`/g)].map(([, span]) => span as string),
  );
  return spans.flatMap((span) => [...span.matchAll(/([A-Za-z]\w*)\(/g)].map(([, call]) => call as string));
}

/** Functions of all domains, and methods of what they give. */
const ours = [
  ...['stats', 'pdf', 'dicom', 'export', 'crypto'].flatMap((domain) => Object.keys(Object(clinicore)[domain])),
  ...[
    'get',
    'has',
    'items',
    'element',
    'bytes',
    'frame',
    'frameBytes',
    'toJSON',
    'toFile',
    'toBuffer',
    'toStream',
    'predict',
  ],
  'split',
];
