import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends, Clinic, expectProblem, removeFolders, seededFolder } from './clinic';
import { pdfText } from './pdfText';

afterAll(removeFolders);

/** An order without a prescription, one without lenses, one of which all is known, and the prescription that it is of;
 * someone with one prescription and one invoice, and someone with nothing. */
const MORE_ORDERS = `
  insert into patients (id, record_number, name, birth_date, street, city) values
    (9001, 'P-09001', 'Ιωάννα Ščasná', '1980-01-02', 'Linden 1', '10115 Berlin'),
    (9002, 'P-09002', 'Jana Nováková', '1980-01-02', 'Linden 2', '10115 Berlin'),
    (9003, 'P-09003', 'Nobody yet', '1980-01-02', 'Linden 3', '10115 Berlin');
  insert into visits (id, patient_id, optometrist_id, visited_on, reason) values
    (9001, 9001, 1, '2025-11-03', '-'), (9002, 9002, 1, '2025-11-03', '-');
  insert into prescriptions values
    (9001, 9001, -1.25, -0.50, 175, 0.75, 0, 0, 1.50, 63.5), (9002, 9002, -3.25, 0, 0, -3.00, 0, 0, null, 62);
  insert into orders (id, patient_id, prescription_id, ordered_on, status) values
    (9001, 9001, null, '2025-12-01', 'open'), (9002, 9001, 9001, '2025-12-01', 'open'),
    (9003, 9001, 9001, '2025-12-01', 'open'), (9004, 9002, null, '2025-12-01', 'open');
  insert into invoices (id, number, order_id, issued_on, due_on, paid_on, currency) values
    (9001, 'INV-A', 9001, '2025-12-01', '2025-12-15', null, 'EUR'),
    (9003, 'INV-C', 9003, '2025-12-01', '2025-12-15', '2025-12-02', 'EUR'),
    (9004, 'INV-D', 9004, '2025-12-01', '2025-12-15', null, 'EUR');
  insert into invoice_lines (invoice_id, position, product_id, description, quantity, unit_price, tax_rate) values
    (9001, 1, 1, 'Frame', 1, 100, 1900), (9003, 1, 1, 'Frame Alba', 1, 12900, 1900),
    (9003, 2, 15, 'Progressive lens', 2, 18900, 700), (9004, 1, null, 'Lens cleaner', 1, 500, 1900);
`;

describe.each(backends)('documents on the %s backend', (backend) => {
  let clinic: Clinic;

  beforeAll(async () => {
    clinic = await Clinic.start(backend, await seededFolder(MORE_ORDERS));
  });
  afterAll(() => clinic?.stop());

  /** A PDF's texts; fails for anything else. */
  async function read(path: string, as: string) {
    const response = await clinic.fetch(path, { as });
    expect(response.status, path).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/pdf');
    // The clinic's own page shows it in a frame.
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
    return pdfText(await response.arrayBuffer());
  }

  it('are a prescription, with every figure as it is on record', async () => {
    const { pages, text } = await read('/prescriptions/9001.pdf', 'olga');
    expect(pages).toBe(1);
    for (const said of ['Ιωάννα Ščasná', '-1.25', '-0.50', '175°', '+0.75', '+1.50', '63.5 mm', 'Nov 3, 2025']) {
      expect(text).toContain(said);
    }
  });

  it('are an order sheet, which tells the laboratory no name', async () => {
    const { pages, text } = await read('/orders/9003/order-sheet.pdf', 'pavel');
    expect(pages).toBe(1);
    for (const said of ['LAB-09003', 'P-09001', '-1.25', '175°', 'Progressive lens', 'Frame Alba', 'Dec 8, 2025']) {
      expect(text).toContain(said);
    }
    expect(text).not.toContain('Ιωάννα');
  });

  it('are a receipt of the invoice’s total', async () => {
    const { pages, text } = await read('/invoices/9003/receipt.pdf', 'rita');
    expect(pages).toBe(1);
    // 129.00 at 19 % and 378.00 at 7 %: 507.00 + 24.51 + 26.46.
    for (const said of ['INV-C', '€557.97', '24.51', '26.46', 'Dec 2, 2025']) expect(text).toContain(said);
  });

  it('are a dossier: all that is printed for a patient in one file, each by its number', async () => {
    const response = await clinic.fetch('/patients/9002/dossier.pdf', { as: 'maria' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toContain("filename*=UTF-8''P-09002.pdf");
    const file = await response.arrayBuffer();
    const document = await getDocument({ data: new Uint8Array(file.slice(0)), verbosity: 0 }).promise;
    const outline = await document.getOutline();
    await document.destroy();
    expect(outline.map(({ title }) => title)).toEqual(['RX-09002', 'INV-D']);
    const { pages, text } = await pdfText(file);
    expect(pages).toBe(2);
    expect(text).toMatch(/-3\.25[\s\S]*Lens cleaner/);
    // 5.00 and 19 % of that.
    expect(text).toContain('5.95');
  });

  it('are there for every prescription and every order of lenses of the seeded clinic that is asked for', async () => {
    for (const id of [1, 2, 3, 50, 200]) await read(`/prescriptions/${id}.pdf`, 'pavel');
    let sheets = 0;
    for (let id = 3101; id <= 3130; id++) {
      const response = await clinic.fetch(`/orders/${id}/order-sheet.pdf`, { as: 'maria' });
      if (response.status === 200) sheets++;
      else await expectProblem(response, 404, 'ERR_NOT_FOUND');
    }
    expect(sheets).toBeGreaterThan(5);
  });

  it('are not made twice for a browser that has them', async () => {
    const first = await clinic.fetch('/prescriptions/9001.pdf', { as: 'olga' });
    const headers = { 'if-none-match': first.headers.get('etag') as string, 'cache-control': 'max-age=0' };
    expect((await clinic.fetch('/prescriptions/9001.pdf', { as: 'olga', headers })).status).toBe(304);
  });

  it.each([
    ['/patients/99999/dossier.pdf', 'maria', 404, 'ERR_NOT_FOUND'],
    ['/patients/9003/dossier.pdf', 'maria', 404, 'ERR_NOT_FOUND'],
    ['/patients/0/dossier.pdf', 'maria', 400, 'ERR_INVALID_REQUEST'],
    ['/patients/9002/dossier.pdf', 'olga', 403, 'ERR_FORBIDDEN'],
    ['/prescriptions/99999.pdf', 'olga', 404, 'ERR_NOT_FOUND'],
    ['/prescriptions/0.pdf', 'olga', 400, 'ERR_INVALID_REQUEST'],
    ['/prescriptions/1.pdf', 'rita', 403, 'ERR_FORBIDDEN'],
    ['/orders/9001/order-sheet.pdf', 'pavel', 404, 'ERR_NOT_FOUND'],
    ['/orders/9002/order-sheet.pdf', 'pavel', 404, 'ERR_NOT_FOUND'],
    ['/orders/9003/order-sheet.pdf', 'olga', 403, 'ERR_FORBIDDEN'],
    ['/invoices/9001/receipt.pdf', 'rita', 409, 'ERR_NOT_PAID'],
    ['/invoices/99999/receipt.pdf', 'rita', 404, 'ERR_NOT_FOUND'],
    ['/invoices/9003/receipt.pdf', 'pavel', 403, 'ERR_FORBIDDEN'],
  ])('are refused: %s to %s', async (path, as, status, code) => {
    await expectProblem(await clinic.fetch(path, { as }), status, code);
  });
});
