import { afterEach, expect, it, vi } from 'vitest';
import { until } from './clinic';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** As much of a form as the page's script asks for. */
class Form extends EventTarget {}

/** Runs the page's script on as much of the page as it asks for. */
async function open(answerTo: (path: string) => Promise<Response>) {
  const answer = { textContent: '', scrollIntoView() {} };
  const health = { textContent: '…' };
  const chart = { hidden: true, src: '' };
  const preview = { hidden: true, src: '' };
  const made = { hidden: true, value: 0, max: 1 };
  const who = { textContent: '…' };
  const own = { hidden: true };
  const staff = { hidden: false };
  const parts = new Map<string, object>([
    ['#answer', answer],
    ['#health', health],
    ['#chart', chart],
    ['#preview', preview],
    ['#made', made],
    ['#who', who],
    ['#own', own],
    ['#staff', staff],
  ]);
  const part = (id: string) => {
    if (!parts.has(id)) parts.set(id, new Form());
    return parts.get(id);
  };
  vi.stubGlobal('document', { querySelector: part });
  vi.stubGlobal(
    'FormData',
    class extends Map<string, string> {
      constructor(_form: Form) {
        super([
          ['sku', 'LE-SV15-AR'],
          ['path', '/orders/{id}/order-sheet.pdf'],
          ['id', '7/8'],
          ['month', '2025-12'],
        ]);
      }
    },
  );
  vi.stubGlobal('fetch', answerTo);
  await import(new URL('../public/clinic.js', import.meta.url).href);
  const submit = async (id: string) => {
    (part(id) as Form).dispatchEvent(new Event('submit'));
    expect(answer.textContent).toBe('…');
    await until(() => answer.textContent !== '…' || undefined);
  };
  return { answer, health, chart, preview, made, who, own, staff, submit };
}

it('says so on the page when the clinic does not answer', async () => {
  const { answer, health, submit } = await open(() => Promise.reject(new TypeError('Failed to fetch')));
  expect(health.textContent).toBe('No answer from the clinic: Failed to fetch');
  await submit('#forecast');
  expect(answer.textContent).toBe('No answer from the clinic: Failed to fetch');
});

it('says who is logged in, and leads managers to the staff', async () => {
  const opened = (role: string | undefined) =>
    open(async (path) => {
      if (path === '/healthz') return Response.json({ clinicore: {}, database: {} });
      return Response.json({ name: 'Maria Keller', role, mustEnrol: false }, { status: role ? 200 : 401 });
    });
  const seen = [];
  for (const role of ['manager', 'optician', undefined]) {
    const { who, own, staff } = await opened(role);
    seen.push([who.textContent, own.hidden, staff.hidden]);
    vi.resetModules();
  }
  expect(seen).toEqual([
    ['Logged in: Maria Keller, manager.', false, false],
    ['Logged in: Maria Keller, optician.', false, true],
    [expect.stringMatching(/^Not logged in/), true, true],
  ]);
});

it('shows the picture of a forecast, and none where there is no forecast', async () => {
  let status = 200;
  const { chart, answer, submit } = await open(async (path) =>
    Response.json(path === '/healthz' ? { clinicore: {}, database: {} } : { path }, { status }),
  );
  await submit('#forecast');
  expect(chart).toEqual({ hidden: false, src: '/products/LE-SV15-AR/forecast.svg' });
  expect(JSON.parse(answer.textContent)).toEqual({ path: '/products/LE-SV15-AR/forecast' });
  status = 404;
  await submit('#forecast');
  expect(chart.hidden).toBe(true);
});

it('shows a document on the page, and none where there is none', async () => {
  let found = true;
  const { preview, answer, submit } = await open(async (path) => {
    if (path === '/healthz') return Response.json({ clinicore: {}, database: {} });
    const type = found ? 'application/pdf' : 'application/problem+json';
    return new Response(JSON.stringify({ path }), { status: found ? 200 : 404, headers: { 'content-type': type } });
  });
  await submit('#document');
  expect(preview).toEqual({ hidden: false, src: '/orders/7%2F8/order-sheet.pdf' });
  expect(answer.textContent).toMatch(/^Shown above/);
  found = false;
  await submit('#document');
  expect(preview.hidden).toBe(true);
  expect(JSON.parse(answer.textContent)).toEqual({ path: '/orders/7%2F8/order-sheet.pdf' });
});

it('says how much of a zip is made, and hands it to the browser', async () => {
  const sources: { url: string; closed: boolean; listeners: Map<string, (event: { data: string }) => void> }[] = [];
  vi.stubGlobal(
    'EventSource',
    class {
      closed = false;
      listeners = new Map<string, (event: { data: string }) => void>();
      constructor(readonly url: string) {
        sources.push(this);
      }
      addEventListener(event: string, listener: (event: { data: string }) => void) {
        this.listeners.set(event, listener);
      }
      close() {
        this.closed = true;
      }
    },
  );
  const seen: object[] = [];
  const { made, answer, submit } = await open(async (path) => {
    if (path === '/healthz') return Response.json({ clinicore: {}, database: {} });
    const [events] = sources as [(typeof sources)[number]];
    expect(path).toBe(`/exports/invoices.zip?month=2025-12&progress=${events.url.slice('/exports/progress/'.length)}`);
    events.listeners.get('progress')?.({ data: JSON.stringify({ done: 3, total: 8 }) });
    seen.push({ ...made }, { text: answer.textContent });
    const headers = {
      'content-type': 'application/zip',
      'content-disposition': 'attachment; filename="invoices-2025-12.zip"',
    };
    return new Response('zip', { headers });
  });
  const clicked = vi.fn();
  Object.assign(Reflect.get(globalThis, 'document'), { createElement: () => ({ click: clicked }) });
  const { createObjectURL } = URL;
  URL.createObjectURL = () => 'blob:zip';
  made.hidden = true;
  const form = submit('#zip');
  await form.catch(() => {});
  await until(() => answer.textContent.startsWith('Downloaded') || undefined);
  URL.createObjectURL = createObjectURL;
  expect(seen).toEqual([{ hidden: false, value: 3, max: 8 }, { text: '3 of 8 made' }]);
  expect(made.hidden).toBe(true);
  expect(sources[0]?.closed).toBe(true);
  expect(clicked).toHaveBeenCalledOnce();
  expect(answer.textContent).toBe('Downloaded invoices-2025-12.zip');
});
