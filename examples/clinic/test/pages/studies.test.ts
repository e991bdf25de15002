/** The list of studies: what is searched for, and what is added. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { photograph } from '../dicomFile';
import { expectAccessible, focused, needsBrowser, noBrowser, Pages } from './browser';

const golden = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../../../__test__/golden/dicom/ophthalmic', `${name}.dcm`));

/** A file as a user chooses it. */
const chosen = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/dicom', buffer });

describe.skipIf(noBrowser)(`studies, by the page${needsBrowser}`, () => {
  const pages = Pages.forFile({ settings: { MAX_STUDY_MIB: '1' } });

  it('are found by keys alone, with nothing of whom in any address, and opened', async () => {
    const page = await pages.open('/app/studies', { as: 'pavel' });
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    await page.getByText('4 studies.').waitFor();
    await expectAccessible(page);
    // Only optometrists add to them.
    expect(await page.getByRole('heading', { name: 'Upload' }).count()).toBe(0);

    await page.getByLabel('Patient', { exact: true }).focus();
    await page.keyboard.type('popescu');
    await page.keyboard.press('Enter');
    await page.getByText('1 study.').waitFor();
    expect(await page.getByRole('rowheader').allTextContents()).toEqual([
      expect.stringMatching(/^Popescu, CarlaP-00042/),
    ]);
    // The button keeps the search where it is; the table and its link come after it.
    await page.getByRole('button', { name: 'Search' }).focus();
    for (let key = 0; key < 2; key++) await page.keyboard.press('Tab');
    expect(await focused(page).textContent()).toBe('Popescu, Carla');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Popescu, Carla' }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/app\/studies\/2\.25\.\d+$/);
    expect(await page.title()).toBe('Study · The example clinic');
    expect(addresses.filter((address) => /popescu|carla|00042/i.test(address))).toEqual([]);
    expect(await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])')).toBe('[{},{}]');
  });

  it('are found by day, kind and record number, or not at all', async () => {
    const page = await pages.open('/app/studies', { as: 'maria' });
    const names = () => page.getByRole('rowheader').getByRole('link').allTextContents();
    await page.getByLabel('From').fill('2025-12-03');
    await page.getByLabel('To').fill('2025-12-09');
    await page.keyboard.press('Enter');
    await page.getByText('2 studies.').waitFor();
    expect(await names()).toEqual(['Nováková, Σοφία', 'Dvořák, Zoë']);
    await page.getByLabel('Kind').selectOption('Biometry (OAM, IOL)');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('1 study.').waitFor();
    expect(await names()).toEqual(['Dvořák, Zoë']);
    await page.getByLabel('Record number').fill('P-00042');
    await page.keyboard.press('Enter');
    await page.getByText('There is no such study.').waitFor();
    await page.getByText('0 studies.').waitFor();
  });

  it('are uploaded by an optometrist, who is told of each file what became of it', async () => {
    const page = await pages.open('/app/studies', { as: 'olga', refusals: [400, 409, 413] });
    await page.getByText('4 studies.').waitFor();
    const upload = page.getByRole('button', { name: 'Upload' });
    const files = page.getByLabel('DICOM files');
    await expectAccessible(page);

    // Nothing can be stored of these: one by itself, then two.
    await files.setInputFiles([chosen('letter.pdf', Buffer.from('%PDF-1.7'))]);
    await upload.press('Enter');
    await page.getByText(/^The content does not follow its format: Not DICOM/).waitFor();
    await files.setInputFiles([
      chosen('letter.pdf', Buffer.from('%PDF-1.7')),
      chosen('picture.gif', Buffer.from('GIF89a')),
    ]);
    await upload.press('Enter');
    await page.getByText('Nothing was stored: None of the files was stored').waitFor();
    expect(await page.getByRole('status').getByRole('listitem').allTextContents()).toEqual([
      expect.stringMatching(/^letter\.pdf: Not DICOM/),
      expect.stringMatching(/^picture\.gif: Not DICOM/),
    ]);
    await expectAccessible(page);

    // Of these two, one can.
    await files.setInputFiles([
      chosen('photograph.dcm', golden('photography')),
      chosen('letter.pdf', Buffer.from('%PDF-1.7')),
    ]);
    await upload.press('Enter');
    await page.getByText('1 file stored.').waitFor();
    await page.getByText('letter.pdf').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.getByText('5 studies.').waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Open the study' }).press('Enter');
    await page.getByRole('heading', { name: 'Fixture, Eye' }).waitFor();
    await page.getByRole('img', { name: /^\D+, \d+ × \d+ pixels/ }).waitFor();

    // What is larger than may be.
    await page.goto('/app/studies');
    await files.setInputFiles([chosen('large.dcm', photograph('1.2.826.0.8.2', { pixels: 2 ** 21 }))]);
    await upload.press('Enter');
    await page.getByText(/^It is too large/).waitFor();
  });

  it('are uploaded when they are dropped, and not when that is cancelled', async () => {
    const page = await pages.open('/app/studies', { as: 'olga' });
    await page.getByText(/^\d studies\.$/).waitFor();
    const drop = async (name: string, bytes: number[]) => {
      const dropped = `new File([new Uint8Array([${bytes}])], '${name}')`;
      const files = await page.evaluateHandle(
        `(() => { const files = new DataTransfer(); files.items.add(${dropped}); return files; })()`,
      );
      await page.locator('form:has(input[type="file"])').dispatchEvent('drop', { dataTransfer: files });
    };
    const file = [...golden('visual_acuity')];
    // The clinic is not asked before the upload is cancelled.
    let held = () => {};
    const isHeld = new Promise<void>((resolve) => {
      held = resolve;
    });
    await page.route('/studies', (route) => (route.request().method() === 'POST' ? held() : route.continue()));
    await drop('dropped.dcm', file);
    await isHeld;
    await page.getByRole('progressbar', { name: 'Sent' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Cancelled.').waitFor();
    expect(await focused(page).getAttribute('type')).toBe('file');
    await page.unroute('/studies');
    await drop('dropped.dcm', file);
    await page.getByText('1 file stored.').waitFor();
  });

  it('says when the clinic has too much to do, and finds them at the next try', async () => {
    const page = await pages.open('/app/studies', { as: 'pavel', refusals: [503] });
    await page.getByText(/^\d studies\.$/).waitFor();
    await page.route('/studies/search', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        headers: { 'retry-after': '1' },
        body: JSON.stringify({ title: 'Too much to do; try again', status: 503, code: 'ERR_BUSY' }),
      }),
    );
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('It is worth another try in a second.').waitFor();
    expect(await page.getByRole('rowheader').count()).toBe(0);
    await expectAccessible(page);
    await page.unroute('/studies/search');
    await page.getByRole('button', { name: 'Try again' }).press('Enter');
    await page.getByText(/^\d studies\.$/).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('are gone from the page when the session is over, and there again after the next log-in', async () => {
    const session = await pages.clinic.sessionOf(await pages.clinic.login('olga', 'demo-optometrist'));
    const page = await pages.open('/app/studies', { as: session, refusals: [401] });
    await page.getByText(/^\d studies\.$/).waitFor();
    await page.getByLabel('DICOM files').setInputFiles([chosen('acuity.dcm', golden('visual_acuity'))]);
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Upload' }).click();
    await page.getByText('Your session is over.').waitFor();
    expect(await page.getByText('Popescu').count()).toBe(0);
    await page.getByLabel('User name').fill('olga');
    await page.getByLabel('Password').fill('demo-optometrist');
    await page.keyboard.press('Enter');
    await page.getByText(/^\d studies\.$/).waitFor();
  });

  it('fit on a phone', async () => {
    const page = await pages.open('/app/studies', { as: 'olga', width: 390 });
    await page.getByText(/^\d studies\.$/).waitFor();
    await expectAccessible(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  });
});
