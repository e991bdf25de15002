/** What the pages list: invoices, orders that wait, what there is about a patient; and how the service is. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenOrder } from '../src/orders';
import type { PatientHistory } from '../src/patients/history';
import type { ServiceStatus } from '../src/routes/adminStatus';
import type { InvoiceAnswer, ShownInvoice } from '../src/routes/invoices';
import { backends, Clinic, expectProblem, removeFolders, seededFolder } from './clinic';

afterAll(removeFolders);

/** An order of lenses, one of care products to a prescription, one of lenses without: the first is for the laboratory. */
const ORDERS = `
  update orders set status = 'collected';
  insert into orders (id, patient_id, prescription_id, ordered_on, status)
    select 9000 + n, 42, case when n < 2 then (select min(id) from prescriptions) end, '2026-01-02', 'open'
    from generate_series(0, 2) n;
  insert into invoices (id, number, order_id, issued_on, due_on, currency)
    select 9000 + n, 'X-' || n, 9000 + n, '2026-01-02', '2026-01-16', 'EUR' from generate_series(0, 2) n;
  insert into invoice_lines (invoice_id, position, product_id, description, quantity, unit_price, tax_rate)
    select 9000 + n, 1, (select min(id) from products where category = case when n = 1 then 'care' else 'lens' end::product_category),
      'One', 3, 3333, 1900 from generate_series(0, 2) n;
`;

describe.each(backends)('what the pages list on the %s backend', (backend) => {
  let clinic: Clinic;

  beforeAll(async () => {
    clinic = await Clinic.start(backend, await seededFolder(ORDERS));
  });
  afterAll(() => clinic?.stop());

  const json = async <T>(path: string, as: string): Promise<T> => {
    const response = await clinic.fetch(path, { as });
    expect(response.status).toBe(200);
    return (await response.json()) as T;
  };

  it('the latest invoices a page at a time, and those alone that are to be paid', async () => {
    const page = async (query: string) =>
      (await json<{ invoices: ShownInvoice[] }>(`/invoices?${query}`, 'rita')).invoices;
    const first = await page('');
    expect(first).toHaveLength(25);
    expect(first[0]).toMatchObject({ id: 9002, number: 'X-2', recordNumber: 'P-00042', paidOn: null, gross: '118.99' });
    const ids = first.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    const second = await page(`before=${ids.at(-1)}`);
    expect(second[0]?.id).toBeLessThan(ids.at(-1) as number);
    const unpaid = await page('unpaid=true');
    expect(unpaid).toHaveLength(25);
    expect(unpaid.every(({ paidOn }) => paidOn === null)).toBe(true);
    await expectProblem(await clinic.fetch('/invoices?before=x', { as: 'rita' }), 400, 'ERR_INVALID_REQUEST');
    await expectProblem(await clinic.fetch('/invoices?paid=no', { as: 'rita' }), 400, 'ERR_INVALID_REQUEST');
  });

  it('an invoice, with money as decimals', async () => {
    expect(await json<InvoiceAnswer>('/invoices/9000', 'rita')).toMatchObject({
      patient: { id: 42, recordNumber: 'P-00042' },
      lines: [{ description: 'One', quantity: 3, unitPrice: '33.33', taxRate: '19.00', net: '99.99' }],
      ...{ net: '99.99', tax: '19.00', gross: '118.99', currency: 'EUR', paidOn: null },
    });
  });

  it('the orders that wait, and which of them are for the laboratory', async () => {
    const { orders, total } = await json<{ orders: OpenOrder[]; total: number }>('/orders/open', 'pavel');
    expect(total).toBe(3);
    expect(orders.map(({ id, hasLenses }) => [id, hasLenses])).toEqual([
      [9000, true],
      [9001, false],
      [9002, false],
    ]);
    expect(orders[0]).toEqual({
      ...{ id: 9000, orderedOn: '2026-01-02', patientId: 42, recordNumber: 'P-00042', hasLenses: true },
    });
    // What is said to have a sheet has one.
    expect((await clinic.fetch('/orders/9000/order-sheet.pdf', { as: 'pavel' })).status).toBe(200);
    expect((await clinic.fetch('/orders/9001/order-sheet.pdf', { as: 'pavel' })).status).toBe(404);
  });

  it('what there is about a patient, to each role what it needs', async () => {
    const history = (as: string) => json<PatientHistory>('/patients/42/history', as);
    const all = await history('maria');
    expect(Object.keys(all).sort()).toEqual(['invoices', 'orders', 'prescriptions', 'studies']);
    expect(Object.keys(await history('rita'))).toEqual(['invoices']);
    expect(Object.keys(await history('olga')).sort()).toEqual(['prescriptions', 'studies']);
    expect(Object.keys(await history('pavel')).sort()).toEqual(['orders', 'prescriptions', 'studies']);
    expect(all.invoices?.[0]).toMatchObject({ id: 9002, gross: '118.99' });
    expect(all.orders?.find(({ id }) => id === 9000)).toMatchObject({ status: 'open', hasLenses: true });
    expect(all.prescriptions?.[0]).toMatchObject({ writtenOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
    expect(all.studies?.[0]).toMatchObject({ date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
  });

  it('how the service is', async () => {
    const { clinicore, pool, node, database } = await json<ServiceStatus>('/admin/status', 'maria');
    const { pool: known } = await clinic.health();
    expect(clinicore).toEqual({ version: expect.stringMatching(/^\d+\.\d+\.\d+/), backend, loadError: null });
    expect(pool).toMatchObject({
      threads: known.threads,
      maxQueue: known.maxQueue,
      running: 0,
      interactive: 0,
      bulk: 0,
    });
    expect([node, database]).toEqual([process.version, 'pglite']);
  });
});
