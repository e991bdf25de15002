/** The import of a price list: what it would change is shown before anything is written. */
import { byId, element } from './dom.js';
import { request, said } from './session.js';

const upload = byId('upload');
const confirm = byId('confirm');
const preview = byId('preview');
const status = byId('status');
let waiting;

upload.addEventListener('submit', async (event) => {
  event.preventDefault();
  const fields = new FormData(upload);
  const decimals = fields.get('decimals');
  fields.delete('decimals');
  preview.hidden = true;
  await during(async () => {
    const path = `/imports/prices?decimals=${decimals}`;
    show(await (await request(path, { method: 'POST', body: fields })).json());
    return '';
  });
});

confirm.addEventListener('submit', async (event) => {
  event.preventDefault();
  await during(async () => {
    const written = await (
      await request(`/imports/prices/${waiting.id}/confirm`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ leaveOutProblems: confirm.elements.leaveOut.checked }),
      })
    ).json();
    close();
    return `Written: ${products(written.new, 'new')}, ${products(written.changed, 'changed')}.`;
  });
});

byId('discard').addEventListener('click', () =>
  during(async () => {
    await request(`/imports/prices/${waiting.id}`, { method: 'DELETE' });
    close();
    return 'Discarded; nothing was written.';
  }),
);

/** Does something while no other button can be pressed, and says what came of it. */
async function during(work) {
  const bar = upload.querySelector('progress');
  const buttons = document.querySelectorAll('button');
  status.textContent = '';
  bar.hidden = false;
  for (const button of buttons) button.disabled = true;
  try {
    status.textContent = await work();
  } catch (error) {
    status.textContent = said(error);
  }
  bar.hidden = true;
  for (const button of buttons) button.disabled = false;
  enable();
}

function close() {
  preview.hidden = true;
  upload.reset();
}

const products = (count, kind) => (count === 1 ? `1 product ${kind}` : `${count} products ${kind}`);

function show(answer) {
  waiting = answer;
  const { file, counts, problems } = answer;
  byId('preview-title').textContent = `What ${file} would change`;
  byId('summary').textContent = [
    products(counts.new, 'new'),
    products(counts.changed, 'changed'),
    products(counts.unchanged, 'unchanged'),
    counts.withProblems === 1 ? '1 row with problems' : `${counts.withProblems} rows with problems`,
  ].join(', ');
  byId('tables').replaceChildren(...[problemTable(problems), changeTable(answer), newTable(answer)].filter(Boolean));
  const isFaulty = counts.withProblems > 0;
  byId('leave-out').hidden = !isFaulty;
  confirm.reset();
  preview.hidden = false;
  preview.focus();
}

/** Prices can be written when there is something to write, and rows with problems are left out on purpose. */
function enable() {
  const { counts } = waiting ?? {};
  const isSure = !counts?.withProblems || confirm.elements.leaveOut.checked;
  confirm.querySelector('[type="submit"]').disabled = !counts || counts.new + counts.changed === 0 || !isSure;
}
confirm.addEventListener('change', enable);

/** A table with as many rows as the clinic lists; there may be more. */
function table(caption, head, rows) {
  if (rows.length === 0) return undefined;
  const more = rows.length === waiting.listed ? ` (the first ${waiting.listed})` : '';
  const heading = (name) =>
    element('th', { scope: 'col', className: NUMBERS.includes(name) ? 'number' : undefined, textContent: name });
  return element(
    'div',
    // It scrolls, also by keys.
    { className: 'scroll', tabIndex: 0, role: 'region', 'aria-label': caption },
    element(
      'table',
      {},
      element('caption', { textContent: `${caption}${more}` }),
      element('thead', {}, element('tr', {}, head.map(heading))),
      element('tbody', {}, rows),
    ),
  );
}

/** The columns of numbers. */
const NUMBERS = ['Row', 'Price before', 'Price after', 'Net price', 'Tax rate %'];

const cell = (textContent) => element('td', { textContent });
const number = (text, isChanged) =>
  element('td', { className: 'number' }, isChanged ? element('strong', { textContent: text }) : String(text));

const problemTable = (problems) =>
  table(
    'Problems',
    ['Row', 'Column', 'What is wrong'],
    problems.map(({ row, column, reason }) =>
      element('tr', { className: 'bad' }, number(row), cell(column ?? 'All of it'), cell(reason)),
    ),
  );

/** The other columns than the price, by what the clinic calls them. */
const OTHERS = { name: 'Name', category: 'Category', taxRate: 'Tax rate %' };

const changeTable = ({ changed }) =>
  table(
    'Changed',
    ['Row', 'SKU', 'Name', 'Price before', 'Price after', 'Other changes'],
    changed.map(({ row, before, after }) =>
      element(
        'tr',
        {},
        ...[number(row), cell(after.sku), cell(before.name), number(before.unitPrice)],
        number(after.unitPrice, after.unitPrice !== before.unitPrice),
        cell(
          Object.entries(OTHERS)
            .filter(([key]) => before[key] !== after[key])
            .map(([key, name]) => `${name}: ${before[key]} → ${after[key]}`)
            .join('; '),
        ),
      ),
    ),
  );

const newTable = (answer) =>
  table(
    'New',
    ['Row', 'SKU', 'Name', 'Category', 'Net price', 'Tax rate %'],
    answer.new.map(({ row, after }) =>
      element(
        'tr',
        {},
        ...[number(row), cell(after.sku), cell(after.name), cell(after.category)],
        ...[number(after.unitPrice), number(after.taxRate)],
      ),
    ),
  );

// Who is not logged in is asked to by the first request.
await request('/exports').catch((error) => {
  status.textContent = said(error);
});
enable();
