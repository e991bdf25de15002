import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends, Clinic, expectProblem, onDatabase, removeFolders, seededFolder } from './clinic';

afterAll(removeFolders);

interface Patient {
  id: number;
  recordNumber: string;
  name: string;
  birthDate?: string;
  phone?: string | null;
  insuranceNumber?: string | null;
}

describe.each(backends)('patients on the %s backend', (backend) => {
  let folder: string;
  let clinic: Clinic;

  beforeAll(async () => {
    folder = await seededFolder();
    clinic = await Clinic.start(backend, folder);
  });
  afterAll(() => clinic?.stop());

  const send = (method: string, path: string, body: unknown, as = 'rita') =>
    clinic.fetch(path, {
      ...{ as, method, body: JSON.stringify(body) },
      headers: { 'content-type': 'application/json' },
    });
  const read = async (id: number, as = 'rita') =>
    (await (await clinic.fetch(`/patients/${id}`, { as })).json()) as Patient;
  const search = async (wanted: Partial<Patient>, as = 'rita') => {
    const response = await send('POST', '/patients/search', wanted, as);
    expect(response.status).toBe(200);
    return ((await response.json()) as { patients: Patient[] }).patients.map(({ id }) => id);
  };

  it('are shown to each role with what it needs', async () => {
    const keys = async (as: string) => Object.keys(await read(42, as)).join();
    expect(await keys('olga')).toBe('id,recordNumber,name,birthDate');
    expect(await keys('pavel')).toBe('id,recordNumber,name,birthDate');
    expect(await keys('rita')).toBe('id,recordNumber,name,street,city,phone,insuranceNumber');
    expect(await keys('maria')).toBe('id,recordNumber,name,birthDate,street,city,phone,insuranceNumber');
    expect(await read(42)).toMatchObject({
      ...{ id: 42, recordNumber: 'P-00042' },
      phone: expect.stringMatching(/^\+49 30 23125 \d{3}$/),
      insuranceNumber: expect.stringMatching(/^EX\d{8}$/),
    });
  });

  it('are found by what is sealed, however it is written', async () => {
    const { phone, insuranceNumber } = (await read(42)) as { phone: string; insuranceNumber: string };
    const digits = phone.replace(/\D/g, '');
    const written = [
      phone,
      `+${digits}`,
      `00${digits}`,
      `0${digits.slice(2, 4)} / ${digits.slice(4)}`,
      phone.replace('+49 ', '+49 (0) '),
    ];
    const found = await search({ phone });
    expect(found).toContain(42);
    for (const other of written) expect(await search({ phone: other })).toEqual(found);
    for (const other of [insuranceNumber, insuranceNumber.toLowerCase(), insuranceNumber.replace(/\d{4}/, ' $& ')]) {
      expect(await search({ insuranceNumber: other })).toEqual([42]);
    }
    expect(await search({ recordNumber: ' p-00042 ' }, 'olga')).toEqual([42]);
    expect(await search({ phone: `+49 30 1${digits.slice(-7)}` })).toEqual([]);
    // A phone number is no insurance number, though the digits are the same.
    expect(await search({ insuranceNumber: digits })).toEqual([]);
  });

  it('are changed by the desk, and then found by what is new alone', async () => {
    const before = (await read(7)) as { phone: string; insuranceNumber: string };
    const response = await send('PATCH', '/patients/7', { phone: '030 / 23125 777' });
    expect(response.status).toBe(200);
    const after = { ...before, phone: '030 / 23125 777' };
    expect(await response.json()).toEqual(after);
    expect(await read(7)).toEqual(after);
    expect(await search({ phone: '+493023125777' })).toContain(7);
    expect(await search({ phone: before.phone })).not.toContain(7);
    expect(await search({ insuranceNumber: before.insuranceNumber })).toEqual([7]);

    await send('PATCH', '/patients/7', { insuranceNumber: null }, 'maria');
    expect(await read(7)).toEqual({ ...after, insuranceNumber: null });
    expect(await search({ insuranceNumber: before.insuranceNumber })).toEqual([]);
  });

  it.each([
    ['PATCH', '/patients/8', { phone: 'call my daughter' }],
    ['PATCH', '/patients/8', { phone: '' }],
    ['PATCH', '/patients/8', { insuranceNumber: '12' }],
    ['PATCH', '/patients/8', { name: 'Somebody else' }],
    ['PATCH', '/patients/8', {}],
    ['PATCH', '/patients/x', { phone: null }],
    ['POST', '/patients/search', {}],
    ['POST', '/patients/search', { phone: '+49 30 23125 001', recordNumber: 'P-00001' }],
    ['POST', '/patients/search', { phone: '%' }],
    ['POST', '/patients/search', { phone: `+${'1'.repeat(50)}` }],
  ])('are not to be had or changed by %s %s %j', async (method, path, body) => {
    const problem = await expectProblem(await send(method, path, body), 400, 'ERR_INVALID_REQUEST');
    for (const value of Object.values(body)) if (value) expect(JSON.stringify(problem)).not.toContain(value);
  });

  it('are nobody else’s business', async () => {
    await expectProblem(await send('PATCH', '/patients/9', { phone: null }, 'olga'), 403, 'ERR_FORBIDDEN');
    for (const as of ['olga', 'pavel']) {
      for (const wanted of [{ phone: '+49 30 23125 001' }, { insuranceNumber: 'EX12345678' }]) {
        await expectProblem(await send('POST', '/patients/search', wanted, as), 403, 'ERR_FORBIDDEN');
      }
    }
    for (const path of ['/patients/9', '/patients/search']) {
      const method = path.endsWith('search') ? 'POST' : 'GET';
      await expectProblem(await clinic.fetch(path, { method }), 401, 'ERR_NO_SESSION');
    }
    await expectProblem(await clinic.fetch('/patients/999999', { as: 'rita' }), 404, 'ERR_NOT_FOUND');
    await expectProblem(await send('PATCH', '/patients/999999', { phone: null }), 404, 'ERR_NOT_FOUND');
    await expectProblem(await clinic.fetch('/patients/search', { as: 'rita' }), 405, 'ERR_METHOD_NOT_ALLOWED');
  });

  it('are logged by who looked at whom, and not what was found', async () => {
    const { phone } = (await read(11)) as { phone: string };
    const found = await search({ phone });
    await search({ recordNumber: 'P-99999' });
    await send('PATCH', '/patients/11', { phone });
    const response = await clinic.fetch('/audit?staff=3', { as: 'maria' });
    const text = await response.text();
    const told = (JSON.parse(text) as { entries: { action: string; subject: string }[] }).entries;
    expect(told.slice(0, found.length + 3).map(({ action, subject }) => `${action} ${subject}`)).toEqual([
      'patient.changed patient/11',
      'patient.found null',
      ...found.map((id) => `patient.found patient/${id}`).reverse(),
      'patient.read patient/11',
    ]);
    expect(text).not.toContain(phone);
    expect(clinic.output).not.toContain('23125');
  });

  it('have neither number in the database’s files', async () => {
    const { phone, insuranceNumber } = (await read(42)) as { phone: string; insuranceNumber: string };
    await clinic.stop();
    const path = await onDatabase(folder, async (database) => {
      const { rows } = await database.query<{ path: string }>(`select pg_relation_filepath('patients') as path`);
      return rows[0]?.path as string;
    });
    const file = readFileSync(join(folder, 'postgres', path));
    expect(file.includes('P-00042')).toBe(true);
    expect(file.includes(phone)).toBe(false);
    expect(file.includes(insuranceNumber)).toBe(false);
  });
});
