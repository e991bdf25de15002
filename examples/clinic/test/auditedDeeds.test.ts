import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AuditLog } from '../src/audit/auditLog';
import { logViews } from '../src/audit/studyViews';
import type { Database } from '../src/database/connect';
import { backends, Clinic, expectProblem, onDatabase, removeFolders, seededFolder } from './clinic';
import { photograph } from './dicomFile';
import { confirm, csvFile, previewOf } from './prices';

afterAll(removeFolders);

describe.each(backends)('what is done on the %s backend', (backend) => {
  let clinic: Clinic;

  beforeAll(async () => {
    clinic = await Clinic.start(backend, await seededFolder());
    await Promise.all(['olga', 'pavel', 'rita', 'maria'].map((name) => clinic.session(name)));
  });
  afterAll(() => clinic?.stop());

  /** What is logged of a deed, the oldest first. */
  async function loggedOf(deed: () => Promise<unknown>): Promise<string[]> {
    const audit = async () =>
      (await (await clinic.fetch('/audit', { as: 'maria' })).json()) as {
        entries: { seq: number; staff: number; action: string; subject: string | null }[];
        head: { seq: number };
      };
    const { head } = await audit();
    await deed();
    const { entries } = await audit();
    return entries
      .filter(({ seq, action }) => seq > head.seq && action !== 'audit.read')
      .map(({ staff, action, subject }) => [staff, action, subject ?? '-'].join(' '))
      .reverse();
  }
  const gets = (path: string, as: string, status = 200) =>
    loggedOf(async () => {
      const response = await clinic.fetch(path, { as });
      expect(response.status).toBe(status);
      await response.arrayBuffer();
    });

  it.each([
    ['/invoices/1.pdf', 'rita', '3 document.printed invoice/1'],
    ['/prescriptions/7.pdf', 'olga', '1 document.printed prescription/7'],
    ['/patients/42/dossier.pdf', 'maria', '4 document.printed patient/42'],
    ['/exports/invoices.zip?month=2025-12', 'maria', '4 document.printed invoices/2025-12'],
    ['/exports/patients.csv', 'olga', '1 list.exported list/patients.csv'],
    ['/exports/archive/2025-12.zip?pdf=false', 'maria', '4 list.exported archive/2025-12'],
    ['/patients/42', 'rita', '3 patient.read patient/42'],
    ['/patients/42/history', 'olga', '1 patient.history-read patient/42'],
    ['/invoices?unpaid=true', 'rita', '3 list.read list/invoices'],
    ['/invoices/1', 'rita', '3 invoice.read invoice/1'],
    ['/orders/open', 'pavel', '2 list.read list/orders'],
    ['/studies', 'olga', '1 study.searched -'],
  ])('is logged by who asked for what: %s', async (path, as, entry) => {
    expect(await gets(path, as)).toEqual([entry]);
  });

  it('is logged also where what is searched for is in a body', async () => {
    const search = () =>
      clinic.fetch('/studies/search', {
        as: 'pavel',
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ PatientName: '*popescu*' }),
      });
    expect(await loggedOf(async () => expect((await search()).status).toBe(200))).toEqual(['2 study.searched -']);
  });

  it('is logged also where the browser has the document', async () => {
    const { headers } = await clinic.fetch('/invoices/2.pdf', { as: 'rita' });
    // Without a Cache-Control of ours, fetch adds no-cache, which asks for the whole file.
    const unless = { 'if-none-match': headers.get('etag') as string, 'cache-control': 'max-age=0' };
    const again = () => clinic.fetch('/invoices/2.pdf', { as: 'rita', headers: unless });
    expect(await loggedOf(async () => expect((await again()).status).toBe(304))).toEqual([
      '3 document.printed invoice/2',
    ]);
  });

  it('is not logged where nothing was given', async () => {
    expect(await gets('/invoices/999999.pdf', 'rita', 404)).toEqual([]);
    expect(await gets('/invoices/1.pdf', 'olga', 403)).toEqual([]);
    expect(await gets('/invoices/999999', 'rita', 404)).toEqual([]);
    expect(await gets('/patients/999999/history', 'rita', 404)).toEqual([]);
    expect(await gets('/patients/999999', 'rita', 404)).toEqual([]);
    expect(await gets('/exports/archive/1999-01.zip', 'maria', 404)).toEqual([]);
    expect(await gets('/studies/1.2.3/metadata', 'olga', 404)).toEqual([]);
    expect(await gets('/studies/Jane%20Doe/metadata', 'olga', 400)).toEqual([]);
  });

  it('is logged once for a study, however many pictures of it are looked at', async () => {
    const found = (await (await clinic.fetch('/studies', { as: 'pavel' })).json()) as Record<
      string,
      { Value: string[] }
    >[];
    const [first, second] = found.map((study) => study['0020000D']?.Value[0] as string);
    expect(await gets(`/studies/${first}/metadata`, 'pavel')).toEqual([`2 study.viewed study/${first}`]);
    expect(await gets(`/studies/${first}/series`, 'pavel')).toEqual([]);
    expect(await gets(`/studies/${first}`, 'pavel')).toEqual([]);
    expect(await gets(`/studies/${second}`, 'pavel')).toEqual([`2 study.viewed study/${second}`]);
    expect(await gets(`/studies/${first}`, 'olga')).toEqual([`1 study.viewed study/${first}`]);
  });

  it('is logged with what is stored, and not where nothing is', async () => {
    const store = (uid: string) => () =>
      clinic.fetch('/studies', {
        ...{ as: 'olga', method: 'POST', headers: { 'content-type': 'application/dicom' } },
        body: new Uint8Array(photograph(uid)),
      });
    const [entry, ...others] = await loggedOf(store('1.2.826.0.1.1'));
    expect(entry).toMatch(/^1 study\.uploaded study\/[\d.]+$/);
    expect(others).toEqual([]);
    expect(await loggedOf(store('1.2.826.0.1.1'))).toEqual([]);
  });

  it('is logged with prices that are written', async () => {
    const file = csvFile(['LE-SV15-AR', '', '', '99.00', '']);
    const { id } = await previewOf(clinic, 'a.csv', file);
    expect(await loggedOf(() => confirm(clinic, id))).toEqual(['4 prices.imported -']);
    await expectProblem(await confirm(clinic, id), 404, 'ERR_NOT_FOUND');
  });

  it('tells the log nothing but ids', async () => {
    const text = await (await clinic.fetch('/audit.jsonl', { as: 'maria' })).text();
    for (const line of text.trim().split('\n')) {
      const { data } = (JSON.parse(line) as { entry: { data: { staff: unknown; action: string; subject: unknown } } })
        .entry;
      expect(Object.keys(data)).toEqual(['action', 'staff', 'subject']);
      expect(String(data.subject)).toMatch(/^(null|[a-z]+\/[\w.-]+)$/);
    }
  });
});

describe.each(backends)('what cannot be logged on the %s backend', (backend) => {
  it('is not done, and not answered', { timeout: 120_000 }, async () => {
    const folder = await seededFolder();
    const rename = (from: string, to: string) =>
      onDatabase(folder, (database) => database.exec(`alter table ${from} rename to ${to}`));
    const before = await Clinic.start(backend, folder);
    const session = await before.session('rita');
    const patient = await (await before.fetch('/patients/42', { as: 'rita' })).json();
    await before.stop();

    await rename('audit_entries', 'gone');
    const clinic = await Clinic.start(backend, folder);
    const headers = { ...session, 'content-type': 'application/json' };
    const refused = await Promise.all([
      clinic.fetch('/patients/42', { headers }),
      clinic.fetch('/invoices/1.pdf', { headers }),
      clinic.fetch('/exports/patients.csv', { headers }),
      clinic.fetch('/patients/42', { headers, method: 'PATCH', body: '{"phone":null}' }),
      clinic.fetch('/patients/search', { headers, method: 'POST', body: '{"recordNumber":"P-00042"}' }),
      clinic.login('rita', 'demo-reception'),
    ]);
    for (const response of refused) {
      const problem = await expectProblem(response, 500, 'ERR_INTERNAL');
      expect(JSON.stringify(problem)).not.toContain('P-00042');
      expect(response.headers.getSetCookie()).toEqual([]);
    }
    await clinic.stop();

    await rename('gone', 'audit_entries');
    const after = await Clinic.start(backend, folder);
    expect(await (await after.fetch('/patients/42', { as: 'rita' })).json()).toEqual(patient);
    expect(await (await after.fetch('/audit/verification', { as: 'maria' })).json()).toMatchObject({ ok: true });
    await after.stop();
  });
});

describe('a view of a study', () => {
  it('is another after some minutes, and is not taken for logged when that failed', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const append = vi.fn(async () => {});
    const database = { select: () => ({ from: () => ({ where: async () => [{ id: 1 }] }) }) } as unknown as Database;
    const handler = logViews(database, { append } as unknown as AuditLog);
    const view = (study: string) =>
      (handler as (...handed: unknown[]) => Promise<void>)(
        { params: { study } },
        { locals: { staff: { id: 1 } } },
        () => {},
      );
    append.mockRejectedValueOnce(new Error('lost'));
    await expect(view('1.2')).rejects.toThrow('lost');
    for (let i = 0; i < 3; i++) await view('1.2');
    expect(append).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(4 * 60_000);
    await view('1.3');
    await view('1.2');
    expect(append).toHaveBeenCalledTimes(3);
    vi.advanceTimersByTime(60_000);
    await view('1.2');
    await view('1.3');
    expect(append).toHaveBeenCalledTimes(4);
    vi.useRealTimers();
  });
});
