import type { Vault } from 'clinicore/crypto';
import type { Role } from '../auth.js';
import type { patients } from '../database/schema.js';
import { insuranceNumber, openTexts, phone } from '../sealed/columns.js';

/** Who writes to patients, calls them and bills them. */
export const DESK: readonly Role[] = ['reception', 'manager'];
/** Who treats them. */
export const CARERS: readonly Role[] = ['optometrist', 'optician', 'manager'];

type Patient = typeof patients.$inferSelect;

/** Patients with what a role needs of them; what it does not is not even opened. */
export async function shownPatients(vault: Vault, role: Role, rows: readonly Patient[]) {
  const isDesk = DESK.includes(role);
  const opened = (context: typeof phone | typeof insuranceNumber, field: 'phone' | 'insuranceNumber') =>
    openTexts(
      vault,
      context,
      rows.map((row) => ({ id: row.id, sealed: row[field] })),
    );
  const [phones, numbers] = isDesk
    ? await Promise.all([opened(phone, 'phone'), opened(insuranceNumber, 'insuranceNumber')])
    : [[], []];
  return rows.map(({ id, recordNumber, name, birthDate, street, city }, i) => ({
    ...{ id, recordNumber, name },
    ...(CARERS.includes(role) && { birthDate }),
    ...(isDesk && { street, city, phone: phones[i], insuranceNumber: numbers[i] }),
  }));
}
