/** One's own account, and the link by which it begins. */
import { describe, expect, it } from 'vitest';
import { codeOf, colleague, invite, newcomer, PASSWORD } from '../accounts';
import { expectAccessible, focused, needsBrowser, noBrowser, Pages } from './browser';

const OTHER_PASSWORD = 'a bridge over two rivers';

describe.skipIf(noBrowser)(`one's own account, by the page${needsBrowser}`, () => {
  const pages = Pages.forFile();

  it('begins with a link: a password, then an app, then recovery codes, and nothing else before', async () => {
    const { link } = await invite(pages.clinic, 'ines', 'optician');
    const page = await pages.open(`/app/password#${link}`, { refusals: [400, 401] });
    await page.getByText('Welcome, Ines Novak.').waitFor();
    // It stays in no history.
    expect(page.url()).toBe(`${pages.clinic.url}/app/password`);
    await expectAccessible(page);
    expect(await focused(page).getAttribute('name')).toBe('newPassword');
    await page.getByLabel('New password').fill('ababababababababab');
    await page.keyboard.press('Enter');
    await page.getByText('must be harder to guess', { exact: false }).first().waitFor();
    expect(await page.getByLabel('New password').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Show it').check();
    await page.getByLabel('New password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Set the password' }).click();
    await page.getByRole('link', { name: 'Log in and go on' }).click();

    await page.getByLabel('User name').fill('ines');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('Set up an authenticator app first', { exact: false }).waitFor();
    expect(await page.getByRole('navigation').getByRole('link').allTextContents()).toEqual(['Your account']);
    await page.goto('/app/patients');
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    await page.getByLabel('Password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('img', { name: 'QR code' }).waitFor();
    expect(
      await page
        .locator('img.qr')
        .evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth > 0)),
    ).toBe(true);
    await expectAccessible(page);
    const secret = (await page.locator('code').textContent()) as string;
    await page.getByLabel('Code', { exact: true }).fill(codeOf(secret.replaceAll(' ', '')));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Recovery codes' }).waitFor();
    expect(await focused(page).textContent()).toBe('Recovery codes');
    expect(await page.locator('.codes li').count()).toBeGreaterThanOrEqual(8);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'I have them' }).click();
    expect(await page.locator('.codes').count()).toBe(0);
    await page.getByRole('navigation').getByRole('link', { name: 'Sales ahead' }).waitFor();
  });

  it('is not opened by a link that was used', async () => {
    const { link } = await invite(pages.clinic, 'otto', 'optician');
    const set = { method: 'POST', headers: { 'content-type': 'application/json' } };
    await pages.clinic.fetch('/auth/password', { ...set, body: JSON.stringify({ link, newPassword: PASSWORD }) });
    const page = await pages.open(`/app/password#${link}`, { refusals: [403] });
    await page.getByText('Ask a manager for another link.').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('This link is not good any more');
    await expectAccessible(page);
  });

  it('gets another password, from who knows the one it has', async () => {
    const { session } = await colleague(pages.clinic, 'petra');
    const page = await pages.open('/app/account', { as: session, refusals: [401] });
    await page.getByLabel('Password now').fill('not what it is at all');
    await page.getByLabel('New password').fill(OTHER_PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toBe('Wrong password');
    // The form, not the session, was refused.
    expect(await page.getByRole('heading', { name: 'Your account' }).count()).toBe(1);
    await page.getByLabel('Password now').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('Changed. Your other sessions have ended.').waitFor();
    // What comes next goes with the new session's token.
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
  });

  it('gets new recovery codes, or goes without an app, for who has a code', async () => {
    const { session, secret } = await colleague(pages.clinic, 'vera');
    const page = await pages.open('/app/account', { as: session, refusals: [401] });
    await page.getByLabel('Code', { exact: true }).fill('000 000');
    await page.getByRole('button', { name: 'Give me new recovery codes' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toMatch(/^Wrong code/);
    await page.getByLabel('Code', { exact: true }).fill(codeOf(secret, 1));
    await page.keyboard.press('Enter');
    const code = page.locator('.codes code').first();
    await code.waitFor();
    const recovery = (await code.textContent()) as string;
    await page.getByLabel('Remove it, or take another phone').check();
    await page.getByLabel('Code', { exact: true }).fill(recovery);
    await page.getByRole('button', { name: 'Remove it' }).click();
    // Whom a manager has invited needs one.
    await page.getByText('Set up an authenticator app first', { exact: false }).waitFor();
    expect(await page.locator('.codes').count()).toBe(0);
  });

  it('is all there is for who must set an app up, whatever page they ask for', async () => {
    const { session } = await newcomer(pages.clinic, 'hugo', 'manager');
    const page = await pages.open('/app/staff', { as: session });
    await page.getByText('Set up an authenticator app first', { exact: false }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/app/account');
    await expectAccessible(page);
  });
});
