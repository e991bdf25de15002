import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends, Clinic, expectProblem, removeFolders, seededFolder, until } from './clinic';
import { pdfText } from './pdfText';

afterAll(removeFolders);

/** In a month of their own: eight invoices, one whose name no font has letters for, one whose number is a path. */
const MORE_INVOICES = `
  insert into patients (id, record_number, name, birth_date, street, city) values
    (9001, 'P-09001', 'Anna Bauer', '1980-01-01', 'Linden 1', '10115 Berlin'),
    (9002, 'P-09002', '山田 花子', '1980-01-01', 'Linden 2', '10115 Berlin');
  insert into orders (id, patient_id, ordered_on, status)
    select id, case id when 9005 then 9002 else 9001 end, '2030-02-01', 'open' from generate_series(9001, 9008) id;
  insert into invoices (id, number, order_id, issued_on, due_on, currency)
    select id, case id when 9007 then '../a:7' else 'INV-' || id end, id, '2030-02-28', '2030-03-15', 'EUR'
      from generate_series(9001, 9008) id;
  insert into invoice_lines (invoice_id, position, description, quantity, unit_price, tax_rate)
    select id, 1, 'Frame ' || id, 1, 100, 1900 from generate_series(9001, 9008) id;
`;

const NAME = '6f1f7c0e-8f0e-4a53-9f5e-0c1b5d2f9a10';

describe.each(backends)('the zip of a month’s invoices on the %s backend', (backend) => {
  let clinic: Clinic;

  beforeAll(async () => {
    clinic = await Clinic.start(backend, await seededFolder(MORE_INVOICES));
  });
  afterAll(() => clinic?.stop());

  const get = (query: string) => clinic.fetch(`/exports/invoices.zip?${query}`, { as: 'maria' });

  it('has each invoice by its number, and says what could not be printed', async () => {
    const response = await get('month=2030-02');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="invoices-2030-02.zip"');
    const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
    expect(Object.keys(files)).toEqual([
      ...[9001, 9002, 9003, 9004, 9006].map((id) => `INV-${id}.pdf`),
      '.._a_7.pdf',
      'INV-9008.pdf',
      'not printed.txt',
    ]);
    const { text } = await pdfText((files['INV-9008.pdf'] as Uint8Array<ArrayBuffer>).slice().buffer);
    expect(text).toContain('Frame 9008');
    const failures = strFromU8(files['not printed.txt'] as Uint8Array);
    expect(failures).toMatch(/^INV-9005: .*U\+5C71/);
    expect(failures).not.toContain('山');
  });

  it('has the same PDFs as the invoices by themselves', async () => {
    const zip = unzipSync(new Uint8Array(await (await get('month=2030-02')).arrayBuffer()));
    const alone = await clinic.fetch('/invoices/9001.pdf', { as: 'maria' });
    expect(Buffer.from(zip['INV-9001.pdf'] as Uint8Array).equals(Buffer.from(await alone.arrayBuffer()))).toBe(true);
  });

  it('tells whoever asked for it how many are made, and when it is done', async () => {
    const events = await clinic.fetch(`/exports/progress/${NAME}`, { as: 'maria' });
    expect(events.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const [said, zip] = await Promise.all([events.text(), get(`month=2030-02&progress=${NAME}`)]);
    expect(zip.status).toBe(200);
    await zip.arrayBuffer();
    const told = [...said.matchAll(/^event: (\w+)\ndata: (.*)$/gm)].map(([, event, data]) => [
      event,
      JSON.parse(data as string),
    ]);
    expect(told[0]).toEqual(['begin', {}]);
    expect(told.at(-1)).toEqual(['end', {}]);
    expect(told.slice(1, -1)).toEqual(Array.from({ length: 8 }, (_, i) => ['progress', { done: i + 1, total: 8 }]));
  });

  it.each([
    ['month=2030-01', 404, 'ERR_NOT_FOUND'],
    ['month=2030-13', 400, 'ERR_INVALID_REQUEST'],
    ['month=0000-01', 400, 'ERR_INVALID_REQUEST'],
    ['', 400, 'ERR_INVALID_REQUEST'],
    ['month=2030-02&progress=me', 400, 'ERR_INVALID_REQUEST'],
  ])('is refused for %j', async (query, status, code) => {
    await expectProblem(await get(query), status, code);
  });

  it('is for managers', async () => {
    const path = '/exports/invoices.zip?month=2030-02';
    await expectProblem(await clinic.fetch(path, { as: 'rita' }), 403, 'ERR_FORBIDDEN');
  });

  it('makes no more than the client takes, and stops when it hangs up', async () => {
    const request = await clinic.open('/exports/invoices.zip?month=2025-12', { as: 'maria' });
    request.end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    await once(response, 'readable');
    response.destroy();
    await until(() => clinic.output.includes('GET /exports/invoices.zip: the client hung up') || undefined);
    await clinic.poolIs({ running: 0, interactive: 0, bulk: 0 });
    expect(clinic.output).not.toContain('failed');
  });
});
