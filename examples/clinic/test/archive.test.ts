import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { readParquet, readZip } from 'clinicore/export';
import ExcelJS from 'exceljs';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends, Clinic, expectProblem, removeFolders, seededFolder, until } from './clinic';
import { csvRows } from './csv';
import { pdfText } from './pdfText';

afterAll(removeFolders);

const LISTS = ['Invoices', 'Orders', 'Prescriptions', 'Sales', 'Studies'];

type Files = Record<string, Uint8Array>;

/** The sums that an archive has of its files, by their names. */
const sumsIn = (files: Files) =>
  Object.fromEntries(
    strFromU8(files.SHA256SUMS as Uint8Array)
      .trim()
      .split('\n')
      .map((line) => line.split('  ').reverse()),
  );

const sumOf = (file: Uint8Array) => createHash('sha256').update(file).digest('hex');

/** That the files are those that the sums are of, and the manifest tells of the same. */
function expectSums({ SHA256SUMS, ...files }: Files) {
  const sums = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, sumOf(file)]));
  expect(sumsIn({ SHA256SUMS: SHA256SUMS as Uint8Array })).toEqual(sums);
  const { 'manifest.json': _, ...others } = sums;
  const told = JSON.parse(strFromU8(files['manifest.json'] as Uint8Array)) as {
    files: { name: string; sha256: string }[];
  };
  expect(Object.fromEntries(told.files.map(({ name, sha256 }) => [name, sha256]))).toEqual(others);
}

/** In a month of their own: orders of someone whose name no font has letters for. */
const NO_LETTERS = `
  insert into patients (id, record_number, name, birth_date, street, city) values
    (9002, 'P-09002', '山田 花子', '1980-01-01', 'Linden 2', '10115 Berlin');
  insert into orders (id, patient_id, ordered_on, status) values (9002, 9002, '2030-02-01', 'open');
`;

describe.each(backends)('the archive of a month on the %s backend', (backend) => {
  let clinic: Clinic;

  beforeAll(async () => {
    clinic = await Clinic.start(backend, await seededFolder(NO_LETTERS));
  });
  afterAll(() => clinic?.stop());

  const get = (month = '2025-12', query = '') => clinic.fetch(`/exports/archive/${month}.zip${query}`, { as: 'maria' });
  const post = (fields: Record<string, string>) =>
    clinic.fetch('/exports/archive/2025-12.zip', { as: 'maria', method: 'POST', body: new URLSearchParams(fields) });
  const bytesOf = async (response: Response) => {
    expect(response.status).toBe(200);
    return new Uint8Array(await response.arrayBuffer());
  };

  it('has every list of the month in every format, and the right sums of all', async () => {
    const response = await get();
    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="archive-2025-12.zip"');
    const files = unzipSync(await bytesOf(response));
    expect(Object.keys(files).sort()).toEqual(
      [
        ...LISTS.flatMap((name) => [`${name}.csv`, `${name}.parquet`]),
        ...['report.xlsx', 'report.pdf', 'manifest.json', 'SHA256SUMS'],
      ].sort(),
    );
    expectSums(files);

    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load((files['report.xlsx'] as Uint8Array<ArrayBuffer>).slice().buffer);
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(LISTS);
    const { text } = await pdfText((files['report.pdf'] as Uint8Array<ArrayBuffer>).slice().buffer);
    for (const name of LISTS) {
      const list = csvRows(strFromU8(files[`${name}.csv`] as Uint8Array));
      const exported = await clinic.fetch(`/exports/${name.toLowerCase()}.csv?from=2025-12-01&to=2025-12-31`, {
        as: 'maria',
      });
      expect(list).toEqual(csvRows((await exported.text()).replace(/^\uFEFF/, '')));
      expect(list.length).toBeGreaterThan(1);
      expect(workbook.getWorksheet(name)?.rowCount).toBe(list.length);
      expect((await readParquet(files[`${name}.parquet`] as Uint8Array).toTable()).length).toBe(list.length - 1);
    }
    const numbers = csvRows(strFromU8(files['Invoices.csv'] as Uint8Array)).slice(1);
    for (const [number] of numbers) expect(text).toContain(number);
  });

  it('needs no PDF, which cannot print every name', async () => {
    const problem = await expectProblem(await get('2030-02'), 422, 'ERR_UNSUPPORTED');
    expect(problem.detail).not.toContain('山');
    const files = unzipSync(await bytesOf(await get('2030-02', '?pdf=false')));
    expect(Object.keys(files)).not.toContain('report.pdf');
    expectSums(files);
    expect(strFromU8(files['Orders.csv'] as Uint8Array)).toContain('山田 花子');
  });

  it('is encrypted with the password of the form', async () => {
    const zip = await bytesOf(await post({ password: 'correct horse' }));
    const read = async (password: string) => {
      const files: Files = {};
      for await (const entry of readZip(zip, { password })) {
        expect(entry.isEncrypted).toBe(true);
        files[entry.name] = await entry.buffer();
      }
      return files;
    };
    expectSums(await read('correct horse'));
    await expect(read('battery staple')).rejects.toMatchObject({ code: 'ERR_AUTHENTICATION_FAILED' });
    expectSums(unzipSync(await bytesOf(await post({ password: '' }))));
  });

  it('tells how much of it is made', async () => {
    const name = randomUUID();
    const events = await clinic.fetch(`/exports/progress/${name}`, { as: 'maria' });
    const [said] = await Promise.all([events.text(), get('2025-12', `?progress=${name}`).then(bytesOf)]);
    const told = [...said.matchAll(/^event: (\w+)\ndata: (.*)$/gm)].map(([, event, data]) => ({
      event,
      ...(JSON.parse(data as string) as { done?: number; total?: number }),
    }));
    expect(told.map(({ event }) => event)).toEqual(['begin', ...Array(told.length - 2).fill('progress'), 'end']);
    const done = told.flatMap(({ done }) => done ?? []);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    const last = told.at(-2);
    expect(last?.total).toBeGreaterThan(0);
    expect(last?.done).toBe(last?.total);
  });

  it.each([
    ['2030-01', '', 404, 'ERR_NOT_FOUND'],
    ['2025-13', '', 400, 'ERR_INVALID_REQUEST'],
    ['December', '', 400, 'ERR_INVALID_REQUEST'],
    ['2025-12', '?password=secret', 400, 'ERR_INVALID_REQUEST'],
    ['2025-12', '?progress=me', 400, 'ERR_INVALID_REQUEST'],
  ])('is refused for %s%s', async (month, query, status, code) => {
    await expectProblem(await get(month, query), status, code);
  });

  it('is for managers, and takes a form', async () => {
    for (const as of ['olga', 'pavel', 'rita']) {
      await expectProblem(await clinic.fetch('/exports/archive/2025-12.zip', { as }), 403, 'ERR_FORBIDDEN');
    }
    const json = { as: 'maria', method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
    await expectProblem(await clinic.fetch('/exports/archive/2025-12.zip', json), 415, 'ERR_UNSUPPORTED_MEDIA_TYPE');
    await expectProblem(await post({ password: 'x'.repeat(201) }), 400, 'ERR_INVALID_REQUEST');
    await expectProblem(await post({ passwort: 'x' }), 400, 'ERR_INVALID_REQUEST');
  });

  it('is not made any further when the client hangs up', async () => {
    const request = await clinic.open('/exports/archive/2025-12.zip', { as: 'maria' });
    request.end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    await once(response, 'readable');
    response.destroy();
    await until(() => clinic.output.includes('GET /exports/archive/2025-12.zip: the client hung up') || undefined);
    await clinic.poolIs({ running: 0, interactive: 0, bulk: 0 });
    expect(clinic.output).not.toContain('failed');
  });
});
