/** The audit log: its entries, and whether it is whole. */
import { byId, element } from './dom.js';
import { watching } from './download.js';
import { request, said } from './session.js';

const filter = byId('filter');
const verify = byId('verify');
const verdict = byId('verdict');
const status = byId('status');
const ENTRIES_A_PAGE = 50;
let oldest;

const counted = (count) => `${count.toLocaleString('en-GB')} ${count === 1 ? 'entry' : 'entries'}`;

/** What is wrong, by its reason, from the last sound entry on. */
const FAULTS = {
  malformed: (after) => `Entry ${after + 1} is no entry any more.`,
  changed: (after) => `Entry ${after + 1} was changed.`,
  unlinked: (after) =>
    `What follows on entry ${after} is not what was written then: something was taken out, put in or moved.`,
  checkpoint: (after) => `A seal after entry ${after} is not genuine, or is of another entry.`,
  anchor: (after) => `The log, which ends at entry ${after}, does not hold the anchor: it was cut off or rewritten.`,
  head: (after) => `The log ends at entry ${after}, which is not the one that was written last: it was cut off.`,
};

function saidOf(result) {
  if (!result.ok) return `Not whole. ${FAULTS[result.reason](result.soundUpTo.seq)}`;
  const { entries, sealed, head } = result;
  const certain =
    sealed.seq === 0
      ? 'None is sealed yet.'
      : sealed.seq === head.seq
        ? 'All are sealed: nobody without the key has changed any.'
        : `Sealed up to entry ${sealed.seq}: up to there, nobody without the key has changed any.`;
  return `Whole: ${counted(entries)}. ${certain}`;
}

verify.addEventListener('submit', async (event) => {
  event.preventDefault();
  const button = verify.querySelector('button');
  const bar = verify.querySelector('progress');
  const [seq, hash] = verify.elements.anchor.value.trim().split(/\s+/);
  const anchor = seq ? { seq, hash } : {};
  const onProgress = ({ done, total }) => {
    Object.assign(bar, { max: total, value: done });
    verdict.textContent = `${Math.floor((100 * done) / total)} %`;
  };
  bar.removeAttribute('value');
  bar.hidden = false;
  button.disabled = true;
  byId('anchor').hidden = true;
  Object.assign(verdict, { textContent: 'Begun', className: '' });
  try {
    const response = await watching(onProgress, (progress) =>
      request(`/audit/verification?${new URLSearchParams({ ...anchor, progress })}`),
    );
    const result = await response.json();
    Object.assign(verdict, { textContent: saidOf(result), className: result.ok ? 'good' : 'bad' });
    if (result.ok) showAnchor(result.head);
  } catch (error) {
    verdict.textContent = said(error);
  }
  bar.hidden = true;
  button.disabled = false;
});

function showAnchor({ seq, hash }) {
  byId('anchor-seq').textContent = seq;
  byId('anchor-hash').textContent = hash;
  byId('anchor-at').textContent = moment(new Date());
  byId('copied').textContent = '';
  byId('anchor').hidden = false;
}
byId('copy').addEventListener('click', async () => {
  try {
    await navigator.clipboard.writeText(`${byId('anchor-seq').textContent} ${byId('anchor-hash').textContent}`);
    byId('copied').textContent = 'Copied';
  } catch {
    byId('copied').textContent = 'The browser does not let pages copy: select it';
  }
});
byId('print').addEventListener('click', () => print());

filter.addEventListener('submit', (event) => {
  event.preventDefault();
  list();
});
byId('latest').addEventListener('click', () => list());
byId('older').addEventListener('click', () => list(oldest));

const moment = (at) => at.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

/** Shows the latest entries, or those before one. */
async function list(before) {
  const wanted = [...new FormData(filter)].filter(([, value]) => value);
  if (before !== undefined) wanted.push(['before', before]);
  try {
    const { entries, staff } = await (await request(`/audit?${new URLSearchParams(wanted)}`)).json();
    offer(staff);
    oldest = entries.at(-1)?.seq;
    byId('older').disabled = entries.length < ENTRIES_A_PAGE;
    status.textContent = entries.length === 0 ? 'There are none.' : '';
    byId('entries').replaceChildren(...(entries.length === 0 ? [] : [table(entries)]));
  } catch (error) {
    status.textContent = said(error);
  }
}

/** Whom entries can be filtered by; who is chosen stays so. */
function offer(staff) {
  const { staff: choice } = filter.elements;
  const chosen = choice.value;
  choice.replaceChildren(new Option('Anybody', ''), ...staff.map(({ id, name }) => new Option(name, id)));
  choice.value = chosen;
}

function table(entries) {
  const heading = (textContent) =>
    element('th', { scope: 'col', textContent, className: textContent === 'Entry' ? 'number' : undefined });
  const cell = (textContent) => element('td', { textContent });
  return element(
    'div',
    // It scrolls, also by keys.
    { className: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Entries' },
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, ['Entry', 'When', 'Who', 'What', 'What about'].map(heading))),
      element(
        'tbody',
        {},
        entries.map(({ seq, at, staff, name, action, subject }) =>
          element(
            'tr',
            {},
            element('td', { className: 'number', textContent: seq }),
            cell(moment(new Date(at))),
            cell(staff === null ? 'Nobody logged in' : (name ?? `Staff ${staff}`)),
            cell(action),
            element('td', {}, linkOf(subject)),
          ),
        ),
      ),
    ),
  );
}

/** A subject; one that has a page, with a link to it. */
function linkOf(subject) {
  const id = /^patient\/(\d+)$/.exec(subject ?? '')?.[1];
  return id ? element('a', { href: `patients.html#${id}`, textContent: subject }) : (subject ?? '');
}

await list();
