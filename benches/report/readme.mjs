/** What the README says of the measurements: some rows of each domain, chosen here, and what follows from them. */
import { BUDGET_MS } from '../method.mjs';
import { digits, time, times } from './digits.mjs';
import { counted, standing } from './standing.mjs';

/** A case by its domain and name, what the README calls it, and the contenders it names, losses among them. */
const CHOSEN = [
  ['stats', 'holtWinters, 90 values', '`stats.holtWinters`, 90 values', ['plain JavaScript']],
  ['stats', 'holtWinters, 1,000,000 values', '… 1,000,000 values', ['plain JavaScript']],
  ['stats', 'mean, Array of 10', '`stats.mean`, 10 values', ['simple-statistics']],
  ['stats', 'mean, Float64Array of 1,000,000', '… 1,000,000 values', ['simple-statistics']],
  ['stats', 'standardDeviation, Float64Array of 1,000,000', '`stats.standardDeviation`', ['simple-statistics']],
  ['stats', 'median, Float64Array of 1,000,000', '`stats.median`', ['simple-statistics']],
  ['stats', 'zScores, Float64Array of 1,000,000', '`stats.zScores`', ['simple-statistics']],
  [
    'stats',
    'Moments, of two series, put together, Array of 30',
    '`stats.Moments`, two series of 30',
    ['simple-statistics'],
  ],
  [
    'stats',
    'polynomialRegression of degree 3 with fitted values, 100,000 points',
    '`stats.polynomialRegression`, cubic, 100,000 points',
    ['regression'],
  ],
  [
    'stats',
    'fitMany, Holt-Winters, additive, 1,000 × 90 values',
    '`stats.fitMany`, Holt-Winters, 1,000 × 90 values',
    ['Nelder–Mead in JavaScript', 'Nelder–Mead, three starts'],
  ],
  ['pdf', 'invoice, 12 rows', '`pdf.invoice`, 12 rows, tagged', ['pdfkit, TTF', 'pdfkit, std-14']],
  ['pdf', 'invoice, 100 of 12 rows', '… 100 invoices', ['pdfkit, TTF']],
  ['pdf', 'invoice, 2,200 rows', '… 2,200 rows', ['pdfkit, TTF', 'pdfkit, std-14']],
  ['pdf', 'renderMany, 100 documents of 12 rows', '`pdf.renderMany`, 100 documents', ['pdfkit, TTF']],
  ['pdf', 'render, a letter of two pages', '`pdf.render`, a letter', ['pdfkit, TTF', 'pdfkit, std-14']],
  ['dicom', 'open, 10 MB image of 95 elements', '`dicom.open`, 10 MB image of 95 elements', ['dicom-parser']],
  ['dicom', 'open and 20 times get, 10 MB image of 95 elements', '… and 20 values by name', ['dicom-parser']],
  ['dicom', 'open, a path, 210 MB of 400 frames', '… a path, 210 MB of 400 frames', ['readFileSync, dicom-parser']],
  ['dicom', 'open, 11,000 items of 48 elements', '… 10 MB of 539,000 elements and items', ['dicom-parser']],
  [
    'dicom',
    'scanFolder, 2000 files of 133 KB, 7 elements each',
    '`dicom.scanFolder`, 2,000 files',
    ['readFile, dicom-parser'],
  ],
  [
    'dicom',
    'parse, 10 MB image, 95 elements',
    '`dicom.parse`, 10 MB image of 95 elements',
    ['dicom-parser, values read', 'dcmjs'],
  ],
  ['dicom', 'parse, 11,000 items of 48 elements', '… 539,000 elements and items', ['dicom-parser, values read']],
  [
    'dicom',
    'frames, 40 of 512 × 512 × 8 bit, JPEG 2000',
    '`file.frames`, 40 of 512 × 512, JPEG 2000',
    ['codec-openjpeg, wasm'],
  ],
  ['dicom', 'frames, 40 of 512 × 512 × 8 bit, JPEG-LS', '… JPEG-LS', ['codec-charls, wasm']],
  ['dicom', 'frames, 40 of 512 × 512 × 8 bit, JPEG', '… JPEG', ['codec-libjpeg-turbo-8bit, wasm']],
  ['dicom', 'frames, 40 of 512 × 512 × 16 bit, windowed to 8 bit', '… 16 bits, windowed to 8', ['a typed-array loop']],
  ['export', 'xlsx, 100 rows of 10 columns, from row objects', '`export.xlsx`, 100 rows × 10', ['exceljs']],
  [
    'export',
    'xlsx, 100,000 rows of 10 columns, from row objects',
    '… 100,000 rows × 10, from row objects',
    ['exceljs', 'exceljs stream', 'sheetjs', 'hucre stream'],
  ],
  ['export', 'xlsx with styles, 100,000 rows of 10 columns, from row objects', '… with styles', ['exceljs']],
  [
    'export',
    'readSheet, 100,000 rows of 10 columns, xlsx',
    '`export.readSheet`, 100,000 rows × 10',
    ['exceljs', 'sheetjs'],
  ],
  [
    'export',
    'tableFrom, 100,000 rows of 10 columns, from row objects',
    '`export.tableFrom`, 100,000 rows × 10, by a schema',
    ['apache-arrow'],
  ],
  [
    'export',
    'readCsv, 100,000 rows of 10 columns in memory, to columns',
    '`export.readCsv`, 100,000 rows × 10',
    ['papaparse'],
  ],
  ['export', 'parquet, 200,000 rows of 8 columns, snappy', '`export.parquet`, 200,000 rows × 8', ['hyparquet-writer']],
  ['export', 'readParquet, 200,000 rows of 5 columns', '`export.readParquet`, 5 columns', ['hyparquet']],
  ['crypto', 'verifyPassword, one login', '`crypto.verifyPassword`, cost 10', ['npm bcrypt']],
  ['crypto', 'verifyPassword, 64 logins at once', '… 64 at once', ['npm bcrypt', '@node-rs/bcrypt']],
  ['crypto', 'verifyTotp, window 1', '`crypto.verifyTotp`', ['otplib']],
  [
    'crypto',
    'Vault.sealMany, 1,000 fields',
    '`vault.sealMany`, 1,000 short fields',
    ['same work', 'same work, tuned', 'less work: one key, no commitment'],
  ],
  ['crypto', 'AuditChain.verify, 100,000 entries', '`AuditChain.verify`, 100,000 entries', ['clinicore, JavaScript']],
];

/** What their names leave open. */
const SAID = {
  'pdfkit, TTF': 'pdfkit with the same font',
  'pdfkit, std-14': 'pdfkit with its built-in fonts',
  'codec-openjpeg, wasm': 'OpenJPEG in WebAssembly',
  'codec-charls, wasm': 'CharLS in WebAssembly',
  'codec-libjpeg-turbo-8bit, wasm': 'libjpeg-turbo in WebAssembly',
  'exceljs stream': 'exceljs, streaming',
  'hucre stream': 'hucre, streaming',
  sheetjs: 'SheetJS',
  'same work': '`createCipheriv`, the same work',
  'same work, tuned': 'the same work, tuned',
  'clinicore, JavaScript': 'the JavaScript backend',
};

/** Everything between the marks of the README. */
export function measuredOf(results) {
  const rows = CHOSEN.flatMap(([domain, name, label, contenders]) =>
    rowsOf(caseOf(results, domain, name), label, contenders),
  );
  return [
    caption(results),
    [
      '| the same work | clinicore | in its place | ratio | peak memory |',
      '|---|---|---|---|---|',
      ...rows.map((row) => `| ${row.join(' | ')} |`),
    ].join('\n'),
    ...sentences(results),
  ].join('\n\n');
}

/** A case of a domain that was measured; nothing of one that was not. */
function caseOf(results, domain, name) {
  if (!results[domain]) return undefined;
  const found = results[domain].cases.find((one) => one.name === name);
  if (!found) throw new Error(`The README tells of a case of ${domain} that was not measured: ${name}`);
  return found;
}

function rowsOf(found, label, contenders) {
  if (!found) return [];
  const [ours] = found.rows;
  const others = contenders.flatMap((contender) => found.rows.filter((row) => row.contender === contender));
  return others.map((row, i) => [
    i === 0 ? label : '…',
    i === 0 ? time(ours.medianMs) : '',
    `${SAID[row.contender] ?? row.contender} ${time(row.medianMs)}`,
    { lost: `**${times(row.ratio)}**`, even: `${times(row.ratio)}, even`, won: times(row.ratio) }[standing(row)],
    `${ours.peakMb.toFixed(0)} / ${row.peakMb.toFixed(0)} MB`,
  ]);
}

function caption(results) {
  const runs = Object.values(results).map(({ run }) => run);
  const distinct = (read) => [...new Set(runs.map(read))].join('; ');
  const builds = distinct(({ build }) => build);
  const isShort = runs.some(({ budgetMs }) => budgetMs !== BUDGET_MS);
  const doubts = [
    ...(builds === 'release' ? [] : [`a binary of the profile \`${builds}\`, which is not the one that is published`]),
    ...(isShort ? ['samples that are too short'] : []),
  ];
  return [
    ...(doubts.length > 0 ? [`**Provisional: with ${doubts.join(' and ')}.**`] : []),
    `\`npm run bench\`, ${builds} build, ${distinct(({ cores, cpu }) => `${cores} cores of ${cpu}`)}, Node ${distinct(({ node }) => node.slice(1))}, ${distinct(({ date }) => date)}; each`,
    'contender in a process of its own on the same input, outputs compared first. Median wall time, and peak memory of the whole',
    'process. **Bold** is lost; what is even within its quartiles says so. [Every case, spread and version, and how it grows with',
    'n](benches/RESULTS.md).',
  ].join('\n');
}

function sentences(results) {
  const count = counted(Object.values(results).flatMap(({ cases }) => cases));
  const said = [
    `Of ${count.won + count.even + count.lost} comparisons with what each function replaces, ${count.won} are won, ${count.even} even and ${count.lost} lost. Those that are lost stand first in\n[the results](benches/RESULTS.md) of their domain.`,
  ];
  const logins = caseOf(results, 'crypto', 'verifyPassword, 64 logins at once');
  if (logins) {
    const [ours] = logins.rows;
    const theirs = logins.rows.find(({ contender }) => contender === 'npm bcrypt');
    said.push(
      `What everybody else feels counts as much: while 64 log-ins are verified, \`fs.stat\` takes ${time(ours.bystanderP99Ms)} at the 99th percentile, and\n${time(theirs.bystanderP99Ms)} with npm bcrypt, which works on libuv's threads; a 1 ms timer takes ${time(ours.timerP99Ms)}.`,
    );
  }
  const slower = ['export', 'pdf'].flatMap((domain) =>
    results[domain] ? [javaScriptOf(results[domain], domain)] : [],
  );
  if (slower.length > 0) {
    said.push(`The JavaScript backend takes ${slower.join(', and ')} (half of the cases lie between).`);
  }
  return said;
}

const WORK = { export: 'of native with tables and files', pdf: 'with PDFs' };

/** How many times as long it takes, without the fastest and the slowest quarter. */
function javaScriptOf({ cases }, domain) {
  const ratios = cases
    .flatMap(({ rows }) => rows.filter(({ contender }) => contender === 'clinicore, JavaScript'))
    .map(({ ratio }) => ratio)
    .sort((a, b) => a - b);
  const at = (share) => digits(ratios[Math.floor((ratios.length - 1) * share)]);
  return `${at(0.25)} to ${at(0.75)} times the time ${WORK[domain]}`;
}
