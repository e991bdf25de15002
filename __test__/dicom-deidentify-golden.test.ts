/** What comes of all golden files: nothing of the patient is left in the bytes, and nothing else was touched. */
import { createRequire } from 'node:module';
import { dicom } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import type * as attributesModule from '../js/dicom/deidentify/attributes';
import { backends, needsNative, onBoth, useBackend } from './backends';
import { KEY } from './dicom-deidentify-bytes';
import { read, readable } from './dicom-golden';

const require = createRequire(import.meta.url);
const { attributeRow } = require('../dist/dicom/deidentify/attributes.js') as typeof attributesModule;

/** An element of a file at any depth, with its bytes. */
interface Found {
  path: string;
  tag: number;
  bytes: Buffer;
}

/** Every element that is no sequence. */
async function elementsOf(item: dicom.DicomItem, path = ''): Promise<Found[]> {
  const found: Found[] = [];
  for (const { tag, vr } of item) {
    if (vr === 'SQ') {
      for (const [number, inner] of item.items(tag).entries()) {
        found.push(...(await elementsOf(inner, `${path}${tag}[${number}].`)));
      }
    } else {
      found.push({ path: path + tag, tag: Number.parseInt(tag, 16), bytes: (await item.bytes(tag)) as Buffer });
    }
  }
  return found;
}

const isPrivate = (tag: number) => ((tag >>> 16) & 1) === 1;
/** What dummy items say. */
const DUMMY = new Set(['CONTAINS', 'Comment']);
const STANDARD_UID = /^1\.2\.840\.10008\./;

/** The single values of what must not stay, that are long enough not to be somewhere by chance. */
function secretsOf(elements: Found[]): string[] {
  return elements
    .filter(({ path, tag }) => path.split('.').some((step) => mustGo(Number.parseInt(step, 16))) || isPrivate(tag))
    .flatMap(({ bytes }) =>
      bytes
        .subarray(0, 4096)
        .toString('latin1')
        .split(/[\\^=\0]/),
    )
    .map((value) => value.trim())
    .filter((value) => value.length >= 6 && !/^(.)\1*$/.test(value) && !STANDARD_UID.test(value))
    .filter((value) => !DUMMY.has(value));
}

const mustGo = (tag: number) => attributeRow(tag) !== undefined || isPrivate(tag);

const files = readable.filter((name) => !name.includes('DICOMDIR'));

describe.each(backends)('golden files de-identified on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('have no identifying value of the input left in their bytes', async () => {
    let checked = 0;
    for (const file of files) {
      const data = read(file);
      const opened = await dicom.open(data);
      const before = await elementsOf(opened);
      const bytes = await (await dicom.deidentify(opened, { key: KEY })).toBuffer();
      // The same text may also stand where the profile keeps it: a manufacturer, say.
      const after = new Map((await elementsOf(await dicom.open(bytes))).map((found) => [found.path, found]));
      const kept = before.filter(({ path, bytes: value }) => after.get(path)?.bytes.equals(value));
      for (const secret of new Set(secretsOf(before))) {
        const needle = Buffer.from(secret, 'latin1');
        if (kept.some(({ bytes: value }) => value.includes(needle))) continue;
        checked++;
        expect(bytes.includes(needle), `${file}: a value of ${secret.length} characters`).toBe(false);
      }
    }
    expect(checked).toBeGreaterThan(1000);
  });

  it('keep every other element as it was, and report every change', async () => {
    for (const file of files) {
      const opened = await dicom.open(read(file));
      const result = await dicom.deidentify(opened, { key: KEY });
      const changed = result.report.changes.map(({ path }) => path);
      const isChanged = (path: string) => changed.some((change) => path === change || path.startsWith(`${change}[`));
      const after = await dicom.open(await result.toBuffer());
      expect(after.transferSyntax, file).toBe(opened.transferSyntax);
      const found = new Map((await elementsOf(after)).map(({ path, bytes }) => [path, bytes]));
      for (const { path, tag, bytes } of await elementsOf(opened)) {
        if (isChanged(path)) continue;
        expect(mustGo(tag) && bytes.length > 0 && !isStandard(bytes), `${file}: ${path} stays`).toBe(false);
        expect(found.get(path)?.equals(bytes), `${file}: ${path} is as it was`).toBe(true);
        found.delete(path);
      }
      for (const path of found.keys()) expect(isChanged(path), `${file}: ${path} is reported`).toBe(true);
    }
  });

  it('are the same once more de-identified, but for UIDs', async () => {
    for (const file of files) {
      const once = await (await dicom.deidentify(await dicom.open(read(file)), { key: KEY })).toBuffer();
      const { report } = await dicom.deidentify(await dicom.open(once), { key: KEY, retainUids: true });
      const again = report.changes.filter(({ action, reason }) => action !== 'replace' && !reason.startsWith('PS3.15'));
      expect(again, file).toEqual([]);
    }
  });

  it('hold UIDs that stand for the same ones in all files', async () => {
    const pairs = new Map<string, string>();
    for (const file of files) {
      const opened = await dicom.open(read(file));
      const after = await dicom.open(await (await dicom.deidentify(opened, { key: KEY })).toBuffer());
      for (const where of ['StudyInstanceUID', 'SeriesInstanceUID', 'SOPInstanceUID', 'FrameOfReferenceUID']) {
        const [old, now] = [opened.get(where), after.get(where)];
        if (typeof old !== 'string' || STANDARD_UID.test(old)) continue;
        expect(now).toMatch(/^2\.25\.\d{37,39}$/);
        expect(pairs.get(old) ?? now).toBe(now);
        pairs.set(old, String(now));
      }
    }
    expect(pairs.size).toBeGreaterThan(50);
    expect(new Set(pairs.values()).size).toBe(pairs.size);
  });

  it('still show the same pixels', async () => {
    for (const file of ['CT_small.dcm', 'MR_small_RLE.dcm', 'ExplVR_BigEnd.dcm', 'image_dfl.dcm']) {
      const opened = await dicom.open(read(`pydicom/test_files/${file}`));
      const after = await dicom.open(await (await dicom.deidentify(opened, { key: KEY })).toBuffer());
      expect((await after.frame(0)).pixels).toEqual((await opened.frame(0)).pixels);
    }
  });
});

describe.skipIf(needsNative !== '')(`de-identified on both backends${needsNative}`, () => {
  it('golden files are the same bytes, with the same report', async () => {
    for (const file of files) {
      const { native, js } = await onBoth(async () => {
        const result = await dicom.deidentify(await dicom.open(read(file)), { key: KEY, retainDates: 'modified' });
        return { report: result.report, bytes: await result.toBuffer() };
      });
      expect(js, file).toEqual(native);
    }
  });
});

/** Whether a value is empty or a UID that stays. */
const isStandard = (bytes: Buffer) => STANDARD_UID.test(bytes.toString('latin1'));
