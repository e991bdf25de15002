/** The README's examples are run as they stand, on both backends, by a clinic that has what they speak of. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as clinicore from 'clinicore';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends, useBackend } from './backends';
import { explicit, item, sequence } from './dicom-bytes';
import { image, native } from './dicom-image-bytes';
import { guideOf, runHalf } from './migrating-blocks';

const { imports, blocks } = guideOf(readFileSync(join(import.meta.dirname, '../README.md'), 'utf8'));

const double = (value: number) => Buffer.from(Float64Array.of(value).buffer);
const lens = item(sequence(0x0046_0018, [item(explicit(0x0046_0147, 'FD', double(-0.75)))]));
const upload = native(
  Buffer.of(1, 2, 3, 4),
  Buffer.concat([
    explicit(0x0008_0005, 'CS', 'ISO_IR 192'),
    explicit(0x0010_0010, 'PN', Buffer.from('Nováková^Jana ')),
    image(),
    sequence(0x0046_0014, [lens]),
  ]),
);

const [key, indexKey] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
const password = 'correct horse battery';
const otpSecret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const answers: number[] = [];
const response = { status: (code: number) => ({ end: () => answers.push(code) }) };

/** What the examples take from the service around them. */
async function given(): Promise<Record<string, unknown>> {
  const vault = new clinicore.crypto.Vault({ current: 1, keys: [{ id: 1, key }], indexKey });
  const place = { tenant: 'eye-clinic', table: 'users', column: 'otpSecret', row: 7 };
  return {
    readFile,
    dailySales: Array.from({ length: 140 }, (_, day) => (day % 7 === 6 ? 0 : 20 + ((day * 7) % 11))),
    db: { query: async () => [{ number: '2026-00417', total: '592.62' }] },
    key,
    indexKey,
    response,
    form: { password, code: clinicore.crypto.totp(otpSecret), phone: '+43 1 234' },
    user: {
      id: 7,
      passwordHash: await clinicore.crypto.hashPassword(password, { cost: 10 }),
      otpSecret: vault.seal(otpSecret, place),
      otpStep: undefined,
    },
    patient: { id: 42 },
    storeStep: async () => true,
  };
}

describe.each(backends)('the README on the %s backend', (backend) => {
  const [before, folder] = [process.cwd(), mkdtempSync(join(tmpdir(), 'clinicore-readme-'))];
  beforeAll(() => {
    process.chdir(folder);
    writeFileSync('upload.dcm', upload);
  });
  afterAll(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  });

  it.each(blocks.filter(({ title }) => title !== ''))('$title', async ({ after }) => {
    useBackend(backend);
    await runHalf(after, imports, () => clinicore, await given());
    expect(answers).toEqual([]);
  });

  it('has made the files it says, of which the DICOM one says what the comments do', async () => {
    const file = await clinicore.dicom.open('corrected.dcm');
    expect(file.get('PatientID')).toBe('P-1042');
    expect(file.get('PatientName')).toEqual({ Alphabetic: 'Nováková^Jana' });
    expect(file.get('RightLensSequence.CylinderSequence.CylinderPower')).toBe(-0.75);
    await file.close();
    const sheet = await clinicore.export.readSheet('invoices.xlsx').toTable();
    expect([...sheet.rows()].map(({ Number: number }) => number)).toEqual(['2026-00417', '2026-00418']);
  });
});
