import { login } from './login.js';

const answer = document.querySelector('#answer');
const chart = document.querySelector('#chart');
const preview = document.querySelector('#preview');
const made = document.querySelector('#made');

/** Runs `send` with the fields of a form when it is submitted, and shows what came back. */
function onSubmit(id, send) {
  const form = document.querySelector(id);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    answer.textContent = '…';
    try {
      answer.textContent = await shown(await send(new FormData(form)));
    } catch (error) {
      answer.textContent = `No answer from the clinic: ${error.message}`;
    }
    answer.scrollIntoView({ block: 'nearest' });
  });
}

/** What to say of a response; a file that is not shown on the page is handed to the browser. */
async function shown(response) {
  if (/pdf/.test(response.headers.get('content-type'))) return `Shown above: ${response.url}`;
  if (/json/.test(response.headers.get('content-type'))) {
    return JSON.stringify(await response.json(), null, 2);
  }
  const url = URL.createObjectURL(await response.blob());
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  Object.assign(document.createElement('a'), { href: url, download: name ?? '' }).click();
  return `Downloaded ${name}`;
}

onSubmit('#forecast', async (fields) => {
  const path = `/products/${encodeURIComponent(fields.get('sku'))}/forecast`;
  const response = await fetch(path);
  chart.hidden = !response.ok;
  if (response.ok) chart.src = `${path}.svg`;
  return response;
});
onSubmit('#document', async (fields) => {
  const path = fields.get('path').replace('{id}', encodeURIComponent(fields.get('id')));
  const response = await fetch(path);
  preview.hidden = !response.ok;
  if (response.ok) preview.src = path;
  return response;
});
onSubmit('#zip', async (fields) => {
  const name = crypto.randomUUID();
  const events = new EventSource(`/exports/progress/${name}`);
  events.addEventListener('progress', ({ data }) => {
    const { done, total } = JSON.parse(data);
    Object.assign(made, { value: done, max: total, hidden: false });
    answer.textContent = `${done} of ${total} made`;
  });
  try {
    const query = new URLSearchParams({ month: fields.get('month'), progress: name });
    const response = await fetch(`/exports/invoices.zip?${query}`);
    // All of it, while the bar still moves.
    const body = await response.blob();
    return new Response(body, response);
  } finally {
    events.close();
    made.hidden = true;
  }
});

/** Says who is logged in; whoever is not may, in another role too. */
async function showSession() {
  const response = await fetch('/auth/session');
  const { name, role, mustEnrol } = await response.json();
  const first = mustEnrol ? '; set up your second factor first' : '';
  who.textContent = response.ok
    ? `Logged in: ${name}, ${role}${first}.`
    : 'Not logged in. Each role may do other things; the passwords are for made-up data only.';
  own.hidden = !response.ok;
  staff.hidden = role !== 'manager';
}
const who = document.querySelector('#who');
const own = document.querySelector('#own');
const staff = document.querySelector('#staff');
document.querySelector('#session').addEventListener('submit', async (event) => {
  event.preventDefault();
  await login(true);
  await showSession().catch(() => {});
});
await showSession().catch(() => {});

const health = document.querySelector('#health');
try {
  const { clinicore, database } = await (await fetch('/healthz')).json();
  health.textContent = `Clinicore ${clinicore.version} on its ${clinicore.backend} backend (${clinicore.why}); database: ${database.kind}`;
} catch (error) {
  health.textContent = `No answer from the clinic: ${error.message}`;
}
