/** Logging in, the frame around the pages, and what the server gives for their addresses. */
import { describe, expect, it } from 'vitest';
import { codeOf, colleague, PASSWORD } from '../accounts';
import { expectProblem } from '../clinic';
import { expectAccessible, focused, needsBrowser, noBrowser, Pages } from './browser';

describe.skipIf(noBrowser)(`logging in, by the page${needsBrowser}`, () => {
  const pages = Pages.forFile();

  it('leads from the root to the page that was asked for, by keys alone', async () => {
    const page = await pages.open('/');
    expect(new URL(page.url()).pathname).toBe('/app/');
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    await expectAccessible(page);
    expect(await page.title()).toBe('Log in · The example clinic');
    await page.keyboard.type('rita');
    await page.keyboard.press('Tab');
    await page.keyboard.type('demo-reception');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(await page.getByRole('banner').textContent()).toContain('Rita Sommer, reception');
    expect(await page.title()).toBe('Overview · The example clinic');
    await expectAccessible(page);
  });

  it('says why somebody is refused, at once and aloud, and keeps what they entered', async () => {
    const page = await pages.open('/app/', { refusals: [401] });
    await page.getByLabel('User name').fill('rita');
    await page.getByLabel('Password').fill('demo-manager');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toBe('Wrong user name or password');
    expect(await page.getByLabel('User name').inputValue()).toBe('rita');
    await expectAccessible(page);
  });

  it('asks for the second factor, refuses a wrong code, and takes the right one', async () => {
    const { username, secret } = await colleague(pages.clinic, 'ines');
    const page = await pages.open('/app/', { refusals: [401] });
    await page.getByLabel('User name').fill(username);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Second step' }).waitFor();
    await expectAccessible(page);
    await page.keyboard.type('no code');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toMatch(/^Wrong code/);
    // The one that enrolled is used up.
    await page.getByLabel('Code').fill(codeOf(secret, 1));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
  });

  it('begins again when the password was too long ago', async () => {
    const { username } = await colleague(pages.clinic, 'tom');
    const page = await pages.open('/app/', { refusals: [401] });
    await page.getByLabel('User name').fill(username);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Second step' }).waitFor();
    await page.context().clearCookies();
    await page.getByLabel('Code').fill('123456');
    await page.keyboard.press('Enter');
    await page.getByText('That took too long: begin again.').waitFor();
    await page.getByLabel('Password').waitFor();
  });

  it('takes nothing of a page along when its session ends, and goes on there after the next log-in', async () => {
    const page = await pages.open('/app/', { as: 'pavel', refusals: [401] });
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    expect(await page.getByText('Pavel', { exact: true }).count()).toBe(0);
    expect(new URL(page.url()).pathname).toBe('/app/');
    // The session is gone for good, not only from the page.
    await page.reload();
    await page.getByLabel('User name').fill('pavel');
    await page.getByLabel('Password').fill('demo-optician');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
  });

  it('lets who has no mouse skip the navigation, and says so of an address that is none', async () => {
    const page = await pages.open('/app/nowhere/at/all', { as: 'maria' });
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Tab');
    expect(await focused(page).textContent()).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await focused(page).textContent()).toBe('Go to the overview');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    // Who cannot see that another page has come hears it.
    expect(await focused(page).textContent()).toBe('Overview');
  });

  it('opens its menu on a phone, and closes it where that leads', async () => {
    const page = await pages.open('/app/nowhere', { as: 'maria', width: 390 });
    const menu = page.getByRole('button', { name: 'Menu' });
    await menu.click();
    expect(await menu.getAttribute('aria-expanded')).toBe('true');
    await expectAccessible(page);
    await page.getByRole('navigation').getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(await menu.getAttribute('aria-expanded')).toBe('false');
    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    // Nothing stands out over the side.
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  });

  it('serves one document for all addresses, never kept, and its files for ever', async () => {
    const { clinic } = pages;
    const page = await clinic.fetch('/app/patients/42');
    expect(page.status).toBe(200);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    const html = await page.text();
    const files = [...html.matchAll(/(?:src|href)="(\/app\/assets\/[^"]+)"/g)].map(([, path]) => path as string);
    expect(files.length).toBeGreaterThanOrEqual(3);
    for (const file of files) {
      const answer = await clinic.fetch(file);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    }
    await expectProblem(await clinic.fetch('/app/assets/gone-abc.js'), 404, 'ERR_NOT_FOUND');
    await expectProblem(await clinic.fetch('/application'), 404, 'ERR_NOT_FOUND');
    await expectProblem(await clinic.fetch('/app/', { method: 'POST' }), 405, 'ERR_METHOD_NOT_ALLOWED');
  });
});
