import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends, Clinic, expectProblem, removeFolders, seededFolder } from './clinic';
import { pdfText } from './pdfText';

afterAll(removeFolders);

/**
 * One invoice without lines, one of two thousand, one for someone whose name the font has no letters for, one for someone
 * whose name is endless, one whose number no header can hold as it is.
 */
const MORE_INVOICES = `
  insert into patients (id, record_number, name, birth_date, street, city) values
    (9001, 'P-09001', 'Ιωάννα Ščasná', '1980-01-01', 'Linden 1', '10115 Berlin'),
    (9002, 'P-09002', '山田 花子', '1980-01-01', 'Linden 2', '10115 Berlin'),
    (9003, 'P-09003', repeat('x', 100000), '1980-01-01', 'Linden 3', '10115 Berlin');
  insert into orders (id, patient_id, ordered_on, status)
    select id, case id when 9003 then 9002 when 9004 then 9003 else 9001 end, '2025-12-01', 'open'
      from generate_series(9001, 9005) id;
  insert into invoices (id, number, order_id, issued_on, due_on, currency)
    select id, case id when 9005 then 'Č"1''(*)' else 'INV-TEST-' || id end, id, '2025-12-01', '2025-12-15', 'EUR'
      from generate_series(9001, 9005) id;
  insert into invoice_lines (invoice_id, position, description, quantity, unit_price, tax_rate)
    select 9002, n, 'Line number ' || n, 1, 105, 700 from generate_series(1, 2000) n;
  insert into invoice_lines (invoice_id, position, description, quantity, unit_price, tax_rate)
    select id, 1, 'Frame', 1, 100, 1900 from generate_series(9003, 9005) id;
`;

describe.each(backends)('invoices on the %s backend', (backend) => {
  let clinic: Clinic;

  beforeAll(async () => {
    clinic = await Clinic.start(backend, await seededFolder(MORE_INVOICES));
  });
  afterAll(() => clinic?.stop());

  const get = (id: string | number, headers: Record<string, string> = {}, query = '') =>
    clinic.fetch(`/invoices/${id}.pdf${query}`, { as: 'rita', headers });

  it('are PDFs that say what was bought, by whom and for how much', async () => {
    const response = await get(1);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(response.headers.get('content-disposition')).toBe(
      `inline; filename="invoice-1.pdf"; filename*=UTF-8''INV-2024-00001.pdf`,
    );
    const { pages, text } = await pdfText(await response.arrayBuffer());
    expect(pages).toBe(1);
    // The seeded invoice 1: 1,117.70 net; 19 % on all of it is 212.363.
    for (const printed of ['INV-2024-00001', 'Čeněk Nováková', 'Optik am Lindenplatz GmbH', '1,117.70', '1,330.06']) {
      expect(text).toContain(printed);
    }
  });

  it('are e-invoices for those who ask for it: the same pages, with the data attached', async () => {
    const response = await get(1, {}, '?profile=einvoice');
    expect(response.status).toBe(200);
    const file = await response.arrayBuffer();
    const document = await getDocument({ data: new Uint8Array(file.slice(0)), verbosity: 0 }).promise;
    const attachments = (await document.getAttachments()) as Record<string, { content: Uint8Array }>;
    await document.destroy();
    expect(Object.keys(attachments)).toEqual(['factur-x.xml']);
    const xml = new TextDecoder().decode(attachments['factur-x.xml']?.content);
    expect(xml).toContain('<ram:ID>INV-2024-00001</ram:ID>');
    expect(xml).toContain('<ram:GrandTotalAmount>1330.06</ram:GrandTotalAmount>');
    const words = async (of: ArrayBuffer) => (await pdfText(of)).text.split(/\s+/);
    expect(await words(file)).toEqual(await words(await (await get(1)).arrayBuffer()));
    expect(response.headers.get('etag')).not.toBe((await get(1)).headers.get('etag'));
    await expectProblem(await get(1, {}, '?profile=plain'), 400, 'ERR_INVALID_REQUEST');
  });

  it('run over as many pages as they need, with every line', async () => {
    const response = await get(9002);
    expect(response.status).toBe(200);
    const { pages, text } = await pdfText(await response.arrayBuffer());
    expect(pages).toBeGreaterThan(20);
    expect(text.match(/Line number \d+/g)).toHaveLength(2000);
    // 2,000 × 1.05 = 2,100.00 and 7 % of that, 147.00.
    expect(text).toContain('2,247.00');
    expect(text).toContain('Ιωάννα Ščasná');
  });

  it('are sent again only when they have changed', async () => {
    const first = await get(2);
    const etag = first.headers.get('etag') as string;
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    // Without a Cache-Control of ours, fetch adds no-cache, which asks for the whole file.
    const unless = { 'if-none-match': etag, 'cache-control': 'max-age=0' };
    const again = await get(2, unless);
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
    expect((await get(3, unless)).status).toBe(200);
    expect(Buffer.from(await first.arrayBuffer()).equals(Buffer.from(await (await get(2)).arrayBuffer()))).toBe(true);
  });

  it('are refused when they have no lines, or a character that cannot be printed', async () => {
    const empty = await get(9001);
    expect(empty.headers.get('etag')).toBeNull();
    expect((await expectProblem(empty, 422, 'ERR_INVALID_ARGUMENT')).details).toEqual({ argument: 'data.lines' });
    const unprintable = await expectProblem(await get(9003), 422, 'ERR_UNSUPPORTED');
    expect(unprintable.details).toEqual({ argument: 'data.buyer.name', codePoint: 'U+5C71' });
    expect(JSON.stringify(unprintable)).not.toContain('山');
    // Not 413: it is not the request that is too large.
    const endless = await expectProblem(await get(9004), 422, 'ERR_LIMIT_EXCEEDED');
    expect(endless.details).toMatchObject({ argument: 'data.buyer.name' });
  });

  it('are named by their number, whatever is in it', async () => {
    const response = await get(9005);
    expect(response.status).toBe(200);
    // RFC 8187 section 3.2: of these characters none stands for itself.
    expect(response.headers.get('content-disposition')).toBe(
      `inline; filename="invoice-9005.pdf"; filename*=UTF-8''%C4%8C%221%27%28%2a%29.pdf`,
    );
  });

  it('are refused by an id that none has, or none can have', async () => {
    await expectProblem(await get(99_999), 404, 'ERR_NOT_FOUND');
    for (const id of ['0', '-1', 'abc', '1e3', '01', '2147483648', '99999999999', '%00', '1%20or%201=1']) {
      await expectProblem(await get(id), 400, 'ERR_INVALID_REQUEST');
    }
  });
});
