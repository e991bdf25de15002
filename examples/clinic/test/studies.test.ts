import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends, Clinic, expectProblem, onDatabase, removeFolders, seededFolder, until } from './clinic';
import { dicomFile, element, photograph } from './dicomFile';

afterAll(removeFolders);

const MIB = 2 ** 20;

describe.each(backends)('uploads on the %s backend', (backend) => {
  let clinic: Clinic;

  beforeAll(async () => {
    clinic = await Clinic.start(backend, await seededFolder(), { MAX_STUDY_MIB: '1' });
  });
  afterAll(() => clinic?.stop());

  const upload = (body: Buffer, headers: Record<string, string> = {}) =>
    clinic.fetch('/studies', {
      as: 'olga',
      method: 'POST',
      headers: { 'content-type': 'application/dicom', ...headers },
      body: new Uint8Array(body),
    });

  it('answers a study with its DICOM JSON, the pixels left out', async () => {
    const response = await upload(photograph('1.2.826.0.1.1', 500_000));
    expect(response.status).toBe(201);
    expect(response.headers.get('content-type')).toMatch(/^application\/dicom\+json/);
    const metadata = (await response.json()) as Record<string, unknown>;
    // PS3.18 annex F.
    expect(metadata['00080018']).toEqual({ vr: 'UI', Value: ['1.2.826.0.1.1'] });
    expect(metadata['00100010']).toEqual({ vr: 'PN', Value: [{ Alphabetic: 'Nováková^Věra' }] });
    expect(metadata['00100020']).toEqual({ vr: 'LO', Value: ['P-00042'] });
    expect(metadata).not.toHaveProperty('7FE00010.InlineBinary');
  });

  it('stores a study once', async () => {
    expect((await upload(photograph('1.2.826.0.1.2'))).status).toBe(201);
    await expectProblem(await upload(photograph('1.2.826.0.1.2')), 409, 'ERR_ALREADY_STORED');
  });

  it('keeps what PostgreSQL cannot hold as text', async () => {
    const odd = dicomFile(element('00080018', 'UI', '1.2.826.0.1.3'), element('00104000', 'LT', 'a\0b'));
    expect((await upload(odd)).status).toBe(201);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['no DICOM', Buffer.from('%PDF-1.7 this is another kind of file'.repeat(20))],
    ['a file cut short', photograph('1.2.826.0.2.1').subarray(0, -40)],
    [
      '2 GB claimed in 1 KB',
      dicomFile(element('00080018', 'UI', '1.2.826.0.2.2'), element('00091010', 'OB', Buffer.alloc(700), 0x7ffffffe)),
    ],
    ['no SOP Instance UID', dicomFile(element('00100010', 'PN', 'A^B'))],
    ['a SOP Instance UID that is none', photograph("1.2'); drop table studies; --")],
    ['a SOP Instance UID that is too long', photograph(`1.${'2'.repeat(63)}`)],
  ])('refuses %s', async (_, file) => {
    const problem = await expectProblem(await upload(file), 400, 'ERR_MALFORMED_INPUT');
    expect(JSON.stringify(problem)).not.toMatch(/drop table|A\^B/);
  });

  it('refuses another type of content, and compressed content', async () => {
    const file = photograph('1.2.826.0.2.3');
    for (const headers of [{ 'content-type': 'application/octet-stream' }, { 'content-encoding': 'gzip' }]) {
      await expectProblem(await upload(file, headers as Record<string, string>), 415, 'ERR_UNSUPPORTED_MEDIA_TYPE');
    }
  });

  it('refuses more than its limit, whether announced or found out on the way', async () => {
    const large = photograph('1.2.826.0.2.4', 2 * MIB);
    const announced = await expectProblem(await upload(large), 413, 'ERR_LIMIT_EXCEEDED');
    expect(announced.details).toEqual({ limit: MIB });

    const request = await clinic.open('/studies', {
      as: 'olga',
      method: 'POST',
      headers: { 'content-type': 'application/dicom' },
    });
    request.end(large); // No Content-Length is set before `end` with chunks: the body is announced in pieces.
    const [response] = await once(request, 'response');
    expect(response.statusCode).toBe(413);
    response.destroy();
    await clinic.poolIs({ running: 0 });
  });

  it('stores nothing of an upload whose client hangs up, and takes it whole afterwards', async () => {
    const file = photograph('1.2.826.0.3.1', 300_000);
    const headers = { 'content-type': 'application/dicom' };
    for (const framing of [{ 'content-length': String(file.length) }, { 'transfer-encoding': 'chunked' }]) {
      const before = hangUps();
      const request = await clinic.open('/studies', {
        as: 'olga',
        method: 'POST',
        headers: { ...headers, ...framing },
      });
      await new Promise((sent) => request.write(file.subarray(0, 200_000), sent));
      request.destroy();
      await until(() => hangUps() > before || undefined);
    }
    await clinic.poolIs({ running: 0, interactive: 0, bulk: 0 });
    expect((await upload(file)).status).toBe(201);
  });
  const hangUps = () => clinic.output.split('POST /studies: the client hung up').length;

  it('stored what it said it stored, and nothing else', async () => {
    expect(await clinic.stop()).toBe(0);
    const { rows } = await onDatabase(clinic.folder, (database) =>
      database.query<{ uid: string; uploaded_by: number; json: string }>(
        'select sop_instance_uid as uid, uploaded_by, dicom_json::text as json from studies order by 1',
      ),
    );
    const uids = ['1.2.826.0.1.1', '1.2.826.0.1.2', '1.2.826.0.1.3', '1.2.826.0.3.1'];
    expect(rows).toMatchObject(uids.map((uid) => ({ uid, uploaded_by: 1 })));
    for (const { uid, json } of rows) expect(JSON.parse(json)['00080018'].Value).toEqual([uid]);
  });
});
