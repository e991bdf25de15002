/** The clinic as a stock viewer sees it: through `dicomweb-client`, which OHIF and others are built on. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { api } from 'dicomweb-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { backends, Clinic, removeFolders, seededFolder } from './clinic';

afterAll(removeFolders);

/** As much of a browser's XMLHttpRequest as the client needs, over `fetch`. */
class Xhr {
  readyState = 0;
  status = 0;
  response: unknown;
  responseType = '';
  onreadystatechange = () => {};
  readonly #headers = new Headers();
  #received = new Headers();
  #method = '';
  #url = '';

  open(method: string, url: string) {
    this.#method = method;
    this.#url = url;
  }
  setRequestHeader(name: string, value: string) {
    this.#headers.set(name, value);
  }
  getResponseHeader(name: string) {
    return this.#received.get(name);
  }
  getAllResponseHeaders() {
    return [...this.#received].map(([name, value]) => `${name}: ${value}\r\n`).join('');
  }
  async send(body?: Uint8Array<ArrayBuffer>) {
    const response = await fetch(this.#url, {
      method: this.#method.toUpperCase(),
      headers: this.#headers,
      ...(body && { body }),
    });
    this.status = response.status;
    this.#received = response.headers;
    this.response = this.responseType === 'json' ? await response.json() : await response.arrayBuffer();
    this.readyState = 4;
    this.onreadystatechange();
  }
}

/** What the tests use of the client, whose own types ask for options that it does not need. */
interface Client {
  searchForStudies(options: object): Promise<Json[]>;
  searchForSeries(options: object): Promise<Json[]>;
  searchForInstances(options: object): Promise<Json[]>;
  retrieveStudyMetadata(options: object): Promise<Json[]>;
  retrieveSeriesMetadata(options: object): Promise<Json[]>;
  retrieveInstanceMetadata(options: object): Promise<Json[]>;
  retrieveStudy(options: object): Promise<ArrayBuffer[]>;
  retrieveInstance(options: object): Promise<ArrayBuffer>;
  retrieveInstanceFrames(options: object): Promise<ArrayBuffer[]>;
  retrieveBulkData(options: object): Promise<ArrayBuffer[]>;
  retrieveInstanceRendered(options: object): Promise<ArrayBuffer[]>;
  retrieveInstanceFramesRendered(options: object): Promise<ArrayBuffer[]>;
  storeInstances(options: object): Promise<unknown>;
}

type Json = Record<string, { Value?: unknown[]; BulkDataURI?: string }>;

const golden = join(import.meta.dirname, '../../../__test__/golden/dicom');
const file = (name: string): ArrayBuffer => new Uint8Array(readFileSync(join(golden, name))).buffer;

describe.each(backends)('dicomweb-client on the %s backend', (backend) => {
  let clinic: Clinic;
  let client: Client;

  beforeAll(async () => {
    vi.stubGlobal('XMLHttpRequest', Xhr);
    clinic = await Clinic.start(backend, await seededFolder());
    const Constructor = api.DICOMwebClient as unknown as new (options: object) => Client;
    client = new Constructor({ url: clinic.url, headers: { ...(await clinic.session('olga')) }, verbose: false });
  });
  afterAll(async () => {
    vi.unstubAllGlobals();
    await clinic?.stop();
  });

  const uid = (json: Json | undefined, tag: string) => json?.[tag]?.Value?.[0] as string;

  it('finds a study, its series and its instances', async () => {
    const studies = await client.searchForStudies({ queryParams: { PatientID: 'P-00042' } });
    expect(studies.map((json) => uid(json, '00081030'))).toEqual(['Annual eye examination']);
    const studyInstanceUID = uid(studies[0], '0020000D');
    const series = await client.searchForSeries({ studyInstanceUID });
    expect(series).toHaveLength(8);
    const [first] = series;
    const seriesInstanceUID = uid(first, '0020000E');
    const instances = await client.searchForInstances({ studyInstanceUID, seriesInstanceUID });
    expect(instances).toHaveLength(1);
    expect(await client.retrieveStudyMetadata({ studyInstanceUID })).toHaveLength(8);
    const [metadata] = (await client.retrieveSeriesMetadata({
      studyInstanceUID,
      seriesInstanceUID,
    })) as unknown as Json[];
    expect(uid(metadata, '00080018')).toBe(uid(instances[0], '00080018'));
  });

  it('stores a file, and reads it in every way', async () => {
    const source = file('pydicom/test_files/MR_small_RLE.dcm');
    await client.storeInstances({ datasets: [source] });
    const [found] = await client.searchForInstances({ queryParams: { Modality: 'MR' } });
    const at = {
      studyInstanceUID: uid(found, '0020000D'),
      seriesInstanceUID: uid(found, '0020000E'),
      sopInstanceUID: uid(found, '00080018'),
    };
    const has = (bytes: ArrayBuffer | undefined) => Buffer.from(source).includes(Buffer.from(bytes as ArrayBuffer));
    expect(Buffer.from(await client.retrieveInstance(at)).equals(Buffer.from(source))).toBe(true);
    const [again] = await client.retrieveStudy(at);
    expect(Buffer.from(again as ArrayBuffer).equals(Buffer.from(source))).toBe(true);

    const [frame] = await client.retrieveInstanceFrames({ ...at, frameNumbers: [1] });
    const native = Buffer.from(file('pydicom/test_files/MR_small_implicit.dcm'));
    expect(frame?.byteLength).toBe(64 * 64 * 2);
    expect(native.includes(Buffer.from(frame as ArrayBuffer))).toBe(true);
    const mediaTypes = [{ mediaType: 'image/x-dicom-rle', transferSyntaxUID: '1.2.840.10008.1.2.5' }];
    const [rle] = await client.retrieveInstanceFrames({ ...at, frameNumbers: [1], mediaTypes });
    expect([rle?.byteLength, has(rle)]).toEqual([expect.toSatisfy((length: number) => length > 1000), true]);

    const [metadata] = await client.retrieveInstanceMetadata(at);
    const [bulk] = await client.retrieveBulkData({ BulkDataURI: metadata?.['7FE00010']?.BulkDataURI });
    expect(bulk).toEqual(rle);

    const queryParams = { window: '600,1600,linear' };
    const png = await client.retrieveInstanceRendered({ ...at, mediaTypes: [{ mediaType: 'image/png' }], queryParams });
    expect(Buffer.from(png[0] as ArrayBuffer).toString('latin1', 1, 4)).toBe('PNG');
    const asJpeg = { ...at, frameNumbers: [1], mediaTypes: [{ mediaType: 'image/jpeg' }] };
    const jpeg = await client.retrieveInstanceFramesRendered(asJpeg);
    expect(Buffer.from(jpeg[0] as ArrayBuffer).readUInt16BE()).toBe(0xffd8);
  });

  it('is told what is not there', async () => {
    const missing = client.retrieveStudyMetadata({ studyInstanceUID: '1.2.3' });
    await expect(missing).rejects.toMatchObject({ status: 404 });
  });
});
