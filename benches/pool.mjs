/**
 * What the rest of a service feels while 200 bulk jobs are queued: its file system and timers, and a login. Against
 * the same bulk work on the packages that run on libuv's threads or on the event loop itself.
 */
import { stat } from 'node:fs/promises';

const ROWS = 2000;
const JOBS = 200;

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
    const one = (table) => exporting.xlsx([{ name: 'Prices', columns: columns(table) }]);
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

export const cases = [
  {
    name: `${JOBS} workbooks of ${ROWS} rows queued at once, fs.stat meanwhile`,
    input,
    contenders,
    ...same,
    bystander: { name: 'fs.stat', call: () => stat('.') },
  },
  {
    name: `${JOBS} workbooks of ${ROWS} rows queued at once, logins meanwhile`,
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
