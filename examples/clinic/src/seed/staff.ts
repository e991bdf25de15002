import { hashPassword } from 'clinicore/crypto';
import type { staff } from '../database/schema.js';

/** bcrypt's work factor: OWASP's least, which keeps the demo quick. */
export const PASSWORD_COST = 10;

/** One account a role. The passwords are public: they open made-up data only. */
export const demoStaff = [
  { username: 'olga', name: 'Olga Brandt', role: 'optometrist', password: 'demo-optometrist' },
  { username: 'pavel', name: 'Pavel Urban', role: 'optician', password: 'demo-optician' },
  { username: 'rita', name: 'Rita Sommer', role: 'reception', password: 'demo-reception' },
  { username: 'maria', name: 'Maria Keller', role: 'manager', password: 'demo-manager' },
] as const;

/** The demo accounts, their passwords hashed on Clinicore's pool, all at once. */
export function seedStaff(): Promise<(typeof staff.$inferInsert)[]> {
  return Promise.all(
    demoStaff.map(async ({ username, name, role, password }, i) => ({
      id: i + 1,
      username,
      name,
      role,
      passwordHash: await hashPassword(password, { cost: PASSWORD_COST }),
    })),
  );
}
