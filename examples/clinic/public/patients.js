/** Patients: searched by what is sealed, looked at, changed. */
import { byId, element } from './dom.js';
import { request, said, send, session } from './session.js';

const search = byId('search');
const edit = byId('edit');
const status = byId('status');
const saved = edit.querySelector('.status');
let shown;

/** What is told of a patient, by what the clinic calls it; each role is given what it needs. */
const FACTS = {
  recordNumber: 'Record',
  birthDate: 'Born',
  street: 'Street',
  city: 'City',
  phone: 'Phone',
  insuranceNumber: 'Insurance number',
};

search.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { by, number } = search.elements;
  byId('patient').hidden = true;
  byId('found').replaceChildren();
  try {
    const { patients } = await send('POST', '/patients/search', { [by.value]: number.value });
    status.textContent = patients.length === 1 ? '1 patient' : `${patients.length} patients`;
    if (patients.length > 0) byId('found').replaceChildren(table(patients));
  } catch (error) {
    status.textContent = said(error);
  }
});

edit.addEventListener('submit', async (event) => {
  event.preventDefault();
  // What was not touched is not sent: it is not written anew.
  const changes = Object.fromEntries(
    ['phone', 'insuranceNumber']
      .map((name) => [name, edit.elements[name].value.trim() || null])
      .filter(([name, value]) => value !== shown[name]),
  );
  if (Object.keys(changes).length === 0) {
    saved.textContent = 'Nothing was changed.';
    return;
  }
  try {
    show(await send('PATCH', `/patients/${shown.id}`, changes));
    // It says what was.
    byId('found').replaceChildren();
    status.textContent = '';
    saved.textContent = 'Saved.';
  } catch (error) {
    saved.textContent = said(error);
  }
});

function table(patients) {
  const columns = Object.entries(FACTS).filter(([key]) => key in patients[0]);
  const heading = (textContent) => element('th', { scope: 'col', textContent });
  return element(
    'div',
    { className: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Found' },
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, [heading('Name'), ...columns.map(([, name]) => heading(name))])),
      element(
        'tbody',
        {},
        patients.map((patient) =>
          element(
            'tr',
            {},
            element('td', {}, element('a', { href: `#${patient.id}`, textContent: patient.name })),
            columns.map(([key]) => element('td', { textContent: patient[key] })),
          ),
        ),
      ),
    ),
  );
}

function show(patient) {
  shown = patient;
  byId('patient-name').textContent = patient.name;
  const known = Object.entries(FACTS).filter(([key]) => key in patient);
  byId('facts').replaceChildren(
    ...known.flatMap(([key, name]) => [
      element('dt', { textContent: name }),
      element('dd', { textContent: patient[key] ?? 'None' }),
    ]),
  );
  for (const name of ['phone', 'insuranceNumber']) edit.elements[name].value = patient[name] ?? '';
  byId('patient').hidden = false;
}

/** The patient whom the address names after its `#`, which the clinic's logs never see. */
async function open() {
  const id = /^#(\d+)$/.exec(location.hash)?.[1];
  if (!id) return;
  saved.textContent = '';
  try {
    const [{ role }, patient] = await Promise.all([
      session(),
      request(`/patients/${id}`).then((found) => found.json()),
    ]);
    edit.hidden = !['reception', 'manager'].includes(role);
    const dossier = element('a', { href: `/patients/${id}/dossier.pdf`, textContent: 'Dossier as PDF' });
    byId('dossier').replaceChildren(...(role === 'manager' ? [dossier] : []));
    show(patient);
    byId('patient').focus();
  } catch (error) {
    byId('patient').hidden = true;
    status.textContent = said(error);
  }
}
window.addEventListener('hashchange', open);

// Who is not logged in is asked to by the first request.
await session().catch((error) => {
  status.textContent = said(error);
});
await open();
