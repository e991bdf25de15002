/** The audit log: its entries, and whether it is whole. */
import { describe, expect, it } from 'vitest';
import { expectAccessible, needsBrowser, noBrowser, Pages } from './browser';

describe.skipIf(noBrowser)(`the audit log, by the page${needsBrowser}`, () => {
  const pages = Pages.forFile();

  it('is verified, gives an anchor, and reaches it the next time, but not another', async () => {
    const page = await pages.open('/app/audit', { as: 'maria' });
    await page.getByRole('button', { name: 'Verify' }).press('Enter');
    const verdict = page.getByText(/^Whole: \d+ entr/);
    await verdict.waitFor();
    await expectAccessible(page);
    const fact = (name: string) => page.locator('dl > div').filter({ hasText: name }).locator('dd').textContent();
    const [seq, hash] = [await fact('Entry'), (await fact('Hash')) as string];
    expect(hash).toMatch(/^[\da-f]{64}$/);
    const anchor = page.getByLabel('Anchor, if you have one');
    await anchor.fill(`${seq} ${hash}`);
    await page.keyboard.press('Enter');
    await page.getByText(/^Whole: \d+ entr/).waitFor();
    await anchor.fill(`${seq} ${hash.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))}`);
    await page.keyboard.press('Enter');
    await page.getByText(/^Not whole\. The log, which ends at entry \d+, does not hold the anchor/).waitFor();
    await expectAccessible(page);
  });

  it('is shown by person and record, with a way to the record', async () => {
    await (await pages.clinic.fetch('/patients/42', { as: 'rita' })).text();
    await (await pages.clinic.fetch('/patients/43', { as: 'rita' })).text();
    const page = await pages.open('/app/audit', { as: 'maria' });
    const table = page.getByRole('table', { name: 'Entries' });
    await table.getByText('patient.read').first().waitFor();
    await page.getByLabel('Who').selectOption('Rita Sommer');
    await page.getByLabel('What about').fill('patient/42');
    await page.keyboard.press('Enter');
    await table.getByRole('link', { name: 'patient/43' }).waitFor({ state: 'detached' });
    const row = table.getByRole('row', { name: 'patient.read' });
    await row.waitFor();
    expect(await row.count()).toBe(1);
    expect(await row.textContent()).toContain('Rita Sommer');
    expect(await page.getByLabel('Who').locator('option:checked').textContent()).toBe('Rita Sommer');
    await expectAccessible(page);
    await row.getByRole('link', { name: 'patient/42' }).click();
    await page.getByRole('region', { name: 'Who' }).getByText('P-00042').waitFor();
  });

  it('says so when too many verify it', async () => {
    const page = await pages.open('/app/audit', { as: 'maria', refusals: [503] });
    await page.route(/\/audit\/verification\?/, (route) =>
      route.fulfill({
        status: 503,
        headers: { 'retry-after': '1' },
        contentType: 'application/problem+json',
        body: JSON.stringify({ title: 'Too much to do; try again', status: 503, code: 'ERR_BUSY' }),
      }),
    );
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText('It is worth another try in a second.').waitFor();
    expect(await page.getByText(/^Whole/).count()).toBe(0);
  });
});
