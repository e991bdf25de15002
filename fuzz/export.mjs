/**
 * Damages CSV files, workbooks, Parquet and Arrow files at random for so many seconds and reads them on both backends: they must
 * give the same, or refuse it with the same typed error. `node fuzz/export.mjs [seconds] [seed]`, after `npm run build:native`
 * and `npm run build:js`. What fails is left in fuzz/artifacts.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const { export: exporting, ClinicoreError } = require('../dist/index.js');
const { useBackend } = require('../dist/backend.js');

const seconds = Number(process.argv[2] ?? 60);
const seed = Number(process.argv[3] ?? Math.floor(Math.random() * 2 ** 32));

/** Uniform integers below `n` (the generator is mulberry32). */
let state = seed;
function below(n) {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n);
}
const oneOf = (list) => list[below(list.length)];
const maybe = (value) => (below(3) === 0 ? value : undefined);

const golden = (folder) => {
  const path = join(import.meta.dirname, '../__test__/golden/export', folder);
  return readdirSync(path).map((name) => [name, readFileSync(join(path, name))]);
};

const SCHEMA = [
  { name: 'n', type: 'int32' },
  { name: 'text', type: 'string' },
  { name: 'x', type: 'float64' },
  { name: 'total', type: 'decimal', scale: 2 },
  { name: 'day', type: 'date' },
  { name: 'at', type: 'timestamp' },
  { name: 'long', type: 'int64' },
  { name: 'is', type: 'boolean' },
  { name: 'eye', type: 'category' },
];

const CSV = [
  'id,name,note\r\n1,"Müller, Anna","said ""yes"""\r\n2,,"two\nlines"\r\n3,=1+1,\r\n',
  'n;day;amount\n7;1.2.2026;-1,25\n8;30.11.1999;1e5\n\n9;;,5\n',
  'at\tflag\n2026-01-31T12:30:00.250Z\ttrue\r1970-01-01 00:00+01:00\tFALSE\r',
  'a|b|c\n1|2\n1|2|3|4\n"a"b|c|d\n9223372036854775807|0.00000000000000001|-0\n',
];
const csvs = [
  ...CSV.map((text) => Buffer.from(text)),
  ...CSV.map((text) => Buffer.from(`\ufeff${text}`, 'utf16le')),
  Buffer.from(CSV[0], 'latin1'),
];
/** Workbooks as the parts that they are. */
const books = await Promise.all(
  golden('sheets')
    .filter(([name]) => /\.(xlsx|ods)$/.test(name))
    .map(async ([, bytes]) => {
      const parts = [];
      for await (const entry of exporting.readZip(bytes)) {
        if (entry.type === 'file') parts.push([entry.name, await entry.buffer()]);
      }
      return { bytes, parts };
    }),
);
const parquets = golden('parquet')
  .filter(([name]) => name.endsWith('.parquet'))
  .map(([, bytes]) => bytes);
const arrows = golden('parquet')
  .filter(([name]) => /\.arrows?$/.test(name))
  .map(([name, bytes]) => ({ bytes, isPacked: /lz4|zstd/.test(name) }));

/** What may make a difference where it stands in text. */
const WORDS = [
  ...[
    '"',
    '""',
    ',',
    ';',
    '\n',
    '\r\n',
    '\r',
    '\0',
    '\ufeff',
    '€',
    '\u00a0',
    ' ',
    '-0',
    '1e309',
    '0.1',
    '00123',
    '29.2.2026',
  ],
  ...[
    '2026-02-30',
    '2026-1-5',
    '0000-00-00',
    '9999-12-31T24:00:00',
    '23:59:60',
    '9223372036854775808',
    'TRUE',
    'NA',
    "'",
  ],
  ...[
    '&amp;',
    '&#x41;',
    '&#0;',
    '&#xD800;',
    '&x;',
    '<![CDATA[<a>]]>',
    '<!-- -->',
    '<?x?>',
    '</c>',
    '<c>',
    '<v>1</v>',
    '<row/>',
  ],
  ...[
    ' t="s"',
    ' t="d"',
    ' t="b"',
    ' t="e"',
    ' t="inlineStr"',
    ' r="XFD1048576"',
    ' r="A1"',
    ' s="1"',
    ' s="99"',
    ' hidden="1"',
  ],
  ...[
    '<f t="shared" si="0">A1</f>',
    '<f t="shared" si="0"/>',
    '<f>B$2+1</f>',
    '<is><t>x</t></is>',
    '_x000D_',
    '_xD83D__xDE00_',
  ],
  ...[
    '<mergeCells><mergeCell ref="A1:C4"/></mergeCells>',
    ' ref="B2:B9"',
    '60',
    '0.99999999999',
    '2958465.9999',
    '-1',
    '1e300',
  ],
  ...[
    ' formatCode="[h]:mm"',
    ' formatCode="standard"',
    ' formatCode="d mmm"',
    ' numFmtId="22"',
    ' date1904="1"',
    '\\',
    '[',
    ']',
  ],
  ...[
    ' table:number-columns-repeated="3"',
    ' table:number-rows-repeated="9"',
    ' table:number-rows-spanned="2"',
    '<text:p/>',
  ],
  ...[
    ' table:visibility="collapse"',
    ' office:value="1"',
    ' office:value-type="date"',
    ' office:time-value="PT1H"',
    '<text:s/>',
  ],
];

/** Some of the bytes changed: at random, or, where they are text, by words. */
function damaged(seed, isText) {
  let data = Buffer.from(seed);
  for (let changes = below(4); changes >= 0 && data.length > 0; changes--) {
    // Some of them near one of the ends, where headers stand.
    const near = Math.min(data.length, 600);
    const at = [below(data.length), below(near), data.length - 1 - below(near)][isText ? 0 : below(3)];
    const way = below(isText ? 40 : 20);
    if (way === 0) data = data.subarray(0, at);
    else if (way === 1) data = Buffer.concat([data.subarray(0, at), data.subarray(at + 1 + below(8))]);
    else if (way === 2) {
      const other = data.subarray(below(data.length)).subarray(0, 200);
      data = Buffer.concat([data.subarray(0, at), other, data.subarray(at)]);
    } else if (way === 3) data[at] = oneOf([0, 0xff, 0xfe, 0x80]);
    else if (way === 4) data[at] ^= 1 << below(8);
    else if (way < 20) data[at] = isText ? oneOf(data) : below(256);
    else {
      const [word, over] = [Buffer.from(oneOf(WORDS)), below(2) * below(6)];
      // Attributes belong before the end of a tag.
      const to = word[0] === 0x20 && data.includes('>', at) ? data.indexOf('>', at) : at;
      data = Buffer.concat([data.subarray(0, to), word, data.subarray(to + over)]);
    }
  }
  return data;
}

/** What a reader gives: the columns and rows, and what it tells of them. */
async function read(reader) {
  const table = await reader.toTable();
  const report = await reader.report?.();
  return { schema: table.schema, rows: [...table.rows({ timestamps: 'microseconds' })], report };
}

/** What a call gives; a typed error counts. */
async function outcome(call) {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof ClinicoreError) || error.code === 'ERR_INTERNAL') throw error;
    return { code: error.code, message: error.message, details: error.details };
  }
}

/** A damaged file of each kind, its extension, and what is done with it. */
const KINDS = [
  () => {
    const data = damaged(oneOf(csvs), true);
    const options = {
      header: maybe(below(2) === 0),
      delimiter: maybe(oneOf([',', ';', '\t', '|'])),
      quote: maybe(oneOf(['"', "'", ''])),
      encoding: maybe(oneOf(['utf-8', 'utf-16le', 'windows-1252'])),
      onBadRow: oneOf(['error', 'skip', 'keep']),
      onBadCell: oneOf(['error', 'null']),
      decimalComma: below(4) === 0,
      dateFormat: oneOf(['yyyy-mm-dd', 'd.m.yyyy']),
      nullValues: oneOf([[''], ['', 'NA'], []]),
      skipLines: maybe(below(3)),
      ...(below(8) === 0 && { maxCellBytes: 20 }),
      ...(below(8) === 0 && { maxRowBytes: 40 }),
    };
    return ['csv', data, options, () => outcome(() => read(exporting.readCsv(data, options)))];
  },
  workbook,
  workbook,
  async () => {
    const compression = oneOf(['none', 'zstd', 'snappy', 'lz4']);
    const data = await made((table) => exporting.parquet(table, { compression, rowGroupRows: 1 + below(50) }));
    const value = below(40);
    const options = {
      columns: maybe(oneOf([['total', 'n'], ['text']])),
      where: maybe([{ column: 'n', op: oneOf(['=', '!=', '<', '<=', '>', '>=']), value }]),
      offset: maybe(below(60)),
      limit: maybe(below(60)),
    };
    return ['parquet', data, options, () => outcome(() => read(exporting.readParquet(data, options)))];
  },
  async () => {
    const data = await made((table) => exporting.arrow(table, { compression: oneOf(['none', 'zstd', 'lz4']) }));
    return ['arrow', data, {}, () => outcome(() => read(exporting.readArrow(data)))];
  },
  // How much of its damage a Parquet file, or what is packed in an Arrow file, is refused for, depends on how it is unpacked.
  () => {
    const data = damaged(oneOf(parquets), false);
    const options = { ...(below(2) && { offset: below(30), limit: 1 + below(30) }), maxRows: 10_000 };
    const look = () => outcome(() => read(exporting.readParquet(data, options)));
    return ['damaged.parquet', data, options, async () => void (await look())];
  },
  () => {
    const { bytes, isPacked } = oneOf(arrows);
    const data = damaged(bytes, false);
    const look = () => outcome(() => read(exporting.readArrow(data, { maxRows: 10_000 })));
    return ['damaged.arrow', data, {}, async () => (isPacked ? void (await look()) : look())];
  },
];

/** A file of a table with any values, by either backend. */
async function made(write) {
  const integers = [null, 0, -1, 2 ** 31 - 1, -(2 ** 31), ...Array.from({ length: 40 }, (_, n) => n)];
  const texts = [null, '', 'é', '😀', 'a'.repeat(below(3000)), ...WORDS.slice(0, 30)];
  const few = [null, 'left', 'right', 'both'];
  const floats = [null, 0, -0, 0.1, 1e308, 5e-324, Number.NaN, Number.POSITIVE_INFINITY];
  const decimals = [null, '0.00', '-0.01', '9999999999999999.99'];
  const days = [null, '0001-01-01', '9999-12-31', '2024-02-29'];
  const moments = days.map((day) => day && new Date(`${day}T23:59:59.999Z`));
  const longs = [null, 2n ** 63n - 1n, -(2n ** 63n), 5n];
  const columns = [integers, texts, floats, decimals, days, moments, longs, [null, true, false], few];
  const rows = Array.from({ length: below(100) }, () => columns.map((values) => oneOf(values)));
  useBackend(oneOf(['native', 'js']));
  const { table } = await exporting.tableFrom(rows, { schema: SCHEMA });
  return write(table).toBuffer();
}

/** A workbook with damage in one of its parts, or, one time of eight, in its archive. */
async function workbook() {
  const book = oneOf(books);
  let data = book.bytes;
  if (below(8) === 0) data = damaged(data, false);
  else {
    const which = oneOf(
      book.parts.filter(([name]) => /sheet\d|content|sharedStrings|styles|workbook|manifest/.test(name)),
    )[0];
    const entries = book.parts.map(([name, part]) => ({ name, data: name === which ? damaged(part, true) : part }));
    useBackend('native');
    data = await exporting.zip(entries).toBuffer();
  }
  const limits = { maxBytes: 2e6, maxCells: 20_000, maxCellBytes: 3000 };
  const options = {
    range: maybe(oneOf(['B2:D5', 'A:C', '3:9'])),
    mergedCells: oneOf(['first', 'all']),
    formulas: oneOf(['results', 'texts']),
    skipHidden: below(2) === 0,
  };
  const table = { ...options, header: oneOf([true, false, 2]), onBadCell: oneOf(['error', 'null']) };
  const look = () =>
    outcome(async () => {
      const book = await exporting.openWorkbook(data, limits);
      const sheets = [];
      for (let at = 0; at < Math.min(book.sheets.length, 3); at++) {
        const cells = await outcome(async () => {
          const cells = [];
          for await (const some of book.cells(at, options)) cells.push(...some);
          return cells;
        });
        sheets.push({ cells, table: await outcome(() => read(book.sheet(at, table))) });
      }
      return { about: book.sheets, sheets };
    });
  return ['xlsx', data, table, look];
}

console.log(`seed ${seed}`);
const end = Date.now() + seconds * 1000;
const done = {};
for (let input = 0; Date.now() < end; input++) {
  const [kind, data, options, look] = await oneOf(KINDS)();
  try {
    useBackend('native');
    const native = await look();
    useBackend('js');
    const js = await look();
    assert.deepEqual(js, native);
    done[kind] ??= { inputs: 0, read: 0 };
    done[kind].inputs++;
    if (native && !native.code) done[kind].read++;
  } catch (error) {
    const artifacts = join(import.meta.dirname, 'artifacts');
    mkdirSync(artifacts, { recursive: true });
    const path = join(artifacts, `export-${seed}-${input}.${kind}`);
    writeFileSync(path, data);
    console.error(`input ${input}, kept as ${path}, read with ${JSON.stringify(options)}`);
    throw error;
  }
}
const told = Object.entries(done).map(([kind, { inputs, read }]) => `${inputs} of ${kind}, ${read} of them read`);
console.log(`${told.join('; ')}: each the same on both backends`);
