/** The list of studies: searching and uploading. */
import { dateOf, first, nameOf, search, values } from './dicomweb.js';
import { byId, element } from './dom.js';
import { Refused, reasonOf, request, said, token } from './session.js';

const MOST = 100;

/** Modalities without pictures. */
const MEASUREMENTS = ['LEN', 'AR', 'KER', 'SRF', 'VA', 'OAM', 'IOL', 'OPV', 'SR'];

const searchForm = byId('search');

/** The search's fields as QIDO-RS has them. */
function queryOf(fields) {
  const query = new URLSearchParams({ limit: MOST });
  const name = fields.get('PatientName').trim();
  if (name !== '') query.set('PatientName', `*${name}*`);
  const days = ['from', 'to'].map((end) => fields.get(end).replaceAll('-', ''));
  if (days.some(Boolean)) query.set('StudyDate', days.join('-'));
  for (const exact of ['PatientID', 'ModalitiesInStudy']) {
    if (fields.get(exact) !== '') query.set(exact, fields.get(exact));
  }
  return query;
}

async function list() {
  const found = byId('found');
  try {
    const studies = await search(`/studies?${queryOf(new FormData(searchForm))}`);
    document.querySelector('#studies tbody').replaceChildren(...studies.map(row));
    const count = studies.length === 1 ? '1 study' : `${studies.length} studies`;
    found.textContent = studies.length === MOST ? `The latest ${count}; search to see others` : count;
  } catch (error) {
    found.textContent = said(error);
  }
}

function row(study) {
  const uid = first(study, '0020000D');
  const series = first(study, '00201206');
  const files = first(study, '00201208');
  return element(
    'tr',
    {},
    element('td', {}, pictureOf(study)),
    element(
      'td',
      {},
      element('a', { href: `viewer.html?study=${uid}`, textContent: nameOf(study) }),
      element('small', {
        textContent: [first(study, '00100020'), dateOf(study, '00100030')].filter(Boolean).join(' · '),
      }),
    ),
    element(
      'td',
      {},
      first(study, '00081030') ?? '–',
      element('small', { textContent: first(study, '00080050') ?? '' }),
    ),
    element('td', { textContent: dateOf(study, '00080020') || '–' }),
    element(
      'td',
      {},
      values(study, '00080061').map((kind) => element('span', { className: 'kind', textContent: kind })),
    ),
    element('td', {}, String(files), element('small', { textContent: series === 1 ? '1 series' : `${series} series` })),
  );
}

/** A picture of a study, or an empty place for those that are measurements only. */
function pictureOf(study) {
  const none = element('span', { className: 'no-picture' });
  if (values(study, '00080061').every((kind) => MEASUREMENTS.includes(kind))) return none;
  const src = `/studies/${first(study, '0020000D')}/thumbnail?viewport=112,84`;
  const picture = element('img', { loading: 'lazy', alt: '', width: 56, height: 42, src });
  picture.addEventListener('error', () => picture.replaceWith(none));
  return picture;
}

/** Sends files, telling how much of them is sent: what `fetch` cannot say. */
async function send(files) {
  const sent = byId('sent');
  const data = new FormData();
  for (const file of files) data.append('files', file);
  const sending = new XMLHttpRequest();
  sending.open('POST', '/studies');
  const headers = { accept: 'application/json', ...(await token()) };
  for (const [name, value] of Object.entries(headers)) sending.setRequestHeader(name, value);
  sending.upload.addEventListener('progress', ({ loaded, total }) => {
    Object.assign(sent, { value: loaded / total, hidden: false });
  });
  return new Promise((resolve, reject) => {
    sending.addEventListener('load', () => {
      const type = sending.getResponseHeader('content-type') ?? '';
      resolve(new Response(sending.response, { status: sending.status, headers: { 'content-type': type } }));
    });
    sending.addEventListener('error', () => reject(new Refused('No answer from the clinic')));
    sending.addEventListener('loadend', () => {
      sent.hidden = true;
    });
    sending.send(data);
  });
}

/** What became of the files, those that were not stored by name and with the reason. */
function outcomeOf(files, stored, failed) {
  const studies = new Map(stored.map(({ study }) => [study, stored.filter((other) => other.study === study).length]));
  return [
    ...[...studies].map(([study, count]) =>
      element(
        'li',
        { className: 'stored' },
        `${count === 1 ? '1 file' : `${count} files`} stored. `,
        element('a', { href: `viewer.html?study=${study}`, textContent: 'Open the study' }),
      ),
    ),
    ...failed.map(({ file, detail }) =>
      element(
        'li',
        { className: 'failed' },
        element('b', { textContent: files[file]?.name ?? 'A file' }),
        `: ${detail}`,
      ),
    ),
  ];
}

async function upload(files) {
  const outcome = byId('outcome');
  outcome.replaceChildren();
  try {
    const response = await send(files);
    if (response.ok) {
      const { stored, failed } = await response.json();
      outcome.replaceChildren(...outcomeOf(files, stored, failed));
      await list();
      return;
    }
    const { details } = await response.clone().json();
    const failures = details?.failed ? outcomeOf(files, [], details.failed) : [];
    outcome.replaceChildren(element('li', { className: 'failed', textContent: await reasonOf(response) }), ...failures);
  } catch (error) {
    outcome.replaceChildren(element('li', { className: 'failed', textContent: said(error) }));
  }
}

const uploadForm = byId('upload');
const chosen = byId('files');
uploadForm.addEventListener('submit', async (event) => {
  event.preventDefault();
  await upload([...chosen.files]);
  uploadForm.reset();
});
for (const [event, isOver] of [
  ['dragover', true],
  ['dragleave', false],
  ['drop', false],
]) {
  uploadForm.addEventListener(event, (dragged) => {
    dragged.preventDefault();
    uploadForm.classList.toggle('over', isOver);
    if (event === 'drop') upload([...dragged.dataTransfer.files]);
  });
}

searchForm.addEventListener('submit', (event) => {
  event.preventDefault();
  list();
});
// Who is not logged in is asked to by the first request.
await request('/studies?limit=0').catch(() => {});
await list();
