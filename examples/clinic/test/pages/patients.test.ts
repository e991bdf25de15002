/** Patients: found, looked at, changed. */
import { describe, expect, it } from 'vitest';
import { expectAccessible, focused, needsBrowser, noBrowser, Pages } from './browser';

describe.skipIf(noBrowser)(`patients, by the page${needsBrowser}`, () => {
  const pages = Pages.forFile();

  it('are found and changed by keys alone, with nothing of them in an address, a title or storage', async () => {
    const page = await pages.open('/app/patients', { as: 'rita' });
    const { name, phone } = (await (await pages.clinic.fetch('/patients/42', { as: 'rita' })).json()) as {
      name: string;
      phone: string;
    };
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    await page.getByLabel('By').selectOption('phone');
    await page.getByLabel('Number').focus();
    await page.keyboard.type(phone);
    await page.keyboard.press('Enter');
    await page.getByText(/^\d+ patients? found\.$/).waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'P-00042' }).press('Enter');
    await page.getByRole('heading', { name, level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/app/patients/42');
    await page.getByRole('region', { name: 'Invoices' }).getByRole('link', { name: 'INV-' }).first().waitFor();
    await expectAccessible(page);

    await page.getByLabel('Phone').fill('030 / 23125 777');
    await page.keyboard.press('Enter');
    await page.getByText('Saved.').waitFor();
    expect(await page.locator('dd', { hasText: '030 / 23125 777' }).count()).toBe(1);
    await page.keyboard.press('Enter');
    await page.getByText('Nothing was changed.').waitFor();

    expect(await page.title()).toBe('Patient · The example clinic');
    const seen =
      addresses.join('\n') + (await page.evaluate('JSON.stringify([localStorage, sessionStorage, history.state])'));
    for (const secret of [phone, encodeURIComponent(phone), name.split(' ')[1] as string, '777']) {
      expect(decodeURIComponent(seen)).not.toContain(secret);
    }
  });

  it('stay as they are when a number is none: the field says so', async () => {
    const page = await pages.open('/app/patients/7', { as: 'rita', refusals: [400] });
    const field = page.getByLabel('Phone');
    await field.fill('no number');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    const described = await field.getAttribute('aria-describedby');
    expect(await page.locator(`[id="${described}"]`).textContent()).toBe('must be a phone number');
    await expectAccessible(page);
    await field.fill('');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe(null);
    expect(await page.locator('dd', { hasText: 'none' }).count()).toBe(1);
  });

  it('are gone from the page when the session is over, and there again after the next log-in', async () => {
    const page = await pages.open('/app/patients/9', { as: 'rita', refusals: [401] });
    const heading = page.getByRole('heading', { level: 1 });
    await page.getByRole('button', { name: 'Save' }).waitFor();
    const name = (await heading.textContent()) as string;
    await page.context().clearCookies();
    await page.getByLabel('Phone').fill('030 23125 123');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Your session is over. Log in to go on where you were.').waitFor();
    expect(await page.getByText(name).count()).toBe(0);
    await expectAccessible(page);
    await page.getByLabel('User name').fill('rita');
    await page.getByLabel('Password').fill('demo-reception');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name, level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/app/patients/9');
  });

  it('show each role what it needs, and say so when there is no such patient', async () => {
    const page = await pages.open('/app/patients/42', { as: 'olga', refusals: [404] });
    await page.getByRole('region', { name: 'Studies' }).getByRole('link').first().waitFor();
    await page.getByRole('link', { name: /^RX / }).first().waitFor();
    for (const text of ['Phone', 'Insurance number', 'Orders', 'Dossier as PDF', 'Save']) {
      expect(await page.getByText(text).count()).toBe(0);
    }
    await page.goto('/app/patients/999999');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('There is no patient with this id');
    await page.getByRole('link', { name: 'Patients' }).click();
    await page.getByRole('heading', { name: 'Patients' }).waitFor();
    expect(await focused(page).textContent()).toBe('Patients');
    await page.getByLabel('Record number').fill('p-99999');
    await page.keyboard.press('Enter');
    await page.getByText('Nobody has it.').waitFor();
  });
});
