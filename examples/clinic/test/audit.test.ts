import { afterAll, describe, expect, it } from 'vitest';
import { backends, Clinic, onDatabase, removeFolders, seededFolder } from './clinic';

afterAll(removeFolders);

/** What a stopped clinic has logged. */
const logged = (folder: string) =>
  onDatabase(folder, async (database) => {
    const { rows } = await database.query<{ staff: number | null; action: string; subject: string | null }>(
      'select staff, action, subject from audit_entries order by seq',
    );
    return rows.map(({ staff, action, subject }) => [staff, action, subject]);
  });

describe.each(backends)('the audit log on the %s backend', (backend) => {
  it('has who came, who was refused and who left, and never what they entered', async () => {
    const folder = await seededFolder();
    const clinic = await Clinic.start(backend, folder);
    await clinic.login('maria', 'demo-manager');
    await clinic.login('rita', 'wrong');
    await clinic.login('my-password', 'my-password');
    await clinic.fetch('/auth/logout', { as: 'pavel', method: 'POST' });
    await clinic.fetch('/auth/logout', { method: 'POST' });
    await clinic.stop();
    expect(await logged(folder)).toEqual([
      [4, 'login.accepted', null],
      [null, 'login.refused', 'staff/3'],
      [null, 'login.refused', null],
      [2, 'login.accepted', null],
      [2, 'logout', null],
    ]);
  });
});
