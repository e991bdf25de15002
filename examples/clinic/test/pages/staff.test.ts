/** The staff's accounts, for managers. */
import { describe, expect, it } from 'vitest';
import { PASSWORD } from '../accounts';
import { expectAccessible, focused, needsBrowser, noBrowser, Pages } from './browser';

describe.skipIf(noBrowser)(`the staff's accounts, by the page${needsBrowser}`, () => {
  const pages = Pages.forFile();

  it('begin with an invitation, whose link sets a password', async () => {
    const page = await pages.open('/app/staff', { as: 'maria' });
    await page.getByLabel('Name', { exact: true }).fill('Ines Novak');
    await page.getByLabel('User name').fill('ines');
    await page.getByLabel('Role').selectOption('optician');
    await page.getByRole('button', { name: 'Invite' }).press('Enter');
    await page.getByText('Ines Novak is invited.').waitFor();
    // It is what comes next.
    expect(await focused(page).textContent()).toBe('Link for Ines Novak');
    const link = await page.getByLabel('Link', { exact: true }).inputValue();
    expect(link.startsWith(`${pages.clinic.url}/app/password#`)).toBe(true);
    await page.getByRole('row', { name: 'Ines Novak' }).getByText('invited').waitFor();
    await expectAccessible(page);
    const other = await pages.open(link.slice(pages.clinic.url.length), {});
    await other.getByLabel('New password').fill(PASSWORD);
    await other.keyboard.press('Enter');
    await other.getByText('The password is set.').waitFor();
  });

  it('are not made twice: the form says why, and keeps what was entered', async () => {
    const page = await pages.open('/app/staff', { as: 'maria', refusals: [409] });
    await page.getByLabel('Name', { exact: true }).fill('Another Rita');
    await page.getByLabel('User name').fill('rita');
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('Somebody has this user name');
    expect(await page.getByLabel('User name').inputValue()).toBe('rita');
    await expectAccessible(page);
  });

  it('are closed by who confirms it, and opened again', async () => {
    const page = await pages.open('/app/staff', { as: 'maria' });
    const row = page.getByRole('row', { name: 'Pavel Urban' });
    await row.getByRole('button', { name: 'Close: Pavel Urban' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Close: Pavel Urban' });
    await dialog.getByText('Close the account of Pavel Urban? Their sessions end now.').waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    expect(await dialog.isVisible()).toBe(false);
    // Nobody is left behind in nowhere.
    expect(await focused(page).getAttribute('aria-label')).toBe('Close: Pavel Urban');
    expect(await row.getByText('active').count()).toBe(1);
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByText('The account of Pavel Urban is closed.').waitFor();
    await row.getByText('closed').waitFor();
    await row.getByRole('button', { name: 'Open again: Pavel Urban' }).click();
    await page.getByText('The account of Pavel Urban is open again.').waitFor();
    await row.getByText('active').waitFor();
  });

  it('are helped back in by a link, but not by oneself', async () => {
    const page = await pages.open('/app/staff', { as: 'maria', width: 390 });
    await page.getByRole('button', { name: 'New password: Rita Sommer' }).click();
    await page.getByRole('heading', { name: 'Link for Rita Sommer' }).waitFor();
    const own = page.getByRole('row', { name: 'Maria Keller' });
    expect(await own.getByRole('button').count()).toBe(0);
    await own.getByRole('link', { name: 'Your account' }).click();
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
  });
});
