/** A study: that its images are those of the clinic, and what can be done with them, mostly by keys. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible, focused, needsBrowser, noBrowser, Pages } from './browser';

type Json = Record<string, { Value?: unknown[] }>;

/** The names of studies of the seed's data. */
const EXAMINED = 'P-00042';
const WALKED_IN = 'F1';

/**
 * How far the picture on the canvas is from one of the clinic's, drawn in the same place: the greatest difference in red, green
 * or blue of any pixel, and how many different greys or colours there are.
 */
const DIFFERENCE = `async (path) => {
  const answer = await fetch(path, { headers: { accept: 'image/png' } });
  const picture = await createImageBitmap(await answer.blob());
  const canvas = document.querySelector('canvas');
  const { width, height } = canvas;
  const [shown, expected] = [0, 1].map(() =>
    Object.assign(document.createElement('canvas'), { width, height }).getContext('2d', { willReadFrequently: true }),
  );
  shown.drawImage(canvas, 0, 0);
  const scale = Math.min(width / picture.width, height / picture.height);
  const [w, h] = [picture.width * scale, picture.height * scale];
  expected.imageSmoothingEnabled = scale < 4;
  expected.imageSmoothingQuality = 'high';
  expected.drawImage(picture, (width - w) / 2, (height - h) / 2, w, h);
  const [a, b] = [shown, expected].map((context) => context.getImageData(0, 0, width, height).data);
  let greatest = 0;
  const colours = new Set();
  for (let at = 0; at < a.length; at++) {
    greatest = Math.max(greatest, Math.abs(a[at] - b[at]));
    if (at % 4 === 0) colours.add((a[at] << 16) | (a[at + 1] << 8) | a[at + 2]);
  }
  return { greatest, colours: colours.size };
}`;

describe.skipIf(noBrowser)(`a study, by the page${needsBrowser}`, () => {
  const pages = Pages.forFile();

  /** The address of a study's page, and where its files are. */
  async function studyOf(patientId: string) {
    const get = async (path: string) => (await (await pages.clinic.fetch(path, { as: 'olga' })).json()) as Json[];
    const [study] = await get(`/studies?PatientID=${patientId}`);
    const uid = study?.['0020000D']?.Value?.[0] as string;
    const files = await get(`/studies/${uid}/instances`);
    return {
      address: `/app/studies/${uid}`,
      paths: files.map((file) => new URL(file['00081190']?.Value?.[0] as string).pathname),
    };
  }

  /** Waits until what is on the canvas is what the clinic has at a path, pixel for pixel. */
  async function expectShown(page: Page, path: string) {
    const difference = () =>
      page.evaluate(`(${DIFFERENCE})('${path}')`) as Promise<{ greatest: number; colours: number }>;
    await expect.poll(difference, { timeout: 30_000 }).toMatchObject({ greatest: 0 });
    // Not that both were empty.
    expect((await difference()).colours).toBeGreaterThan(50);
  }

  const image = (page: Page, name: string | RegExp) => page.getByRole('img', { name }).waitFor();

  it('shows frames in whatever window as the clinic renders them, by keys alone', async () => {
    const { address, paths } = await studyOf(EXAMINED);
    const [macula, right] = paths as [string, string];
    const page = await pages.open(address, { as: 'pavel' });
    await page.getByRole('heading', { name: 'Popescu, Carla' }).waitFor();
    expect(await page.title()).toBe('Study · The example clinic');
    // Of the sections, the one in the middle, in the window of the file.
    await image(page, 'Macula, left eye, Left eye, frame 11 of 21, 352 × 224 pixels, window center 1300, width 2600');
    await expectShown(page, `${macula}/frames/11/rendered`);
    await page.getByRole('heading', { name: 'Visual acuity' }).waitFor();
    await expectAccessible(page);

    const stage = page.getByRole('application');
    await stage.focus();
    await page.keyboard.press('ArrowRight');
    await image(page, /frame 12 of 21/);
    await page.getByText('Frame 12 of 21', { exact: true }).waitFor();
    await expectShown(page, `${macula}/frames/12/rendered`);
    for (const [key, frame] of Object.entries({ Home: 1, ArrowLeft: 1, End: 21, PageUp: 11, ArrowDown: 12 })) {
      await page.keyboard.press(key);
      await image(page, new RegExp(`frame ${frame} of 21`));
    }

    // The window in steps of a twentieth of all values, and back.
    const center = page.getByRole('spinbutton', { name: 'Center' });
    await page.keyboard.press('Shift+C');
    await page.getByText(/^Center \d+, width 2600$/).waitFor();
    const darker = Number(await center.inputValue());
    expect(darker).toBeLessThan(1300);
    await page.keyboard.press('w');
    await image(page, new RegExp(`window center ${darker}, width (?!2600)`));
    const width = Number(await page.getByRole('spinbutton', { name: 'Width' }).inputValue());
    expect(width - 2600).toBe(1300 - darker);
    await expectShown(page, `${macula}/frames/12/rendered?window=${darker},${width}`);
    await page.keyboard.press('r');
    await image(page, /window center 1300, width 2600$/);

    // Larger, to the side, and all of it again.
    await page.keyboard.press('+');
    await page.getByText('125 %', { exact: true }).first().waitFor();
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('0');
    await expectShown(page, `${macula}/frames/12/rendered`);
    await page.keyboard.press('i');
    await image(page, /inverted$/);
    await page.keyboard.press('r');
    await expectShown(page, `${macula}/frames/12/rendered`);

    // What is typed counts at once; a width that cannot be, not at all.
    await center.fill('900');
    await page.getByRole('spinbutton', { name: 'Width' }).fill('0');
    await page.getByRole('spinbutton', { name: 'Width' }).fill('700.5');
    await expectShown(page, `${macula}/frames/12/rendered?window=900,700.5`);
    await page.getByRole('button', { name: 'All values' }).press('Enter');
    await image(page, /window center (?!900)/);

    // A photograph in colour has no window: the clinic has rendered it.
    await page.getByRole('button', { name: 'Fundus, right eye' }).press('Enter');
    await image(page, 'Fundus, right eye, Right eye, 448 × 448 pixels');
    await expectShown(page, `${right}/rendered`);
    expect(await center.isDisabled()).toBe(true);
    await expectAccessible(page);
  });

  it('plays, and says what is under the mouse', async () => {
    const { address, paths } = await studyOf(EXAMINED);
    const page = await pages.open(address, { as: 'maria' });
    await image(page, /frame 11 of 21/);
    const stage = page.getByRole('application');
    await stage.focus();
    await page.keyboard.press('Space');
    await image(page, /frame (?!11|12)\d+ of 21/);
    const play = page.getByRole('button', { name: 'Play' });
    expect(await play.getAttribute('aria-pressed')).toBe('true');
    await play.press('Enter');
    expect(await play.getAttribute('aria-pressed')).toBe('false');

    // The wheel goes through the frames, and leaves the page where it is.
    const slider = page.getByRole('slider', { name: 'Frame' });
    await slider.fill('8');
    await stage.hover();
    await page.mouse.wheel(0, -100);
    await image(page, /frame 7 of 21/);
    expect(await page.evaluate('scrollY')).toBe(0);

    // The value in the middle is that of the file.
    const samples = await pages.clinic.fetch(`${paths[0]}/frames/7`, {
      as: 'maria',
      headers: { accept: 'application/octet-stream' },
    });
    const value = new Uint16Array(await samples.arrayBuffer())[112 * 352 + 176];
    const { x, y, width, height } = (await stage.boundingBox()) as {
      x: number;
      y: number;
      width: number;
      height: number;
    };
    await page.mouse.move(x + width / 2 + 1, y + height / 2 + 1);
    await page.getByText(`176, 112\n${value}`).waitFor();

    // Dragging changes the window; where Shift is held, it moves the picture.
    await page.mouse.down();
    await page.mouse.move(x + width / 2 + 50, y + height / 2 + 40, { steps: 4 });
    await page.mouse.up();
    await image(page, /window center (?!1300)\d+, width (?!2600)\d+/);
  });

  it('has the eye record beside it, right and left in columns, and on paper', async () => {
    const { address } = await studyOf(EXAMINED);
    const page = await pages.open(address, { as: 'olga' });
    const refraction = page.getByRole('table', { name: 'Subjective refraction: Refraction' });
    const row = (label: string) => refraction.getByRole('row', { name: new RegExp(`^${label}`) }).getByRole('cell');
    await refraction.waitFor();
    expect(await refraction.getByRole('columnheader').allTextContents()).toEqual([
      'Measured',
      'Right (OD)',
      'Left (OS)',
      'Both (OU)',
    ]);
    // A 0 that was measured, and what was not.
    expect(await row('Sphere').allTextContents()).toEqual(['−2.25', '0.00', '–']);
    expect(await row('Pupillary distance').allTextContents()).toEqual(['–', '–', '63.5']);

    const link = page.getByRole('link', { name: 'Acuity, best corrected' });
    await link.press('Enter');
    await page.locator(':target').getByRole('heading', { name: 'Visual acuity' }).waitFor();
    const fhir = page.getByRole('article').last().getByRole('link', { name: 'Download as FHIR' });
    const [download] = await Promise.all([page.waitForEvent('download'), fhir.press('Enter')]);
    expect(download.suggestedFilename()).toMatch(/\.fhir\.json$/);

    await image(page, /frame 11 of 21/);
    await page.emulateMedia({ media: 'print' });
    const printed = [page.getByText(/^Macula, left eye, Left eye, frame 11 of 21/), page.locator('canvas'), refraction];
    for (const part of printed) expect(await part.isVisible()).toBe(true);
    const pressed = [
      page.getByRole('button'),
      page.getByRole('link'),
      page.getByRole('slider'),
      page.getByRole('navigation'),
    ];
    for (const part of pressed) expect(await part.count()).toBe(0);
  });

  it('warns of what must be looked at, and needs no image', async () => {
    const { address } = await studyOf(WALKED_IN);
    const page = await pages.open(address, { as: 'olga' });
    const findings = page.getByRole('note', { name: 'Findings' });
    await findings.getByText('10 findings to look at').waitFor();
    expect(await findings.getByRole('listitem').allTextContents()).toContain(
      'Right: SpherePower is outside of what is plausible, -40 to 40 (the file says −225)',
    );
    expect(await page.locator('canvas').count()).toBe(0);
    await expectAccessible(page);
  });

  it('says when a frame cannot be had, and shows it at the next try', async () => {
    const { address, paths } = await studyOf(EXAMINED);
    const page = await pages.open(address, { as: 'pavel', refusals: [503] });
    await image(page, /frame 11 of 21/);
    await page.route('**/frames/20', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        headers: { 'retry-after': '1' },
        body: JSON.stringify({ title: 'Too much to do; try again', status: 503, code: 'ERR_BUSY' }),
      }),
    );
    await page.getByRole('slider', { name: 'Frame' }).fill('20');
    await page.getByText('It is worth another try in a second.').waitFor();
    // What is there stays, and says what it is.
    await image(page, /frame 11 of 21/);
    await expectAccessible(page);
    await page.unroute('**/frames/20');
    await page.getByRole('button', { name: 'Try again' }).press('Enter');
    await image(page, /frame 20 of 21/);
    await expectShown(page, `${paths[0]}/frames/20/rendered`);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('is gone when the session is over, and there at the same address after the next log-in', async () => {
    const { address } = await studyOf(EXAMINED);
    const session = await pages.clinic.sessionOf(await pages.clinic.login('pavel', 'demo-optician'));
    const page = await pages.open(address, { as: session, refusals: [401] });
    await image(page, /frame 11 of 21/);
    await page.context().clearCookies();
    await page.getByRole('slider', { name: 'Frame' }).fill('1');
    await page.getByText('Your session is over.').waitFor();
    expect(await page.getByText('Popescu').count()).toBe(0);
    expect(await page.locator('canvas').count()).toBe(0);
    await page.getByLabel('User name').fill('pavel');
    await page.getByLabel('Password').fill('demo-optician');
    await page.keyboard.press('Enter');
    await image(page, /frame 11 of 21/);
  });

  it('that is none is said to be none, and the reception has no business here', async () => {
    const page = await pages.open('/app/studies/1.2.3', { as: 'olga' });
    await page.getByText('There is no such study.').waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'All studies' }).press('Enter');
    await page.getByRole('heading', { name: 'Studies' }).waitFor();
    expect(await focused(page).textContent()).toBe('Studies');
    const other = await pages.open('/app/studies/1.2.3', { as: 'rita' });
    await other.getByText('This page is for: optometrist, optician, manager.').waitFor();
  });

  it('fits on a phone', async () => {
    const { address } = await studyOf(EXAMINED);
    const page = await pages.open(address, { as: 'olga', width: 390 });
    await image(page, /frame 11 of 21/);
    await page.getByRole('heading', { name: 'Visual acuity' }).waitFor();
    await expectAccessible(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  });
});
