/** Documents in the page: invoices and what else is printed. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { pdfText } from '../pdfText';
import { expectAccessible, keepBusy, needsBrowser, noBrowser, Pages } from './browser';

describe.skipIf(noBrowser)(`documents, by the page${needsBrowser}`, () => {
  const pages = Pages.forFile();

  const printedOf = async () => {
    const { entries } = (await (await pages.clinic.fetch('/audit', { as: 'maria' })).json()) as {
      entries: { action: string; subject: string | null }[];
    };
    return entries.filter(({ action }) => action === 'document.printed').map(({ subject }) => subject);
  };

  it('shows an invoice in words and as it is printed, logs it once, and gives it by its true name', async () => {
    const page = await pages.open('/app/invoices', { as: 'rita' });
    await page.getByLabel('Only those that are to be paid').check();
    await page.getByRole('heading', { name: 'To be paid' }).waitFor();
    await page.getByRole('cell', { name: /^due / }).first().waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Older' }).click();
    const link = page.getByRole('link', { name: 'INV-2025-' }).first();
    await link.waitFor();
    await page.goto('/app/invoices/3105');
    await page.getByRole('heading', { name: 'Invoice INV-2025-03105' }).waitFor();
    expect(await page.getByRole('row', { name: 'Frame Sport, wrapped, with strap' }).textContent()).toContain(
      '€318.00',
    );
    const frame = page.getByTitle('Invoice INV-2025-03105');
    await frame.waitFor();
    expect(await frame.getAttribute('src')).toMatch(/^blob:/);
    // The browser's own viewer took it: it is in the frame as a PDF.
    const viewer = page.frames().find((inner) => inner.url().startsWith('blob:'));
    expect(await viewer?.evaluate('document.contentType')).toBe('application/pdf');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('INV-2025-03105.pdf');
    const { buffer } = new Uint8Array(await readFile((await download.path()) as string));
    expect((await pdfText(buffer)).text).toContain('INV-2025-03105');
    expect(await printedOf()).toEqual(['invoice/3105']);
    await expectAccessible(page);
  });

  it('prints the document, not the page around it', async () => {
    const page = await pages.open('/app/prescriptions/7', { as: 'olga' });
    await page.locator('iframe').waitFor();
    await page.evaluate(`document.querySelector('iframe').contentWindow.print = () => { document.title = 'printed'; }`);
    await page.getByRole('button', { name: 'Print' }).press('Enter');
    expect(await page.title()).toBe('printed');
    await expectAccessible(page);
  });

  it('says why there is no receipt, and makes one of what is paid', async () => {
    const page = await pages.open('/app/invoices/3182/receipt', { as: 'rita', refusals: [409] });
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('There is no receipt before the invoice is paid');
    await page.goto('/app/invoices/3105');
    await page.getByRole('link', { name: 'Receipt' }).click();
    await page.getByTitle('Receipt of invoice 3105').waitFor();
    await expectAccessible(page);
  });

  it('tries again what the clinic was too busy for', async () => {
    const page = await pages.open('/app/patients/42', { as: 'maria', refusals: [503] });
    const letGo = await keepBusy(page, '/patients/42/dossier.pdf');
    await page.getByRole('link', { name: 'Dossier as PDF' }).click();
    await page.getByRole('alert').waitFor();
    await letGo();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByTitle('Dossier of patient 42').waitFor();
    await page.goto('/app/orders/1126');
    await page.getByTitle('Order sheet 1126').waitFor();
    await page.goto('/app/invoices/1/e-invoice');
    await page.getByTitle('E-invoice 1').waitFor();
  });
});
