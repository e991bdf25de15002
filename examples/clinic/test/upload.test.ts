import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends, Clinic, expectProblem, onDatabase, removeFolders, seededFolder, until } from './clinic';
import { dicomFile, element, photograph, SERIES, STUDY } from './dicomFile';

afterAll(removeFolders);

const MIB = 2 ** 20;
const golden = join(import.meta.dirname, '../../../__test__/golden/dicom');

type Json = Record<string, { vr: string; Value?: Json[] & (string | number)[] }>;

/** What STOW-RS answers: the instances that are stored, those that are not, and why files that are none are not. */
async function outcome(response: Response) {
  const json = (await response.json()) as Json;
  const items = (tag: string) => (json[tag]?.Value ?? []) as Json[];
  const uid = (item: Json) => item['00081155']?.Value?.[0];
  const reason = (item: Json) => item['00081197']?.Value?.[0];
  return {
    status: response.status,
    stored: items('00081199').map(uid),
    failed: items('00081198').map((item) => [uid(item), reason(item)]),
    other: items('0008119A').map(reason),
  };
}

const form = (...files: (Buffer | string)[]) => {
  const data = new FormData();
  for (const file of files) {
    if (typeof file === 'string') data.append('note', file);
    else data.append('files', new Blob([new Uint8Array(file)]), '../../../etc/passwd');
  }
  return data;
};

describe.each(backends)('uploads on the %s backend', (backend) => {
  let clinic: Clinic;

  beforeAll(async () => {
    clinic = await Clinic.start(backend, await seededFolder(), { MAX_STUDY_MIB: '1' });
  });
  afterAll(() => clinic?.stop());

  const upload = (body: Buffer, headers: Record<string, string> = {}, path = '/studies') =>
    clinic.fetch(path, {
      as: 'olga',
      method: 'POST',
      headers: { 'content-type': 'application/dicom', ...headers },
      body: new Uint8Array(body),
    });
  const uploadForm = (body: FormData, headers = {}) =>
    clinic.fetch('/studies', { as: 'olga', method: 'POST', headers, body });
  const incoming = () => readdirSync(join(clinic.folder, 'studies/incoming'));
  const metadata = async (uid: string) => {
    const response = await clinic.fetch(`/studies/${STUDY}/instances/${uid}/metadata`, { as: 'olga' });
    expect(response.status).toBe(200);
    return ((await response.json()) as [Json])[0];
  };

  it('are answered with what is stored and where, and can be read there', async () => {
    const file = photograph('1.2.826.0.1.1', { pixels: 500_000, comments: 'a\0b' });
    const response = await upload(file);
    expect(response.headers.get('content-type')).toMatch(/^application\/dicom\+json/);
    const url = `${clinic.url}/studies/${STUDY}/series/${SERIES}/instances/1.2.826.0.1.1`;
    // PS3.18 annex I.
    expect(await response.json()).toEqual({
      '00081190': { vr: 'UR', Value: [`${clinic.url}/studies/${STUDY}`] },
      '00081199': {
        vr: 'SQ',
        Value: [
          {
            '00081150': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.77.1.5.1'] },
            '00081155': { vr: 'UI', Value: ['1.2.826.0.1.1'] },
            '00081190': { vr: 'UR', Value: [url] },
          },
        ],
      },
    });
    expect(response.status).toBe(200);
    const stored = await clinic.fetch(url.slice(clinic.url.length), { as: 'olga' });
    expect(Buffer.from(await stored.arrayBuffer()).equals(file)).toBe(true);
    expect(await metadata('1.2.826.0.1.1')).toMatchObject({
      '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Nováková^Věra' }] },
      // What PostgreSQL cannot hold as text.
      '00104000': { vr: 'LT', Value: ['a\0b'] },
      '7FE00010': { vr: 'OW', BulkDataURI: `${url}/bulkdata/7FE00010` },
    });
  });

  it('store a file once, and no other with its SOP Instance UID', async () => {
    const file = photograph('1.2.826.0.1.2');
    for (let time = 0; time < 2; time++) {
      expect(await outcome(await upload(file))).toMatchObject({ status: 200, stored: ['1.2.826.0.1.2'] });
    }
    await expectProblem(await upload(photograph('1.2.826.0.1.2', { pixels: 66 })), 409, 'ERR_ALREADY_STORED');
    const [first, other] = [photograph('1.2.826.0.1.3'), photograph('1.2.826.0.1.3', { pixels: 66 })];
    expect(await outcome(await uploadForm(form(first, other, first)))).toEqual({
      status: 202,
      stored: ['1.2.826.0.1.3', '1.2.826.0.1.3'],
      failed: [['1.2.826.0.1.3', 0x0111]],
      other: [],
    });
  });

  it('may be several files of a form, of which those that can be are stored', async () => {
    const body = () =>
      form('no file', photograph('1.2.826.0.1.4'), Buffer.from('%PDF-1.7'), photograph('1.2.826.0.1.5'));
    const answered = await uploadForm(body(), { accept: 'application/json' });
    expect(answered.status).toBe(202);
    expect(await answered.json()).toEqual({
      stored: [
        { file: 0, study: STUDY, url: expect.stringMatching(/1\.2\.826\.0\.1\.4$/) },
        { file: 2, study: STUDY, url: expect.stringMatching(/1\.2\.826\.0\.1\.5$/) },
      ],
      failed: [{ file: 1, code: 'ERR_MALFORMED_INPUT', detail: expect.stringMatching(/^Not DICOM/) }],
    });
    const stow = await outcome(await uploadForm(body()));
    expect(stow).toEqual({ status: 202, stored: ['1.2.826.0.1.4', '1.2.826.0.1.5'], failed: [], other: [0xc000] });
    const none = await uploadForm(form(Buffer.from('%PDF-1.7'), Buffer.from('GIF89a')));
    const problem = await expectProblem(none, 409, 'ERR_NOT_STORED');
    expect(problem.details?.failed).toMatchObject([{ file: 0 }, { file: 1 }]);
    await expectProblem(await uploadForm(form('no file')), 400, 'ERR_INVALID_REQUEST');
  });

  it('may be parts as STOW-RS has them, into the study that the address names', async () => {
    const part = (file: Buffer, type = 'application/dicom') =>
      Buffer.concat([Buffer.from(`\r\n--=_b\r\nContent-Type: ${type}\r\n\r\n`), file]);
    const parts = (...all: Buffer[]) => Buffer.concat([...all, Buffer.from('\r\n--=_b--\r\n')]);
    const headers = { 'content-type': 'multipart/related; type="application/dicom"; boundary="=_b"' };
    const body = parts(
      part(photograph('1.2.826.0.1.6')),
      part(Buffer.from('{}'), 'application/json'),
      part(photograph('1.2.826.0.1.7', { study: '1.2.826.0.9.2', series: '1.2.826.0.9.2.1' })),
    );
    expect(await outcome(await upload(body, headers, `/studies/${STUDY}`))).toEqual({
      status: 202,
      stored: ['1.2.826.0.1.6'],
      failed: [['1.2.826.0.1.7', 0xa900]],
      other: [0xc000],
    });
    await expectProblem(
      await upload(parts(part(photograph('1.2.3.4'))), headers, '/studies/..%2F..'),
      400,
      'ERR_INVALID_REQUEST',
    );
    for (const cut of [body.subarray(0, -20), Buffer.from('no parts at all'), Buffer.alloc(0)]) {
      await expectProblem(await upload(cut, headers), 400, 'ERR_INVALID_REQUEST');
    }
    await expectProblem(await upload(body, { 'content-type': 'multipart/related' }), 400, 'ERR_INVALID_REQUEST');
    expect(incoming()).toEqual([]);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['no DICOM', Buffer.from('%PDF-1.7 this is another kind of file'.repeat(20))],
    ['a file cut short', photograph('1.2.826.0.2.1').subarray(0, -40)],
    [
      '2 GB claimed in 1 KB',
      dicomFile(element('00080018', 'UI', '1.2.826.0.2.2'), element('00091010', 'OB', Buffer.alloc(700), 0x7ffffffe)),
    ],
    ['no UIDs', dicomFile(element('00100010', 'PN', 'A^B'))],
    ['a SOP Instance UID that is none', photograph("1.2'); drop table studies; --")],
    ['a SOP Instance UID that is a path', photograph('../../../../tmp/evil')],
    ['a Study Instance UID that is a path', photograph('1.2.826.0.2.3', { study: '../../tmp' })],
    ['a SOP Instance UID that is too long', photograph(`1.${'2'.repeat(63)}`)],
  ])('refuse %s', async (_, file) => {
    const problem = await expectProblem(await upload(file), 400, 'ERR_MALFORMED_INPUT');
    expect(JSON.stringify(problem)).not.toMatch(/drop table|A\^B|evil/);
  });

  it('answer hostile files with problems of their own', async () => {
    const folder = join(golden, 'malformed');
    for (const name of readdirSync(folder)) {
      const response = await upload(readFileSync(join(folder, name)));
      expect([name, response.status]).toEqual([name, expect.toBeOneOf([400, 413])]);
      const { code } = (await response.json()) as { code: string };
      expect([name, code]).toEqual([name, expect.toBeOneOf(['ERR_MALFORMED_INPUT', 'ERR_LIMIT_EXCEEDED'])]);
    }
    await clinic.health();
    expect(incoming()).toEqual([]);
  });

  it('refuse another type of content, and compressed content', async () => {
    const file = photograph('1.2.826.0.2.3');
    for (const headers of [
      { 'content-type': 'application/octet-stream' },
      { 'content-encoding': 'gzip' },
      { 'content-type': 'multipart/related; type="application/dicom+json"; boundary=b' },
    ]) {
      await expectProblem(await upload(file, headers as Record<string, string>), 415, 'ERR_UNSUPPORTED_MEDIA_TYPE');
    }
    await expectProblem(await upload(file, { accept: 'application/dicom+xml' }), 406, 'ERR_NOT_ACCEPTABLE');
  });

  it('refuse more than the limit, whether announced or found out on the way', async () => {
    const large = photograph('1.2.826.0.2.4', { pixels: 2 * MIB });
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
    expect(incoming()).toEqual([]);
  });

  it('leave nothing behind when the client hangs up, and are taken whole afterwards', async () => {
    const file = photograph('1.2.826.0.3.1', { pixels: 300_000 });
    const headers = { 'content-type': 'application/dicom' };
    for (const framing of [{ 'content-length': String(file.length) }, { 'transfer-encoding': 'chunked' }]) {
      const before = hangUps();
      const request = await clinic.open('/studies', {
        as: 'olga',
        method: 'POST',
        headers: { ...headers, ...framing },
      });
      await new Promise((sent) => request.write(file.subarray(0, 200_000), sent));
      await until(() => incoming().length > 0 || undefined);
      request.destroy();
      await until(() => hangUps() > before || undefined);
      expect(incoming()).toEqual([]);
    }
    await clinic.poolIs({ running: 0, interactive: 0, bulk: 0 });
    expect((await upload(file)).status).toBe(200);
  });
  const hangUps = () => clinic.output.split('POST /studies: the client hung up').length;

  it('are sent away when there are too many at once', async () => {
    const headers = { 'content-type': 'application/dicom', 'content-length': '1000' };
    const waiting = await Promise.all(
      Array.from({ length: 8 }, () => clinic.open('/studies', { as: 'olga', method: 'POST', headers })),
    );
    for (const request of waiting) request.write('half');
    await until(() => incoming().length === 8 || undefined);
    const refused = await upload(photograph('1.2.826.0.3.2'));
    expect(refused.headers.get('retry-after')).toBe('1');
    await expectProblem(refused, 503, 'ERR_BUSY');
    for (const request of waiting) request.destroy();
    await until(() => incoming().length === 0 || undefined);
    expect((await upload(photograph('1.2.826.0.3.2'))).status).toBe(200);
  });

  it('may come at the same time, the same file too', async () => {
    const [a, b] = [photograph('1.2.826.0.5.1'), photograph('1.2.826.0.5.2')];
    const orders = [form(a, b), form(b, a), form(a), form(b, b)];
    const outcomes = await Promise.all(orders.map(async (body) => outcome(await uploadForm(body))));
    expect(outcomes.map(({ status, failed }) => [status, failed])).toEqual(orders.map(() => [200, []]));
  });

  it('do not mix patients or studies', async () => {
    const stranger = photograph('1.2.826.0.4.1', { patientId: 'P-00043' });
    await expectProblem(await upload(stranger), 409, 'ERR_CONFLICT');
    const misplaced = photograph('1.2.826.0.4.2', { study: '1.2.826.0.9.3' });
    await expectProblem(await upload(misplaced), 409, 'ERR_CONFLICT');
  });

  it('are of the patient with their Patient ID, unless the date of birth is another', async () => {
    for (const [at, patientId, birthDate] of [
      [4, 'P-00007', ''],
      [5, 'P-00007', '19000101'],
      [6, 'X-1', ''],
    ] as const) {
      const study = `1.2.826.0.9.${at}`;
      const file = photograph(`1.2.826.0.4.${at}`, { study, series: `${study}.1`, patientId, birthDate });
      expect((await upload(file)).status).toBe(200);
    }
  });

  it('stored what they said they stored, and nothing else', async () => {
    expect(await clinic.stop()).toBe(0);
    const { rows } = await onDatabase(clinic.folder, (database) =>
      database.query<{ uid: string; uploaded_by: number; sha256: string; bytes: number; patient: string | null }>(`
        select sop_instance_uid as uid, uploaded_by, sha256, bytes::int, record_number as patient
        from instances join series on series.id = series_id join studies on studies.id = study_id
          left join patients on patients.id = patient_id
        order by 1`),
    );
    const uploaded = rows.filter(({ uid }) => uid.startsWith('1.2.826.0.'));
    const uids = ['1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '3.1', '3.2', '4.4', '4.5', '4.6', '5.1', '5.2'];
    expect(uploaded).toMatchObject(uids.map((uid) => ({ uid: `1.2.826.0.${uid}`, uploaded_by: 1 })));
    expect(uploaded.map(({ patient }) => patient)).toEqual([
      ...Array(8).fill('P-00042'),
      ...['P-00007', null, null],
      ...['P-00042', 'P-00042'],
    ]);

    const files = join(clinic.folder, 'studies/files');
    const kept = readdirSync(files).flatMap((folder) =>
      readdirSync(join(files, folder)).map((name) => join(folder, name)),
    );
    expect(kept.sort()).toEqual(rows.map(({ sha256 }) => join(sha256.slice(0, 2), `${sha256}.dcm`)).sort());
    for (const { sha256, bytes } of rows) {
      const path = join(files, sha256.slice(0, 2), `${sha256}.dcm`);
      const file = readFileSync(path);
      expect([file.length, createHash('sha256').update(file).digest('hex')]).toEqual([bytes, sha256]);
      if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
    }
    expect(incoming()).toEqual([]);
  });
});
