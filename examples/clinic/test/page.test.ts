import { afterEach, expect, it, vi } from 'vitest';
import { until } from './clinic';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** As much of a form as the page's script asks for. */
class Form extends EventTarget {
  readonly elements = { username: new EventTarget(), password: {} };
}

/** Runs the page's script on as much of the page as it asks for. */
async function open(answerTo: (path: string) => Promise<Response>) {
  const answer = { textContent: '', scrollIntoView() {} };
  const health = { textContent: '…' };
  const chart = { hidden: true, src: '' };
  const parts = new Map<string, object>([
    ['#answer', answer],
    ['#health', health],
    ['#chart', chart],
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
        super([['sku', 'LE-SV15-AR']]);
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
  return { answer, health, chart, submit };
}

it('says so on the page when the clinic does not answer', async () => {
  const { answer, health, submit } = await open(() => Promise.reject(new TypeError('Failed to fetch')));
  expect(health.textContent).toBe('No answer from the clinic: Failed to fetch');
  await submit('#forecast');
  expect(answer.textContent).toBe('No answer from the clinic: Failed to fetch');
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
