/** New prices from a spreadsheet, shown before they are written. */
import { describe, expect, it } from 'vitest';
import { confirm, csvFile, previewOf, workbookFile } from '../prices';
import { expectAccessible, focused, needsBrowser, noBrowser, Pages } from './browser';

describe.skipIf(noBrowser)(`the price list, by the page${needsBrowser}`, () => {
  const pages = Pages.forFile({
    sql: `insert into staff (username, name, role, password_hash)
      select 'mona', 'Mona Lang', 'manager', password_hash from staff where username = 'maria'`,
  });

  const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer });

  it('is shown with what it would change and what is wrong with it, and written but for that', async () => {
    const page = await pages.open('/app/prices', { as: 'maria' });
    await expectAccessible(page);
    const prices = await workbookFile(
      ['LE-SV15-AR', 'Single-vision lens 1.5, anti-reflection', 'lens', 61.5, 7],
      ['X-NEW-01', 'Something new', 'care', 4.9, 19],
      ['CA-CLTH-01', '', '', -1, ''],
    );
    await page.getByLabel('File').setInputFiles(file('prices.xlsx', prices));
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByRole('heading', { name: 'What prices.xlsx would change' }).waitFor();
    expect(await focused(page).textContent()).toBe('What prices.xlsx would change');
    await page.getByText('1 product new, 1 changed, 0 unchanged, 1 row with problems.').waitFor();
    expect(await page.getByRole('table', { name: 'Changed' }).textContent()).toContain('61.50');
    expect(await page.getByRole('table', { name: 'Problems' }).getByRole('row').count()).toBe(2);
    await expectAccessible(page);
    const write = page.getByRole('button', { name: 'Write the prices' });
    expect(await write.isDisabled()).toBe(true);
    await page.getByLabel('Leave out the rows with problems').press('Space');
    await write.press('Enter');
    await page.getByText('Written: 1 product new, 1 changed.').waitFor();
    expect(await page.getByRole('table').count()).toBe(0);
    expect(await (await pages.clinic.fetch('/exports/products.csv', { as: 'maria' })).text()).toContain('X-NEW-01');
  });

  it('is discarded by who has thought better of it', async () => {
    const page = await pages.open('/app/prices', { as: 'maria' });
    const prices = csvFile(['LE-SV15-00', '', '', '40.00', '']);
    await page.getByLabel('File').setInputFiles(file('prices.csv', prices));
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByText('Discarded; nothing was written.').waitFor();
    expect(await page.getByRole('button', { name: 'Write the prices' }).count()).toBe(0);
  });

  it('is not written when it is no spreadsheet, or when products have changed since', async () => {
    const page = await pages.open('/app/prices', { as: 'maria', refusals: [400, 409] });
    await page.getByLabel('File').setInputFiles(file('prices.xlsx', Buffer.from('PK no workbook')));
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByRole('alert').waitFor();
    await expectAccessible(page);
    await page.getByLabel('File').setInputFiles(file('prices.csv', csvFile(['CA-CASE-01', '', '', '10.00', ''])));
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByRole('button', { name: 'Write the prices' }).waitFor();
    // Another manager is quicker.
    const { id } = await previewOf(pages.clinic, 'other.csv', csvFile(['CA-CASE-01', '', '', '11.00', '']), 'mona');
    expect((await confirm(pages.clinic, id, {}, 'mona')).status).toBe(200);
    await page.getByRole('button', { name: 'Write the prices' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('It contradicts what is on record');
  });
});
