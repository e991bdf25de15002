/** Exports: files that are made while they are downloaded, watched and stopped. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible, focused, needsBrowser, noBrowser, Pages } from './browser';

/** A part of the page. */
const part = (page: Page, name: string) => page.getByRole('region', { name });
const LIST = 'A list as a file';
const ARCHIVE = 'A month’s archive';
const INVOICES = 'A month’s invoices';

/** What is downloaded when something is done: its name and content. */
async function downloaded(page: Page, act: () => Promise<void>) {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}

/** Keeps back answers until they are let go, when the clinic has given all of them: how far it was is told meanwhile. */
async function heldBack(page: Page, path: string): Promise<() => void> {
  let letGo = () => {};
  const until = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(path, async (route) => {
    const response = await route.fetch();
    await until;
    await route.fulfill({ response });
  });
  return letGo;
}

describe.skipIf(noBrowser)(`exports, by the page${needsBrowser}`, () => {
  const pages = Pages.forFile();

  it('download a list of a period by keys alone, and say how far it is', async () => {
    const page = await pages.open('/app/exports', { as: 'pavel' });
    const list = part(page, LIST);
    await list.getByLabel('List').waitFor();
    await expectAccessible(page);
    // A manager's business.
    expect(await page.getByRole('region', { name: ARCHIVE }).count()).toBe(0);
    expect(await list.getByLabel('List').getByRole('option').allTextContents()).toEqual([
      'Price list',
      'Patients',
      'Orders',
      'Prescriptions',
      'Sales',
      'Studies',
    ]);
    // A list without days has no period.
    expect(await list.getByLabel('From').count()).toBe(0);
    await list.getByLabel('List').focus();
    await page.keyboard.type('Sales');
    await page.getByText('When they were sold').waitFor();
    await page.getByText('Columns: Day, SKU, Product, Category, Pieces.').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('CSV');
    await list.getByLabel('From').fill('2025-12-01');
    await list.getByLabel('To').fill('2025-12-02');
    const letGo = await heldBack(page, '**/exports/sales.csv*');
    await list.getByLabel('To').focus();
    const { name, content } = await downloaded(page, async () => {
      await page.keyboard.press('Enter');
      await list.getByText('100 %').waitFor();
      expect(await list.getByRole('progressbar').getAttribute('value')).toBe('1');
      await expectAccessible(page);
      letGo();
    });
    expect(name).toBe('sales.csv');
    // 39 products on two days, and the headings.
    expect(content.toString().trimEnd().split('\r\n')).toHaveLength(1 + 2 * 39);
    await list.getByText(/^Downloaded sales\.csv: \d+ kB\.$/).waitFor();
    expect(await list.getByRole('progressbar').count()).toBe(0);
  });

  it('make files of every format that there is', async () => {
    const page = await pages.open('/app/exports', { as: 'rita' });
    const list = part(page, LIST);
    await list.getByLabel('List').selectOption('Price list');
    const begins: Record<string, string> = { xlsx: 'PK', csv: '\u{feff}', parquet: 'PAR1', arrow: 'ARROW1' };
    for (const [format, begin] of Object.entries(begins)) {
      await list.getByLabel('Format').selectOption(format);
      const file = await downloaded(page, () => list.getByRole('button', { name: 'Download' }).press('Enter'));
      expect(file.name).toBe(`products.${format}`);
      expect(file.content.toString().startsWith(begin)).toBe(true);
      await list.getByText(`Downloaded products.${format}`).waitFor();
    }
  });

  it('are stopped when somebody wants them to be', async () => {
    const page = await pages.open('/app/exports', { as: 'pavel' });
    const list = part(page, LIST);
    await list.getByLabel('List').selectOption('Sales');
    // Nothing comes of it before it is cancelled.
    await page.route('**/exports/sales.xlsx*', () => {});
    const asked = page.waitForRequest('**/exports/sales.xlsx*');
    const gone = page.waitForEvent('requestfailed', (request) => request.url().includes('sales.xlsx'));
    await list.getByRole('button', { name: 'Download' }).press('Enter');
    await asked;
    await list.getByText('Begun …').waitFor();
    await list.getByRole('button', { name: 'Cancel' }).press('Enter');
    expect((await gone).failure()?.errorText).toBe('net::ERR_ABORTED');
    await list.getByText('Cancelled.').waitFor();
    expect(await focused(page).textContent()).toBe('Download');
    expect(await list.getByRole('progressbar').count()).toBe(0);
    // It can be begun again.
    await page.unroute('**/exports/sales.xlsx*');
    await list.getByLabel('From').fill('2025-12-30');
    const { name } = await downloaded(page, () => list.getByRole('button', { name: 'Download' }).press('Enter'));
    expect(name).toBe('sales.xlsx');
  });

  it('put a month into an archive, with a password that stands in no address', async () => {
    const page = await pages.open('/app/exports', { as: 'maria', refusals: [404] });
    const archive = part(page, ARCHIVE);
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    await archive.getByLabel('Password').fill('a long secret');
    await archive.getByLabel('With a PDF').press('Space');
    await expectAccessible(page);
    const { name, content } = await downloaded(page, () => archive.getByLabel('Password').press('Enter'));
    expect(name).toBe('archive-2025-12.zip');
    // Of a local header, the bit that says that the file is encrypted (APPNOTE.TXT 4.4.4).
    expect(content.readUInt32LE(0)).toBe(0x04034b50);
    expect(content.readUInt16LE(6) & 1).toBe(1);
    expect(addresses.filter((address) => /secret/.test(address))).toEqual([]);
    expect(addresses.filter((address) => address.includes('2025-12.zip?pdf=false&progress='))).toHaveLength(1);
    await archive.getByLabel('Month').fill('1999-01');
    await archive.getByRole('button', { name: 'Download' }).press('Enter');
    await archive.getByText('There is no such thing: There is nothing of this month').waitFor();
  });

  it('put the invoices of a month into a zip, and say how many are made', async () => {
    const page = await pages.open('/app/exports', { as: 'maria' });
    const invoices = part(page, INVOICES);
    const letGo = await heldBack(page, '**/exports/invoices.zip*');
    const { name, content } = await downloaded(page, async () => {
      await invoices.getByLabel('Month').press('Enter');
      await invoices.getByText('100 %').waitFor();
      letGo();
    });
    expect(name).toBe('invoices-2025-12.zip');
    expect(content.readUInt32LE(0)).toBe(0x04034b50);
    await invoices.getByText(/^Downloaded invoices-2025-12\.zip/).waitFor();
  });

  it('say why there is no file: a period the wrong way round, too much to do, an end that is none', async () => {
    const page = await pages.open('/app/exports', { as: 'maria', refusals: [400, 503] });
    const list = part(page, LIST);
    const download = list.getByRole('button', { name: 'Download' });
    await list.getByLabel('From').fill('2025-12-02');
    await list.getByLabel('To').fill('2025-12-01');
    await download.press('Enter');
    await list.getByText('The request is not valid: from: must not be after `to`').waitFor();
    // Which field it is, is said at the field, too.
    expect(await list.getByLabel('From').getAttribute('aria-invalid')).toBe('true');
    await expectAccessible(page);

    await page.route('**/exports/invoices.xlsx*', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        headers: { 'retry-after': '1' },
        body: JSON.stringify({ title: 'Too much to do; try again', status: 503, code: 'ERR_BUSY' }),
      }),
    );
    await list.getByLabel('From').fill('2025-12-01');
    await download.press('Enter');
    await list.getByText('It is worth another try in a second.').waitFor();
    await page.unroute('**/exports/invoices.xlsx*');
    await download.press('Enter');
    await list.getByText(/^Downloaded invoices\.xlsx/).waitFor();
  });

  it('save nothing of a file that breaks off', async () => {
    const page = await pages.open('/app/exports', { as: 'maria' });
    const list = part(page, LIST);
    await list.getByLabel('List').waitFor();
    // As the page sees it when the clinic cuts the connection in the middle of a file.
    await page.evaluate(`{
      const { fetch } = window;
      window.fetch = async (path, options) =>
        path.startsWith('/exports/invoices.xlsx')
          ? new Response(new ReadableStream({ pull: (stream) => stream.error(new TypeError('network error')) }))
          : fetch(path, options);
    }`);
    let hasDownloaded = false;
    page.on('download', () => {
      hasDownloaded = true;
    });
    await list.getByRole('button', { name: 'Download' }).press('Enter');
    await list.getByText('The file has broken off: nothing was saved').waitFor();
    expect(hasDownloaded).toBe(false);
  });

  it('end with the session', async () => {
    const session = await pages.clinic.sessionOf(await pages.clinic.login('maria', 'demo-manager'));
    const page = await pages.open('/app/exports', { as: session, refusals: [401] });
    const list = part(page, LIST);
    await list.getByLabel('List').waitFor();
    await page.context().clearCookies();
    await list.getByRole('button', { name: 'Download' }).press('Enter');
    await page.getByText('Your session is over.').waitFor();
    expect(await page.getByText('Columns:').count()).toBe(0);
  });

  it('fit on a phone', async () => {
    const page = await pages.open('/app/exports', { as: 'maria', width: 390 });
    await part(page, LIST).getByLabel('List').waitFor();
    await expectAccessible(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  });
});
