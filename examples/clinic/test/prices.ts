/** Price lists to be uploaded, and what the clinic makes of them. */
import ExcelJS from 'exceljs';
import { expect } from 'vitest';
import type { Clinic } from './clinic';
import { exported } from './exported';

export const HEADER = ['SKU', 'Name', 'Category', 'Net price', 'Tax rate %'];

/** What `POST /imports/prices` answers with. */
export interface Preview {
  id: string;
  file: string;
  expiresAt: string;
  counts: { new: number; changed: number; unchanged: number; withProblems: number };
  new: { row: number; after: Shown }[];
  changed: { row: number; before: Shown; after: Shown }[];
  problems: { row: number; column?: string; reason: string }[];
}

interface Shown {
  sku: string;
  name: string;
  category: string;
  unitPrice: string;
  taxRate: string;
}

/** A price list as CSV. */
export const csvFile = (...rows: string[][]): Buffer =>
  Buffer.from([HEADER, ...rows].map((row) => `${row.join(',')}\r\n`).join(''));

/** A price list as Excel would write it. */
export async function workbookFile(...rows: unknown[][]): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  workbook.addWorksheet('Prices').addRows([HEADER, ...rows]);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

/** A form with a file. */
export function formWith(name: string, file: Buffer): FormData {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(file)]), name);
  return form;
}

/** Uploads a price list; `query` such as `?decimals=comma`. */
export const upload = (clinic: Clinic, name: string, file: Buffer, as = 'maria', query = ''): Promise<Response> =>
  clinic.fetch(`/imports/prices${query}`, { as, method: 'POST', body: formWith(name, file) });

/** Uploads a price list that can be read. */
export async function previewOf(
  clinic: Clinic,
  name: string,
  file: Buffer,
  as = 'maria',
  query = '',
): Promise<Preview> {
  const response = await upload(clinic, name, file, as, query);
  const preview = (await response.json()) as Preview;
  expect({ status: response.status, preview }).toMatchObject({ status: 201, preview: { id: expect.any(String) } });
  expect(response.headers.get('location')).toBe(`/imports/prices/${preview.id}`);
  return preview;
}

export const confirm = (clinic: Clinic, id: string, body: object = {}, as = 'maria'): Promise<Response> =>
  clinic.fetch(`/imports/prices/${id}/confirm`, {
    as,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** What the products on record cost, and what they are called, by their SKUs. */
export async function productsOf(clinic: Clinic): Promise<Map<string, [price: unknown, name: unknown]>> {
  const { columns, rows } = await exported(clinic, 'products');
  expect(columns).toEqual(HEADER);
  return new Map(rows.map((row) => [String(row.SKU), [row['Net price'], row.Name]]));
}
