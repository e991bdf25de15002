/** Files that are sent while they are made: how much of one there is, and how to stop it. */
import { request, said } from './session.js';

/**
 * Lets a form download a file when it is submitted: with a bar, words on how it goes, and a button to stop it.
 *
 * @param pathOf the address, from the form's fields
 * @param optionsOf of the request, from the same
 */
export function downloads(form, pathOf, optionsOf = () => ({})) {
  const [submit, cancel, bar, status] = ['[type="submit"]', '.cancel', 'progress', '.status'].map((part) =>
    form.querySelector(part),
  );
  let controller;
  const show = (isRunning) => {
    submit.disabled = isRunning;
    cancel.hidden = !isRunning;
    bar.hidden = !isRunning;
    // Nothing is known yet: a bar that only moves.
    bar.removeAttribute('value');
  };
  cancel.addEventListener('click', () => controller.abort());

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const fields = new FormData(form);
    controller = new AbortController();
    show(true);
    status.textContent = 'Begun';
    const onProgress = ({ done, total }) => {
      if (total === null) {
        // All rows are read before the first is written: nobody knows how many will come.
        status.textContent = `${counted(done)} rows read`;
        return;
      }
      Object.assign(bar, { max: total, value: done });
      // An archive has each row once for each format, so that their number says little.
      status.textContent = `${Math.floor((100 * done) / total)} %`;
    };
    try {
      const { signal } = controller;
      const [file, name] = await watched(pathOf(fields), { ...optionsOf(fields), signal }, onProgress);
      save(file, name);
      status.textContent = `Downloaded ${name}: ${counted(Math.ceil(file.size / 1000))} kB`;
    } catch (error) {
      status.textContent = controller.signal.aborted ? 'Cancelled' : said(error);
    }
    show(false);
  });
}

const counted = (count) => count.toLocaleString('en-GB');

/** Fetches a file to its end; the clinic tells how much of it is made. */
function watched(path, options, onProgress) {
  return watching(onProgress, async (progress) => {
    const response = await request(`${path}${path.includes('?') ? '&' : '?'}progress=${progress}`, options);
    const [, name] = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? [];
    return [await response.blob(), name];
  });
}

/** Asks for something under a name by which the clinic tells how much of it is done. */
export async function watching(onProgress, ask) {
  const progress = crypto.randomUUID();
  const events = new EventSource(`/exports/progress/${progress}`);
  events.addEventListener('progress', ({ data }) => onProgress(JSON.parse(data)));
  try {
    // Asked for earlier, its beginning would be missed.
    await new Promise((resolve) => {
      for (const event of ['begin', 'error']) events.addEventListener(event, resolve, { once: true });
    });
    return await ask(progress);
  } finally {
    events.close();
  }
}

/** Hands a file to the browser. */
function save(file, name) {
  const href = URL.createObjectURL(file);
  Object.assign(document.createElement('a'), { href, download: name }).click();
  // When the browser has taken it over.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
