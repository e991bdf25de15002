/**
 * Damages CSV files, workbooks, Parquet and Arrow files at random for so many seconds and reads them on both backends: they must
 * give the same, or refuse it with the same typed error. `node fuzz/export.mjs [amount] [seed]`, after `npm run build:native`
 * and `npm run build:js`. What fails is left in fuzz/artifacts.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { below, damagedFile, oneOf, outcome, withCopy } from './shared/random.mjs';
import { run } from './shared/run.mjs';

const require = createRequire(import.meta.url);
const { export: exporting } = require('../dist/index.js');
const { useBackend } = require('../dist/backend.js');

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
/** Workbooks as the parts that they are, by their extensions. */
const books = {};
for (const [name, bytes] of golden('sheets')) {
  const [extension] = name.match(/(?<=\.)(?:xlsx|xlsb|ods)$/) ?? [];
  if (!extension) continue;
  const parts = [];
  for await (const entry of exporting.readZip(bytes)) {
    if (entry.type === 'file') parts.push([entry.name, await entry.buffer()]);
  }
  books[extension] ??= [];
  books[extension].push({ bytes, parts });
}
const xls = golden('sheets')
  .filter(([name]) => name.endsWith('.xls'))
  .map(([, bytes]) => bytes);
const PASSWORD = 'Zoë 👓';
const locked = await exporting
  .xlsx([{ name: 'Locked', columns: [{ type: 'int32', header: 'n', values: [1, 2, 3] }] }], { password: PASSWORD })
  .toBuffer();
/** The same, said to be encrypted by one hash, so that its reader is looked at and not a hundred thousand hashes. */
const quicklyLocked = Buffer.from(
  locked.toString('latin1').replace('spinCount="100000"', 'spinCount="000001"'),
  'latin1',
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

/** A text with one to four changes, half of them by words. */
function damagedText(text) {
  let data = Buffer.from(text);
  for (let changes = below(4); changes >= 0 && data.length > 0; changes--) {
    const at = below(data.length);
    const way = below(40);
    if (way === 0) data = data.subarray(0, at);
    else if (way === 1) data = Buffer.concat([data.subarray(0, at), data.subarray(at + 1 + below(8))]);
    else if (way === 2) data = withCopy(data, at);
    else if (way === 3) data[at] = oneOf([0, 0xff, 0xfe, 0x80]);
    else if (way === 4) data[at] ^= 1 << below(8);
    else if (way < 20) data[at] = oneOf(data);
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

/** A damaged file of each kind, and how it is read. */
const KINDS = {
  csv() {
    const data = damagedText(oneOf(csvs));
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
    return [data, () => outcome(() => read(exporting.readCsv(data, options))), undefined, JSON.stringify(options)];
  },
  xlsx: () => workbook(books.xlsx),
  xlsb: () => workbook(books.xlsb),
  ods: () => workbook(books.ods),
  xls() {
    const data = damagedFile(oneOf(xls));
    return sheets(data);
  },
  /** An encrypted workbook. */
  locked: () => sheets(damagedFile(below(8) === 0 ? locked : quicklyLocked), PASSWORD),
  async parquet() {
    const compression = oneOf(['none', 'zstd', 'snappy', 'lz4']);
    const data = await made((table) => exporting.parquet(table, { compression, rowGroupRows: 1 + below(50) }));
    const value = below(40);
    const options = {
      columns: maybe(oneOf([['total', 'n'], ['text']])),
      where: maybe([{ column: 'n', op: oneOf(['=', '!=', '<', '<=', '>', '>=']), value }]),
      offset: maybe(below(60)),
      limit: maybe(below(60)),
    };
    const look = () => outcome(() => read(exporting.readParquet(data, options)));
    return [data, look, undefined, JSON.stringify(options)];
  },
  async arrow() {
    const data = await made((table) => exporting.arrow(table, { compression: oneOf(['none', 'zstd', 'lz4']) }));
    return [data, () => outcome(() => read(exporting.readArrow(data)))];
  },
  // How much of its damage a Parquet file, or what is packed in an Arrow file, is refused for, depends on how it is unpacked.
  'damaged.parquet'() {
    const data = damagedFile(oneOf(parquets));
    const options = { ...(below(2) && { offset: below(30), limit: 1 + below(30) }), maxRows: 10_000 };
    const look = () => outcome(() => read(exporting.readParquet(data, options)));
    return [data, async () => void (await look()), undefined, JSON.stringify(options)];
  },
  'damaged.arrow'() {
    const { bytes, isPacked } = oneOf(arrows);
    const data = damagedFile(bytes);
    const look = () => outcome(() => read(exporting.readArrow(data, { maxRows: 10_000 })));
    return [data, async () => (isPacked ? void (await look()) : look())];
  },
};

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
async function workbook(books) {
  const { bytes, parts } = oneOf(books);
  if (below(8) === 0) return sheets(damagedFile(bytes));
  const [which] = oneOf(parts.filter(([name]) => /sheet\d|content|sharedStrings|styles|workbook|manifest/.test(name)));
  const damaged = which.endsWith('.bin') ? damagedFile : damagedText;
  const entries = parts.map(([name, part]) => ({ name, data: name === which ? damaged(part) : part }));
  useBackend('native');
  return sheets(await exporting.zip(entries).toBuffer());
}

/** A workbook, and what its first sheets hold. */
function sheets(data, password) {
  const limits = { maxBytes: 2e6, maxCells: 20_000, maxCellBytes: 3000, password };
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
  return [data, look, undefined, JSON.stringify(table)];
}

await run('export', KINDS);
