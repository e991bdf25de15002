/** What somebody sees first, what products will sell, and how the service is. */
import { describe, expect, it } from 'vitest';
import { expectAccessible, keepBusy, needsBrowser, noBrowser, Pages } from './browser';

describe.skipIf(noBrowser)(`the overview, by the page${needsBrowser}`, () => {
  const pages = Pages.forFile();

  it('shows a manager what waits, what was invoiced, what will be sold and what stood out', async () => {
    const page = await pages.open('/app/', { as: 'maria' });
    const part = (name: string) => page.getByRole('region', { name, exact: true });
    await part('Four weeks ahead').getByRole('img').waitFor();
    await part('To be ordered and made').getByRole('link', { name: 'P-' }).first().waitFor();
    await part('Latest invoices').getByRole('link', { name: 'INV-2025-' }).first().waitFor();
    await part('To have there next week')
      .getByRole('row', { name: 'Single-vision lens 1.5, anti-reflection' })
      .waitFor();
    expect(await part('Days that stand out').getByText('▲').count()).toBeGreaterThan(0);
    // The picture is one, not a broken one.
    expect(
      await page
        .locator('img.chart')
        .evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)),
    ).toBe(672);
    await expectAccessible(page);
  });

  it('has the forecast in figures, for any product, by keys', async () => {
    const page = await pages.open('/app/', { as: 'pavel' });
    await page.getByLabel('Product', { exact: true }).focus();
    await page.keyboard.press('End');
    const name = await page.getByLabel('Product', { exact: true }).locator('option:checked').textContent();
    await page.getByRole('img', { name: name as string }).waitFor();
    await page.getByText('In figures').press('Enter');
    const figures = page.getByRole('table', { name: `${name}: the next four weeks` });
    expect(await figures.getByRole('row').count()).toBe(1 + 28);
    expect(await figures.getByText('closed').count()).toBe(4);
    await expectAccessible(page);
  });

  it('shows each role its own work, and to others says whose a page is', async () => {
    const rita = await pages.open('/app/', { as: 'rita', isDark: true });
    await rita.getByRole('link', { name: 'INV-2025-' }).first().waitFor();
    expect(await rita.getByRole('navigation').getByRole('link').allTextContents()).toEqual(
      expect.arrayContaining(['Overview', 'Patients', 'Invoices', 'Your account']),
    );
    expect(await rita.getByText('Four weeks ahead').count()).toBe(0);
    expect(await rita.getByRole('navigation').getByRole('link', { name: 'Staff' }).count()).toBe(0);
    await expectAccessible(rita);
    const olga = await pages.open('/app/staff', { as: 'olga' });
    await olga.getByRole('heading', { name: 'Not for your role' }).waitFor();
    expect(await olga.getByText('This page is for: manager.').count()).toBe(1);
    await expectAccessible(olga);
  });

  it('says when the clinic is too busy and when to come again, and gets it then', async () => {
    const page = await pages.open('/app/patients', { as: 'pavel', refusals: [503] });
    const letGo = await keepBusy(page, '/products/outlook');
    await page.getByRole('link', { name: 'Sales ahead' }).click();
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toContain('Too much to do; try again');
    expect(await alert.textContent()).toContain('in a second');
    await expectAccessible(page);
    await letGo();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('table', { name: 'Products by what they will sell' }).waitFor();
    expect(await page.getByText('Too little is known of: Frame Nova, bio-acetate.').count()).toBe(1);
    await expectAccessible(page);
  });

  it('says of a product why there is no forecast, and of one that there is how it was made', async () => {
    const none = await pages.open('/app/sales/FR-NOVA-01', { as: 'pavel', refusals: [422] });
    await none.getByRole('alert').waitFor();
    expect(await none.getByRole('alert').textContent()).toContain('There are too few data');
    expect(await none.getByRole('img', { name: 'Nova' }).count()).toBe(0);
    const page = await pages.open('/app/sales/LE-SV15-AR', { as: 'pavel', width: 390 });
    await page.getByRole('cell', { name: '20 Jun 2025' }).waitFor();
    expect(await page.getByText('627 open days').count()).toBe(1);
    await expectAccessible(page);
  });

  it('tells managers what the service works with, and how much there is to do', async () => {
    const page = await pages.open('/app/system', { as: 'maria' });
    const { clinicore, pool } = await pages.clinic.health();
    const fact = (name: string) => page.locator('dl > div').filter({ hasText: name }).locator('dd');
    await fact('Version').waitFor();
    expect(await fact('Version').textContent()).toBe(clinicore.version);
    expect(await fact('Backend').textContent()).toBe(clinicore.backend === 'native' ? 'native' : 'JavaScript');
    expect(await fact('Waiting for users').textContent()).toBe('0');
    expect(await fact('Refused beyond').textContent()).toContain(pool.maxQueue.toLocaleString('en-GB'));
    await expectAccessible(page);
  });
});
