import type { ColumnContext, ContextPart, Vault } from 'clinicore/crypto';

/**
 * The columns that the vault seals, by their names in the database. A field is bound to its column and to its row by `id`:
 * neither may ever be called otherwise, or nothing opens.
 */
export const phone = { tenant: 'clinic', table: 'patients', column: 'phone' } as const satisfies ColumnContext;
export const insuranceNumber = { ...phone, column: 'insurance_number' } as const satisfies ColumnContext;
/** What an authenticator app makes its codes of. */
export const otpSecret = { tenant: 'clinic', table: 'staff', column: 'otp_secret' } as const satisfies ColumnContext;

/** All of them, to be sealed anew when there is a new key. */
export const sealedColumns = [phone, insuranceNumber, otpSecret];

/** The texts of a column, of many rows in one call; `null` where nothing is sealed. */
export async function openTexts(
  vault: Vault,
  column: ColumnContext,
  rows: readonly { id: ContextPart; sealed: Uint8Array | null }[],
): Promise<(string | null)[]> {
  const present = rows.filter((row): row is { id: ContextPart; sealed: Uint8Array } => row.sealed !== null);
  const opened = await vault.openMany(
    present.map(({ sealed }) => sealed),
    { ...column, row: present.map(({ id }) => id) },
  );
  let next = 0;
  return rows.map(({ sealed }) => (sealed === null ? null : String(opened[next++])));
}
