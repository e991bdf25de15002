const answer = document.querySelector('#answer');
const chart = document.querySelector('#chart');

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

/** What to say of a response; a file is handed to the browser. */
async function shown(response) {
  if (/json/.test(response.headers.get('content-type'))) {
    return JSON.stringify(await response.json(), null, 2);
  }
  const url = URL.createObjectURL(await response.blob());
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  Object.assign(document.createElement('a'), { href: url, download: name ?? '' }).click();
  return `Downloaded ${name}`;
}

onSubmit('#login', (fields) =>
  fetch('/auth/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(Object.fromEntries(fields)),
  }),
);
onSubmit('#forecast', async (fields) => {
  const path = `/products/${encodeURIComponent(fields.get('sku'))}/forecast`;
  const response = await fetch(path);
  chart.hidden = !response.ok;
  if (response.ok) chart.src = `${path}.svg`;
  return response;
});
onSubmit('#invoice', (fields) => fetch(`/invoices/${encodeURIComponent(fields.get('id'))}.pdf`));
onSubmit('#study', (fields) =>
  fetch('/studies', { method: 'POST', headers: { 'content-type': 'application/dicom' }, body: fields.get('file') }),
);
onSubmit('#export', (fields) => {
  const filled = [...fields].filter(([, value]) => value !== '');
  return fetch(`/exports/invoices.xlsx?${new URLSearchParams(filled)}`);
});

const { username, password } = document.querySelector('#login').elements;
username.addEventListener('change', () => {
  password.value = username.selectedOptions[0].dataset.password;
});

const health = document.querySelector('#health');
try {
  const { clinicore, database } = await (await fetch('/healthz')).json();
  health.textContent = `Clinicore ${clinicore.version} on its ${clinicore.backend} backend (${clinicore.why}); database: ${database.kind}`;
} catch (error) {
  health.textContent = `No answer from the clinic: ${error.message}`;
}
