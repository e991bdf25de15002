/** `npx clinicore bench`: what the native backend gains on this machine, in half a minute. */
import { createRequire } from 'node:module';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';

type Package = typeof import('..');
type Work = () => unknown;

/** The same work by Clinicore and by the package it replaces. */
interface Contest {
  readonly name: string;
  readonly ours: (clinicore: Package) => Work | Promise<Work>;
  /** The package it replaces, which is timed if the folder this runs in has it. */
  readonly replaced: string;
  // biome-ignore lint/suspicious/noExplicitAny: what may not be there has no types here.
  readonly theirs: (replaced: any) => Work;
}

const values = Array.from({ length: 1_000_000 }, (_, i) => 50 + 10 * Math.sin(i / 7) + (i % 13));
const days = Array.from({ length: 10_000 }, (_, i) => i);
const sales = days.map((day) => 3 * day + (day % 7));
const rows = Array.from({ length: 5000 }, (_, i) => ({ number: `2026-${i}`, total: i / 4, paid: i % 3 === 0 }));
/** (0008,0060) CS "OPT" and a thousand private elements LO "P-1042", in explicit little endian. */
const dataSet = Buffer.concat([
  Buffer.from('08006000435304004f505420', 'hex'),
  ...Array.from({ length: 1000 }, (_, i) =>
    Buffer.from([0x11, 0, i & 255, 0x10 + (i >> 8), ...Buffer.from('LO\x06\0P-1042')]),
  ),
]);
const LOGINS = 8;
/** Of "secret". */
const HASH = '$2b$10$abcdefghijklmnopqrstuuqflPDzB6gcMhKa1rZqKiun2YGL5sa2u';
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

const CONTESTS: readonly Contest[] = [
  {
    name: 'standard deviation of 1,000,000 values',
    ours: ({ stats }) => {
      const typed = Float64Array.from(values);
      return () => stats.standardDeviation(typed);
    },
    replaced: 'simple-statistics',
    theirs: (simple) => () => simple.sampleStandardDeviation(values),
  },
  {
    name: 'line through 10,000 points',
    ours:
      ({ stats }) =>
      () =>
        stats.linearRegression(days, sales),
    replaced: 'regression',
    theirs: (regression) => {
      const pairs = days.map((day, i) => [day, sales[i]]);
      return () => regression.linear(pairs);
    },
  },
  {
    name: 'PDF of ten pages of text',
    ours:
      ({ pdf }) =>
      () =>
        pdf.render({
          title: 'Bench',
          created: '2026-01-01',
          content: Array(400).fill('Right eye -2.25, left eye -2.50. '),
        }),
    replaced: 'pdfkit',
    theirs: (PdfDocument) => () =>
      new Promise((resolve) => {
        const document = new PdfDocument({ size: 'A4' });
        document.on('data', () => {}).on('end', resolve);
        for (let i = 0; i < 400; i++) document.text('Right eye -2.25, left eye -2.50. ');
        document.end();
      }),
  },
  {
    name: 'index of 1,000 DICOM elements',
    ours:
      ({ dicom }) =>
      () =>
        dicom.open(dataSet),
    replaced: 'dicom-parser',
    theirs: (parser) => () => parser.parseDicom(dataSet, { TransferSyntaxUID: '1.2.840.10008.1.2.1' }),
  },
  {
    name: 'workbook of 5,000 rows',
    ours: (clinicore) => async () =>
      clinicore.export.xlsx([{ name: 'Rows', table: (await clinicore.export.tableFrom(rows)).table }]).toBuffer(),
    replaced: 'exceljs',
    theirs: (exceljs) => () => {
      const workbook = new exceljs.Workbook();
      workbook.addWorksheet('Rows').addRows(rows.map(Object.values));
      return workbook.xlsx.writeBuffer();
    },
  },
  {
    name: `${LOGINS} passwords at once, bcrypt of cost 10`,
    ours:
      ({ crypto }) =>
      () =>
        Promise.all(Array.from({ length: LOGINS }, () => crypto.verifyPassword('secret', HASH))),
    replaced: 'bcrypt',
    theirs: (bcrypt) => () => Promise.all(Array.from({ length: LOGINS }, () => bcrypt.compare('secret', HASH))),
  },
  {
    name: 'one-time code',
    ours:
      ({ crypto }) =>
      () =>
        crypto.verifyTotp('123456', SECRET),
    replaced: 'otplib',
    theirs: (otplib) => () => otplib.verifySync({ secret: SECRET, token: '123456', epochTolerance: 30 }),
  },
];

/** Prints, for each contest, the median of the native backend, of the JavaScript backend and of the package replaced. */
export async function bench(): Promise<number> {
  const clinicore = require('..') as Package;
  const { useBackend } = require('../backend') as typeof import('../backend');
  const { backend, version } = clinicore;
  console.log(
    `clinicore ${version}, Node ${process.version}, ${availableParallelism()} cores of ${cpus()[0]?.model.trim()}`,
  );
  console.log('Medians; the packages are those that node_modules of this folder has.\n');
  console.log(line('', backend === 'native' ? 'native' : '', 'JavaScript', 'package'));
  for (const { name, ours, replaced, theirs } of CONTESTS) {
    useBackend('js');
    const js = await median(await ours(clinicore));
    const found = installed(replaced);
    const other = found === undefined ? undefined : await median(theirs(found));
    let native: number | undefined;
    if (backend === 'native') {
      useBackend('native');
      native = await median(await ours(clinicore));
    }
    const best = native ?? js;
    const against = other === undefined ? '' : `${replaced} ${shown(other)}, ${(other / best).toFixed(1)}×`;
    console.log(line(name, native === undefined ? '' : shown(native), shown(js), against));
  }
  return 0;
}

const line = (name: string, ...columns: string[]) =>
  `${name.padEnd(44)} ${columns.map((column) => column.padEnd(12)).join(' ')}`.trimEnd();

/** A package of the folder this runs in. */
function installed(name: string): unknown {
  try {
    return createRequire(join(process.cwd(), 'package.json'))(name);
  } catch {
    return undefined;
  }
}

const SAMPLE_MS = 10;
const MOST_MS = 1500;
const SAMPLES = 25;

/** Milliseconds that a call takes: the median of samples of at least {@link SAMPLE_MS}, after some to warm up. */
async function median(work: Work): Promise<number> {
  let calls = 1;
  let sample = await timed(work, calls);
  for (; sample < SAMPLE_MS && calls < 1e6; sample = await timed(work, calls)) calls *= 4;
  const samples: number[] = [];
  const end = performance.now() + MOST_MS;
  do samples.push((await timed(work, calls)) / calls);
  while (samples.length < SAMPLES && performance.now() < end);
  return samples.sort((a, b) => a - b)[samples.length >> 1] as number;
}

async function timed(work: Work, calls: number): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < calls; i++) {
    const answer = work();
    if (answer instanceof Promise) await answer;
  }
  return performance.now() - start;
}

function shown(ms: number): string {
  const [value, unit] = ms >= 1000 ? [ms / 1000, 's'] : ms >= 1 ? [ms, 'ms'] : [ms * 1000, 'µs'];
  return `${value.toPrecision(3)} ${unit}`;
}
