import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dicom } from 'clinicore';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends, Clinic, expectProblem, removeFolders, seededFolder } from './clinic';
import { photograph, STUDY } from './dicomFile';
import { partsOf } from './parts';

afterAll(removeFolders);

const golden = join(import.meta.dirname, '../../../__test__/golden/dicom');
const file = (name: string) => readFileSync(join(golden, name));

/** SHA-256 of every frame as it is stored, by pydicom. */
const FRAMES: Record<string, string[]> = JSON.parse(file('frames.json').toString());

type Json = Record<string, { vr: string; Value?: unknown[]; BulkDataURI?: string; InlineBinary?: string }>;

/** The first value of an attribute. */
const first = (json: Json | undefined, tag: string): unknown => json?.[tag]?.Value?.[0];

/** Files with pixels of many kinds: what the tests below look at, besides what is seeded. */
const UPLOADED = [
  'pydicom/test_files/CT_small.dcm',
  'pydicom/test_files/MR_small_RLE.dcm',
  'pydicom/test_files/SC_rgb_rle_2frame.dcm',
  'pydicom/test_files/SC_rgb_jpeg_dcmtk.dcm',
  'pydicom/test_files/SC_rgb_small_odd_big_endian.dcm',
  'pydicom/test_files/image_dfl.dcm',
  'pydicom/charset_files/chrH31.dcm',
  'ophthalmic/lensometry_ele.dcm',
  'ophthalmic/photography.dcm',
];

describe.each(backends)('DICOMweb on the %s backend', (backend) => {
  let clinic: Clinic;
  /** Where each of the uploaded files is. */
  const places: Record<string, string> = {};

  const get = (path: string, accept?: string, as = 'pavel') =>
    clinic.fetch(path, { as, ...(accept && { headers: { accept } }) });
  const json = async (path: string): Promise<Json[]> => {
    const response = await get(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      expect.stringMatching(/^application\/dicom\+json/),
    ]);
    return (await response.json()) as Json[];
  };
  const bytes = async (response: Response) => Buffer.from(await response.arrayBuffer());
  const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex');
  const place = (name: string) => places[UPLOADED.find((path) => path.includes(name)) as string] as string;

  beforeAll(async () => {
    clinic = await Clinic.start(backend, await seededFolder());
    const data = new FormData();
    for (const name of UPLOADED) data.append('files', new Blob([new Uint8Array(file(name))]), name);
    const headers = { accept: 'application/json' };
    const response = await clinic.fetch('/studies', { as: 'olga', method: 'POST', headers, body: data });
    const { stored, failed } = (await response.json()) as { stored: { file: number; url: string }[]; failed: unknown };
    expect(failed).toEqual([]);
    for (const { file, url } of stored) places[UPLOADED[file] as string] = new URL(url).pathname;
  });
  afterAll(() => clinic?.stop());

  describe('a search', () => {
    const names = (found: Json[]) =>
      found.map((json) => (first(json, '00100010') as { Alphabetic: string }).Alphabetic);
    const EYE = 'Popescu^Carla';

    it.each([
      ['PatientID=P-00042', [EYE]],
      ['00100020=P-00042', [EYE]],
      ['PatientID=P-*&PatientName=*^carla', [EYE]],
      ['PatientName=popescu', []],
      ['PatientName=%E5%B1%B1%E7%94%B0*', ['Yamada^Tarou']],
      ['PatientName=', 'all'],
      ['PatientID=P-0004?&StudyDate=20251127', [EYE]],
      ['PatientID=%25', []],
      ['PatientID=P_00042', []],
      ['StudyDate=20251127-20251203', ['Dvořák^Zoë', EYE]],
      ['StudyDate=-20040119&ModalitiesInStudy=CT', ['CompressedSamples^CT1']],
      ['StudyDate=20251128-20251231&ModalitiesInStudy=OP', ['Nováková^Σοφία']],
      ['ModalitiesInStudy=OAM,VA', ['Dvořák^Zoë', EYE]],
      ['StudyTime=10-1015&AccessionNumber=A-20251127', [EYE]],
      ['StudyTime=1016-&AccessionNumber=A-20251127', []],
      ['StudyDescription=Annual*', [EYE]],
    ] as const)('of studies finds what matches %s', async (query, expected) => {
      const found = await json(`/studies?${query}`);
      if (expected === 'all') expect(found.length).toBeGreaterThan(8);
      else expect(names(found)).toEqual(expected);
    });

    it('may have what it searches for in a body, so that no name is in an address', async () => {
      const find = (body: object) =>
        clinic.fetch('/studies/search', {
          as: 'pavel',
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
      const found = await find({ PatientName: '*popescu*', ModalitiesInStudy: 'OPT', limit: '10' });
      expect(found.status).toBe(200);
      expect(names((await found.json()) as Json[])).toEqual([EYE]);
      await expectProblem(await find({ PatientName: 3 }), 400, 'ERR_INVALID_REQUEST');
      await expectProblem(await find({ Nonsense: '1' }), 400, 'ERR_INVALID_REQUEST');
      await expectProblem(await get('/studies/search'), 405, 'ERR_METHOD_NOT_ALLOWED');
    });

    it('gives what PS3.18 tables 10.6.3-3 to -5 ask for', async () => {
      const [study] = await json('/studies?PatientID=P-00042');
      const uid = first(study, '0020000D');
      expect(study).toMatchObject({
        '00080020': { vr: 'DA', Value: ['20251127'] },
        '00080030': { vr: 'TM', Value: ['101500'] },
        '00080050': { vr: 'SH', Value: ['A-20251127'] },
        '00080056': { vr: 'CS', Value: ['ONLINE'] },
        '00080061': { vr: 'CS', Value: ['AR', 'KER', 'LEN', 'OP', 'OPT', 'SRF', 'VA'] },
        '00080090': { vr: 'PN' },
        '00081190': { vr: 'UR', Value: [`${clinic.url}/studies/${uid}`] },
        '00100020': { vr: 'LO', Value: ['P-00042'] },
        '00100030': { vr: 'DA', Value: [expect.stringMatching(/^\d{8}$/)] },
        '00100040': { vr: 'CS', Value: ['O'] },
        '00200010': { vr: 'SH', Value: ['1'] },
        '00201206': { vr: 'IS', Value: [8] },
        '00201208': { vr: 'IS', Value: [8] },
      });
      const series = await json(`/studies/${uid}/series`);
      expect(series.map((json) => json['00200011']?.Value)).toEqual([[1], [2], [3], [4], [5], [6], [7], [8]]);
      expect(series[0]).toMatchObject({
        '00080060': { vr: 'CS', Value: ['OPT'] },
        '0008103E': { vr: 'LO', Value: ['Macula, left eye'] },
        '00201209': { vr: 'IS', Value: [1] },
      });
      // The address says which study it is.
      expect(series[0]).not.toHaveProperty('00100010');
      const one = first(series[0], '0020000E');
      const [instance] = await json(`/studies/${uid}/series/${one}/instances`);
      expect(instance).toMatchObject({
        '00080016': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.77.1.5.4'] },
        '00080056': { vr: 'CS', Value: ['ONLINE'] },
        '00081190': {
          Value: [`${clinic.url}/studies/${uid}/series/${one}/instances/${first(instance, '00080018')}`],
        },
        '00200013': { vr: 'IS', Value: [1] },
        '00280008': { vr: 'IS', Value: [21] },
        '00280010': { vr: 'US', Value: [224] },
        '00280011': { vr: 'US', Value: [352] },
        '00280100': { vr: 'US', Value: [16] },
      });
      expect(instance).not.toHaveProperty('00080060');
      expect(await json(`/studies/${uid}/instances`)).toHaveLength(8);
      expect(names(await json('/series?Modality=VA&PatientID=P-00042'))).toEqual([EYE]);
      expect(names(await json('/instances?SOPClassUID=1.2.840.10008.5.1.4.1.1.78.5,1.2.3'))).toEqual([EYE]);
      const [withStudy] = await json(`/studies/${uid}/series?includefield=PatientName&includefield=00080020`);
      expect(withStudy).toMatchObject({ '00100010': { vr: 'PN' }, '00080020': { vr: 'DA' } });
      expect(withStudy).not.toHaveProperty('00100020');
      expect((await json(`/studies/${uid}/series?includefield=all`))[0]).toHaveProperty('00100020');
    });

    it('is answered in pages, and says what is left', async () => {
      const all = names(await json('/studies'));
      const pages: string[] = [];
      for (let offset = 0; ; offset += 4) {
        const response = await get(`/studies?limit=4&offset=${offset}`);
        const page = (await response.json()) as Json[];
        pages.push(...names(page));
        const left = all.length - offset - page.length;
        expect(response.headers.get('warning')).toBe(
          left > 0 ? `299 clinic "There are ${left} additional results that can be requested"` : null,
        );
        if (left <= 0) break;
      }
      expect(pages).toEqual(all);
      expect((await get('/studies?limit=1000&fuzzymatching=true')).headers.get('warning')).toMatch(
        /Only literal matching/,
      );
    });

    it.each([
      'Modality=CT',
      'Nonsense=1',
      'StudyDate=2026',
      'StudyDate=1-2-3',
      'StudyDate=-',
      'limit=-1',
      'limit=x',
      'PatientID=a&PatientID=b',
    ])('for %s is refused', async (query) => {
      await expectProblem(await get(`/studies?${query}`), 400, 'ERR_INVALID_REQUEST');
    });
  });

  it('gives the data set, with what is binary by its address', async () => {
    const [dataSet] = await json(`${place('CT_small')}/metadata`);
    expect(dataSet).toMatchObject({ '00280010': { vr: 'US', Value: [128] }, '00281053': { vr: 'DS', Value: [1] } });
    expect(dataSet).not.toHaveProperty('00020010');
    const uri = dataSet?.['7FE00010']?.BulkDataURI as string;
    expect(uri).toBe(`${clinic.url}${place('CT_small')}/bulkdata/7FE00010`);
    const whole = file('pydicom/test_files/CT_small.dcm');
    const value = await bytes(await get(new URL(uri).pathname, 'application/octet-stream'));
    expect(value.length).toBe(128 * 128 * 2);
    expect(whole.includes(value)).toBe(true);
    const parts = await partsOf(await get(new URL(uri).pathname));
    expect(parts.map(({ type, body }) => [type, body.equals(value)])).toEqual([['application/octet-stream', true]]);

    const [name] = await json(`${place('chrH31')}/metadata`);
    expect(name?.['00080005']).toEqual({ vr: 'CS', Value: ['ISO_IR 192'] });
    const study = await json(`${place('SC_rgb_jpeg_dcmtk').replace(/\/series.*/, '')}/metadata`);
    expect(study).toHaveLength(3);
    for (const path of ['00280010000', '7fe00010', '..%2F..%2Fpasswd', '00280010[x].00280010']) {
      await expectProblem(await get(`${place('CT_small')}/bulkdata/${path}`), 400, 'ERR_INVALID_REQUEST');
    }
    await expectProblem(await get(`${place('CT_small')}/bulkdata/00091111`), 404, 'ERR_NOT_FOUND');
  });

  it('gives values and samples in little endian, whatever they are stored in', async () => {
    const big = place('small_odd_big_endian');
    const [little] = await partsOf(await get(`${big}/frames/1`));
    expect(little?.type).toBe('application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1');
    const stored = file('pydicom/test_files/SC_rgb_small_odd_big_endian.dcm').subarray(-28);
    const value = await bytes(await get(`${big}/bulkdata/7FE00010`, 'application/octet-stream'));
    expect(value.equals(Buffer.from(stored).swap16())).toBe(true);
    expect(little?.body.equals(value.subarray(0, 27))).toBe(true);
    // Deflated, so that it stands nowhere in the file.
    const inflated = await bytes(await get(`${place('image_dfl')}/bulkdata/7FE00010`, 'application/octet-stream'));
    const [frame] = await partsOf(await get(`${place('image_dfl')}/frames/1`));
    expect(frame?.body.equals(inflated.subarray(0, frame.body.length))).toBe(true);
    expect(inflated.length).toBe(512 * 512);
  });

  it('gives frames as they are stored', async () => {
    for (const [name, type] of [
      ['MR_small_RLE', 'image/dicom-rle'],
      ['SC_rgb_jpeg_dcmtk', 'image/jpeg'],
    ] as const) {
      const path = UPLOADED.find((uploaded) => uploaded.includes(name)) as string;
      const [expected] = FRAMES[path] as [string];
      const [frame] = await partsOf(await get(`${place(name)}/frames/1`, `multipart/related; type="${type}"`));
      expect([frame?.type, sha256(frame?.body as Buffer)]).toEqual([
        expect.stringMatching(`^${type}; transfer-syntax=`),
        expected,
      ]);
      const any = 'multipart/related; type=application/octet-stream; transfer-syntax=*';
      expect(sha256((await partsOf(await get(`${place(name)}/frames/1`, any)))[0]?.body as Buffer)).toBe(expected);
      const alone = await get(`${place(name)}/frames/1`, type);
      expect([alone.headers.get('content-type'), sha256(await bytes(alone))]).toEqual([frame?.type, expected]);
      const [pixelData] = await partsOf(await get(`${place(name)}/bulkdata/7FE00010`));
      expect(sha256(pixelData?.body as Buffer)).toBe(expected);
    }
    const two = await partsOf(await get(`${place('2frame')}/frames/2,1`, 'multipart/related; type="image/dicom-rle"'));
    const expected = FRAMES['pydicom/test_files/SC_rgb_rle_2frame.dcm'] as [string, string];
    expect(two.map(({ body }) => sha256(body))).toEqual([expected[1], expected[0]]);
  });

  it('gives frames decoded, as the metadata describe them', async () => {
    // What MR_small_RLE is compressed from.
    const native = file('pydicom/test_files/MR_small_implicit.dcm');
    for (const accept of ['*/*', 'multipart/related; type="application/octet-stream"', 'application/octet-stream']) {
      const response = await get(`${place('MR_small_RLE')}/frames/1`, accept);
      expect(response.status).toBe(200);
      const isAlone = accept === 'application/octet-stream';
      const frame = isAlone ? await bytes(response) : ((await partsOf(response))[0]?.body as Buffer);
      expect(frame.length).toBe(64 * 64 * 2);
      expect(native.includes(frame)).toBe(true);
    }
    const [rgb] = await json(`${place('2frame')}/metadata`);
    expect(rgb?.['00280006']?.Value).toEqual([0]);
    const [, second] = await partsOf(await get(`${place('2frame')}/frames/1,2`));
    expect(second?.body.length).toBe(100 * 100 * 3);
  });

  it('refuses frames there are not, and forms they do not have', async () => {
    const frames = `${place('MR_small_RLE')}/frames`;
    await expectProblem(await get(`${frames}/2`), 404, 'ERR_NOT_FOUND');
    await expectProblem(await get(`${frames}/1,2`), 404, 'ERR_NOT_FOUND');
    await expectProblem(await get(`${place('lensometry')}/frames/1`), 404, 'ERR_NOT_FOUND');
    for (const number of ['0', '-1', '1,,2', 'x', '1.5']) {
      await expectProblem(await get(`${frames}/${number}`), 400, 'ERR_INVALID_REQUEST');
    }
    for (const accept of [
      'multipart/related; type="image/jpeg"',
      'multipart/related; type="application/octet-stream"; transfer-syntax=1.2.840.10008.1.2.4.90',
      'text/html',
      'no media type',
    ]) {
      await expectProblem(await get(`${frames}/1`, accept), 406, 'ERR_NOT_ACCEPTABLE');
    }
    for (const path of ['/rendered', '/metadata', '']) {
      await expectProblem(await get(place('CT_small') + path, 'text/html'), 406, 'ERR_NOT_ACCEPTABLE');
    }
  });

  it('renders frames as a screen shows them', async () => {
    const rendered = `${place('CT_small')}/rendered`;
    const jpeg = await get(rendered);
    expect(jpeg.headers.get('content-type')).toBe('image/jpeg');
    expect((await bytes(jpeg)).subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
    const etag = jpeg.headers.get('etag') as string;
    const again = await clinic.fetch(rendered, {
      as: 'pavel',
      headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' },
    });
    expect(again.status).toBe(304);

    const png = async (query: string) => bytes(await get(`${rendered}?${query}`, 'image/png'));
    const size = (picture: Buffer) => [picture.readUInt32BE(16), picture.readUInt32BE(20)];
    expect(size(await png(''))).toEqual([128, 128]);
    expect(size(await png('viewport=64,200'))).toEqual([64, 64]);
    // Never larger than it is.
    expect(size(await png('viewport=9999,9999'))).toEqual([128, 128]);
    const windows = ['window=40,400', 'window=40,400,sigmoid', 'window=1000,400', ''];
    const pictures = await Promise.all(windows.map(async (query) => sha256(await png(query))));
    expect(new Set(pictures).size).toBe(4);
    expect(size(await bytes(await get(`${place('CT_small')}/thumbnail?viewport=32,32`, 'image/png')))).toEqual([
      32, 32,
    ]);
    const study = place('CT_small').replace(/\/series.*/, '');
    expect((await get(`${study}/thumbnail`)).headers.get('content-type')).toBe('image/jpeg');
    expect((await get(`${place('2frame')}/frames/2/rendered`)).status).toBe(200);

    for (const query of [
      'window=40',
      'window=40,0',
      'window=a,b',
      'window=1,2,cubic',
      'viewport=0,1',
      'viewport=1,1,0,0,1,1',
      'quality=101',
      'colour=1',
    ]) {
      await expectProblem(await get(`${rendered}?${query}`), 400, 'ERR_INVALID_REQUEST');
    }
    await expectProblem(await get(`${place('2frame')}/frames/3/rendered`), 404, 'ERR_NOT_FOUND');
    await expectProblem(await get(`${place('lensometry')}/rendered`), 404, 'ERR_NOT_FOUND');
  });

  it('gives files as they came, one alone or several in parts', async () => {
    const alone = await get(place('MR_small_RLE'), 'application/dicom');
    expect(alone.headers.get('content-type')).toBe('application/dicom; transfer-syntax=1.2.840.10008.1.2.5');
    expect((await bytes(alone)).equals(file('pydicom/test_files/MR_small_RLE.dcm'))).toBe(true);
    const study = place('SC_rgb_jpeg_dcmtk').replace(/\/series.*/, '');
    const accept = 'multipart/related; type="application/dicom"; transfer-syntax=*';
    const parts = await partsOf(await get(study, accept));
    const expected = UPLOADED.filter((name) => places[name]?.startsWith(study)).map((name) => sha256(file(name)));
    expect(parts.map(({ body }) => sha256(body)).sort()).toEqual(expected.sort());
    await expectProblem(await get(study, 'application/dicom'), 406, 'ERR_NOT_ACCEPTABLE');
    const other = 'application/dicom; transfer-syntax=1.2.840.10008.1.2.4.50';
    await expectProblem(await get(place('MR_small_RLE'), other), 406, 'ERR_NOT_ACCEPTABLE');
  });

  it('gives a file without who it is of, the same one every time, and what is to be looked at', async () => {
    const without = async (name: string) => {
      const response = await get(`${place(name)}?deidentify`);
      expect([response.status, response.headers.get('content-disposition')]).toEqual([
        200,
        'attachment; filename="deidentified.dcm"',
      ]);
      const data = await bytes(response);
      return { data, made: await dicom.open(data), warning: response.headers.get('warning') };
    };
    const [jpeg, rle] = [await without('SC_rgb_jpeg_dcmtk'), await without('2frame')];
    for (const { made } of [jpeg, rle]) {
      expect(made.get('PatientName')).toBeNull();
      expect(made.get('PatientID')).toBeNull();
      expect(made.get('PatientIdentityRemoved')).toBe('YES');
    }
    // They were of one study, and still are, but not of the same one.
    expect(jpeg.made.get('StudyInstanceUID')).toBe(rle.made.get('StudyInstanceUID'));
    expect(place('SC_rgb_jpeg_dcmtk')).not.toContain(String(jpeg.made.get('StudyInstanceUID')));
    expect((await without('SC_rgb_jpeg_dcmtk')).data.equals(jpeg.data)).toBe(true);
    expect(sha256(await jpeg.made.frameBytes(0))).toBe(FRAMES['pydicom/test_files/SC_rgb_jpeg_dcmtk.dcm']?.[0]);
    expect(jpeg.warning).toMatch(/^299 clinic "[ -~]+"/);
    for (const path of [`${place('CT_small')}?deidentify=no`, `${place('CT_small')}?name=x`]) {
      await expectProblem(await get(path), 400, 'ERR_INVALID_REQUEST');
    }
    const study = place('SC_rgb_jpeg_dcmtk').replace(/\/series.*/, '');
    await expectProblem(await get(`${study}?deidentify`), 400, 'ERR_INVALID_REQUEST');
  });

  it('gives the record of an eye examination, and its FHIR', async () => {
    const record = (await (await get(`${place('lensometry')}/eye-record`)).json()) as object;
    expect(record).toMatchObject({
      kind: 'lensometry',
      right: { sphere: -2.25, cylinder: -0.75, axis: 175 },
      left: { sphere: -1.5, cylinder: -1.25, axis: 10 },
      conflicts: [],
    });
    const response = await get(`${place('lensometry')}/fhir`);
    expect(response.headers.get('content-type')).toMatch(/^application\/fhir\+json/);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[\d.]+\.fhir\.json"$/);
    expect(await response.json()).toMatchObject({ resourceType: 'Bundle', type: 'collection' });

    const [refraction] = await json('/instances?SOPClassUID=1.2.840.10008.5.1.4.1.1.78.4&PatientID=P-00042');
    const path = new URL(first(refraction, '00081190') as string).pathname;
    const bundle = JSON.stringify(await (await get(`${path}/fhir`)).json());
    expect(bundle).toContain('"subject":{"type":"Patient","identifier":{"value":"P-00042"}}');

    await expectProblem(await get(`${place('CT_small')}/eye-record`), 404, 'ERR_NOT_FOUND');
    await expectProblem(await get(`${place('ophthalmic/photography')}/fhir`), 422, 'ERR_UNSUPPORTED');
  });

  it('is for those who treat patients, and of addresses that exist', async () => {
    const instance = place('CT_small');
    const study = instance.replace(/\/series.*/, '');
    const short = `${study}/instances/${instance.split('/').at(-1)}`;
    for (const path of [
      ...['/studies', '/series', '/instances', study, `${study}/series`, `${study}/metadata`, `${study}/thumbnail`],
      ...[instance, short].flatMap((at) =>
        ['', '/metadata', '/frames/1', '/rendered', '/thumbnail', '/frames/1/rendered', '/bulkdata/7FE00010'].map(
          (end) => at + end,
        ),
      ),
      `${place('lensometry')}/eye-record`,
      `${place('lensometry')}/fhir`,
    ]) {
      await expectProblem(await clinic.fetch(path), 401, 'ERR_NO_SESSION');
      await expectProblem(await get(path, undefined, 'rita'), 403, 'ERR_FORBIDDEN');
      const response = await get(path);
      expect([path, response.status]).toEqual([path, 200]);
      await response.arrayBuffer();
    }
    for (const end of ['', '/series', '/instances', '/metadata', '/thumbnail']) {
      const response = await get(`/studies/1.2.3.4${end}`);
      if (['/series', '/instances'].includes(end)) expect(await response.json()).toEqual([]);
      else await expectProblem(response, 404, 'ERR_NOT_FOUND');
    }
    // Another study's address does not lead to it.
    const foreign = `${place('lensometry').replace(/\/series.*/, '')}/instances/${instance.split('/').at(-1)}`;
    await expectProblem(await get(foreign), 404, 'ERR_NOT_FOUND');
    await expectProblem(await get('/studies/1.2.3%2F..%2F4'), 400, 'ERR_INVALID_REQUEST');
  });

  it('says so when a file on record has gone', async () => {
    const uid = '1.2.826.0.8.1';
    const headers = { 'content-type': 'application/dicom' };
    const body = new Uint8Array(photograph(uid, { pixels: 5_000 }));
    expect((await clinic.fetch('/studies', { as: 'olga', method: 'POST', headers, body })).status).toBe(200);
    const sha = sha256(Buffer.from(body));
    rmSync(join(clinic.folder, 'studies/files', sha.slice(0, 2), `${sha}.dcm`));
    const at = `/studies/${STUDY}/instances/${uid}`;
    for (const path of ['', '/metadata', '/bulkdata/7FE00010']) {
      const problem = await expectProblem(await get(at + path), 500, path === '' ? 'ERR_INTERNAL' : 'ERR_IO');
      expect(JSON.stringify(problem)).not.toContain(clinic.folder);
    }
  });
});
