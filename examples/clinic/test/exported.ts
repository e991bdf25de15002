/** Lists as the clinic exports them, read back. */
import { readParquet, type TableRow } from 'clinicore/export';
import { expect } from 'vitest';
import type { Clinic } from './clinic';

/** The columns and rows of an export; `list` such as `sales?from=2025-01-01`. Days and decimals are texts. */
export async function exported(
  clinic: Clinic,
  list: string,
  as = 'maria',
): Promise<{ columns: string[]; rows: TableRow[] }> {
  const response = await clinic.fetch(`/exports/${list.replace(/(?=\?|$)/, '.parquet')}`, { as });
  expect(response.status).toBe(200);
  const table = await readParquet(new Uint8Array(await response.arrayBuffer())).toTable();
  return { columns: table.schema.map(({ name }) => name), rows: [...table.rows()] };
}
