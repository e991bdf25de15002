/**
 * What the rest of a service feels while bulk jobs are queued: its file system and timers, and a login. Against
 * the same bulk work on the packages that run on libuv's threads or on the event loop itself.
 */
import { stat } from 'node:fs/promises';

const ROWS = 2000;
const JOBS = 50;

/** Of "correct horse" at cost 10, made by npm bcrypt. */
const hash = '$2b$10$fIpxJKatobLDivcSb6wgLOLFeyGVwr/11b5lnj5bHnqRaQr0EkEry';

const input = () => ({
  text: Array.from({ length: ROWS }, (_, i) => `Lens ${i}`),
  numbers: Float64Array.from({ length: ROWS }, (_, i) => i / 8),
});

const contenders = {
  clinicore: async () => {
    const { export: exporting } = await import('clinicore');
    const columns = ({ text, numbers }) => [
      { type: 'string', header: 'Product', values: text },
      { type: 'float64', header: 'Price', values: numbers },
    ];
    const one = (table) => exporting.xlsx([{ name: 'Prices', columns: columns(table) }]).toBuffer();
    return (table) => Promise.all(Array.from({ length: JOBS }, () => one(table)));
  },
  exceljs: async () => {
    const { default: exceljs } = await import('exceljs');
    const one = async ({ text, numbers }) => {
      const workbook = new exceljs.Workbook();
      const sheet = workbook.addWorksheet('Prices');
      sheet.columns = [{ header: 'Product' }, { header: 'Price' }];
      text.forEach((product, i) => {
        sheet.addRow([product, numbers[i]]);
      });
      return workbook.xlsx.writeBuffer();
    };
    return (table) => Promise.all(Array.from({ length: JOBS }, () => one(table)));
  },
};

/** The cells themselves are compared in the tests; here it is enough that each file is one. */
const same = {
  summary: (files) => files.map((file) => file.length > 10_000),
  agree: (a, b) => JSON.stringify(a) === JSON.stringify(b),
};

/** Bulk work of 20 ms each with a checkpoint every 2 ms, by the binding's own diagnostics; nothing else does quite this. */
const spinning = {
  input: () => 200,
  contenders: {
    clinicore: async () => {
      const spin = await spinner();
      return (jobs) => Promise.all(Array.from({ length: jobs }, () => spin('bulk', 20, 2)));
    },
  },
  summary: (done) => done.length,
  agree: (a, b) => a === b,
};

async function spinner() {
  const [{ run }, { diagnostics }] = [await import('../../dist/task.js'), await import('../../native/binding.js')];
  return (lane, ms, chunkMs) => run({ lane }, (_, job) => diagnostics.spin(ms, chunkMs, job));
}

export const cases = [
  {
    name: '200 bulk jobs of 20 ms queued, fs.stat meanwhile',
    of: [],
    ...spinning,
    bystander: { name: 'fs.stat', call: () => stat('.') },
  },
  {
    name: '200 bulk jobs of 20 ms queued, interactive jobs of 1 ms meanwhile',
    of: [],
    ...spinning,
    bystander: { name: 'an interactive job of 1 ms', call: async () => (await spinner())('interactive', 1, 1) },
  },
  {
    name: `${JOBS} workbooks of ${ROWS} rows queued at once, fs.stat meanwhile`,
    of: ['export.xlsx'],
    input,
    contenders,
    ...same,
    bystander: { name: 'fs.stat', call: () => stat('.') },
  },
  {
    name: `${JOBS} workbooks of ${ROWS} rows queued at once, logins meanwhile`,
    of: ['export.xlsx', 'crypto.verifyPassword'],
    input,
    contenders,
    ...same,
    bystander: {
      name: 'a login (bcrypt, cost 10; 50 ms alone)',
      call: async () => {
        const { crypto } = await import('clinicore');
        await crypto.verifyPassword('correct horse', hash);
      },
    },
  },
];
