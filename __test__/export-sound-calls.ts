/** A sound call of each function of `clinicore/export`: see sound-calls.ts. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { export as exporting } from 'clinicore';
import { backends, useBackend } from './backends';
import { task, unwatched, watched } from './sound-options';

useBackend(backends[0] as 'native' | 'js');
const zipFile = await exporting.zip([{ name: 'a.txt', data: 'text' }]).toBuffer();
const { table } = await exporting.tableFrom([{ n: 1, t: 'a' }, { n: 2 }]);
const parquetFile = await exporting.parquet(table).toBuffer();
const arrowFile = await exporting.arrow(table).toBuffer();
const workbook = await exporting.xlsx([{ name: 'Sheet', table }]).toBuffer();
const csvFile = Buffer.from('n,t\n1,a\n2,\n');
// What a spoiled path names is written there.
process.chdir(mkdtempSync(join(tmpdir(), 'front-door-')));

const schema = () => [
  { name: 'n', type: 'int32' },
  { name: 't', type: 'string' },
];

export const exportCalls: Record<string, () => unknown[]> = {
  'export.xlsx': () => [
    [
      {
        name: 'Sheet',
        columns: [
          { header: 'n', type: 'float64', values: Float64Array.of(1, 2), format: '0.00', width: 8 },
          { header: 't', type: 'string', values: ['a', null] },
        ],
      },
    ],
    { title: 'Stock' },
  ],
  'export.tableFrom': () => [
    [
      [
        ['00123', 12.5, '2026-01-31', true],
        ['00124', null, '2026-02-01'],
      ],
      [['00125', '1.25', '', 'false']],
    ],
    {
      schema: [
        { name: 'article', type: 'string' },
        { name: 'price', type: 'decimal', scale: 2 },
        { name: 'since', type: 'date' },
        { name: 'sold', type: 'boolean' },
      ],
      ...{ chunked: true, onBadCell: 'error', onMissingColumn: 'null', maxRows: 10, ...watched() },
    },
  ],
  'export.tableOf': () => [
    [
      { name: 'price', type: 'decimal', scale: 2, values: BigInt64Array.of(1290n, 0n), validity: Uint8Array.of(1) },
      { name: 'text', type: 'string', values: Uint8Array.of(97, 98), offsets: Int32Array.of(0, 1, 2) },
      { name: 'kind', type: 'category', values: Int32Array.of(0, 1), dictionary: ['a', 'b'] },
      { name: 'sold', type: 'boolean', values: Uint8Array.of(2), length: 2 },
      { name: 'seen', type: 'timestamp', values: [new Date(0), '2026-01-31T12:30:00Z'] },
    ],
    watched(),
  ],
  'export.compress': () => [
    Buffer.from('text'),
    { format: 'zstd', level: 1, checksum: false, windowLog: 20, blockBytes: 65_536, ...task() },
  ],
  'export.decompress': () => [gzipSync('text'), { format: 'gzip', maxBytes: 100, maxWindowLog: 20, ...task() }],
  'export.compressMany': () => [[Buffer.from('a'), Buffer.alloc(0)], { level: 1, checksum: false, ...task() }],
  'export.decompressMany': () => [
    [Buffer.from('28b52ffd200109000061', 'hex')],
    { maxBytes: 100, maxWindowLog: 20, ...task() },
  ],
  'export.trainDictionary': () => [
    Array.from({ length: 12 }, (_, n) => Buffer.alloc(200, `record ${n * 7919} of a kind; `)),
    { size: 256, ...task() },
  ],
  'export.compressStream': () => [
    { format: 'zstd', level: 1, checksum: false, windowLog: 20, blockBytes: 65_536, ...unwatched() },
  ],
  'export.decompressStream': () => [{ format: 'gzip', maxBytes: 100, maxWindowLog: 20, ...unwatched() }],
  'export.zip': () => [
    [
      { name: 'a/', mode: 0o700 },
      { name: 'a/b.txt', data: 'text', modified: new Date(1e12), mode: 0o600, compress: 'store' },
      { name: 'c', path: join(import.meta.dirname, 'golden/export/README.md') },
    ],
    { level: 1, password: 'secret' },
  ],
  'export.readZip': () => [
    zipFile,
    {
      ...{ maxEntries: 10, maxEntryBytes: 100, maxBytes: 1000, maxRatio: 9, names: 'any', password: 'x' },
      ...unwatched(),
    },
  ],
  'export.tar': () => [
    [
      { name: 'a/', mode: 0o700 },
      { name: 'a/b.txt', data: 'text', size: 4, modified: new Date(-1), mode: 0o600 },
      { name: 'c', path: join(import.meta.dirname, 'golden/export/README.md') },
    ],
    { compression: 'zstd', level: 1, maxSpoolBytes: 100 },
  ],
  'export.readTar': () => [
    Buffer.alloc(1024),
    { maxEntries: 10, maxEntryBytes: 100, maxBytes: 1000, maxRatio: 9, names: 'any', ...unwatched() },
  ],
  // An archive of nothing, so that no folder is made.
  'export.extract': () => [
    Buffer.alloc(1024),
    'missing',
    {
      ...{ maxEntries: 10, maxEntryBytes: 100, maxBytes: 1000, maxRatio: 9, names: 'any', password: 'x' },
      ...{ overwrite: true, ...task() },
    },
  ],
  'export.tablesFrom': () => [
    [[[1, 'a']], [[2, null]]],
    { schema: schema(), rowsPerTable: 1, chunked: true, onBadCell: 'null', ...watched() },
  ],
  'export.csv': () => [
    [table, table],
    {
      ...{ excel: true, delimiter: ';', quotes: 'texts', lineEnd: '\n', header: true, escapeFormulas: false },
      ...{ nullText: 'none', decimalComma: true, encoding: 'utf-16le', bom: true },
    },
  ],
  'export.readCsv': () => [
    Buffer.from(csvFile),
    {
      ...{ encoding: 'utf-8', delimiter: ',', quote: '"', header: true, skipLines: 0, schema: schema() },
      ...{ nullValues: [''], decimalComma: false, dateFormat: 'dd/mm/yyyy', onBadRow: 'skip', onBadCell: 'null' },
      ...{ maxRows: 10, maxColumns: 10, maxCellBytes: 100, maxRowBytes: 1000, maxRejects: 2, ...task() },
    },
  ],
  'export.csvToParquet': () => [
    Buffer.from(csvFile),
    'out.parquet',
    { csv: { delimiter: ',', schema: schema() }, parquet: { level: 2 }, ...task() },
  ],
  'export.parquet': () => [
    [table],
    {
      ...{ compression: 'zstd', level: 2, rowGroupRows: 10, dictionary: false },
      ...{ sortedBy: [{ column: 'n', descending: true, nulls: 'first' }], metadata: { made: 'here' } },
    },
  ],
  'export.readParquet': () => [
    Buffer.from(parquetFile),
    {
      ...{ columns: ['n'], where: [{ column: 'n', op: '>=', value: 1 }], offset: 0, limit: 5, maxRows: 10 },
      ...{ maxFileBytes: 1e6, ...task() },
    },
  ],
  'export.arrow': () => [[table], { format: 'stream', compression: 'lz4' }],
  'export.readArrow': () => [
    Buffer.from(arrowFile),
    { columns: ['n'], offset: 0, limit: 5, maxRows: 10, maxBatchBytes: 1e6, maxFileBytes: 1e6, ...task() },
  ],
  'export.readSheet': () => [
    Buffer.from(workbook),
    {
      ...{ sheet: 'Sheet', header: true, range: 'A1:B9', schema: schema(), onBadCell: 'null', maxRows: 10 },
      ...{ mergedCells: 'all', formulas: 'texts', skipHidden: true, timeZone: 'UTC', maxFileBytes: 1e6 },
      ...{ maxEntries: 50, maxBytes: 1e6, maxRatio: 50, maxCells: 100, maxCellBytes: 100, ...task() },
    },
  ],
  'export.openWorkbook': () => [
    Buffer.from(workbook),
    {
      ...{ maxFileBytes: 1e6, maxEntries: 50, maxBytes: 1e6, maxRatio: 50, maxCells: 100, maxCellBytes: 100 },
      ...task(),
    },
  ],
  'export.exportReport': () => [
    {
      ...{ title: 'Title', author: 'Author', created: new Date(1e12), formats: ['csv', 'pdf'] },
      tables: [{ name: 'Sheet', table: [table], formats: { n: '0.00' } }],
    },
    { archive: 'zip', password: 'secret', language: 'de', maxPdfRows: 10 },
  ],
};
