import { afterEach, expect, it, vi } from 'vitest';
import { until } from './clinic';

afterEach(() => vi.unstubAllGlobals());

/** As much of a form as the page's script asks for. */
class Form extends EventTarget {
  readonly elements = { username: new EventTarget(), password: {} };
}

it('says so on the page when the clinic does not answer', async () => {
  const answer = { textContent: '', scrollIntoView() {} };
  const health = { textContent: '…' };
  const forms = new Map<string, Form>();
  vi.stubGlobal('document', {
    querySelector(id: string) {
      if (id === '#answer') return answer;
      if (id === '#health') return health;
      if (!forms.has(id)) forms.set(id, new Form());
      return forms.get(id);
    },
  });
  vi.stubGlobal(
    'FormData',
    class extends Map {
      constructor(_form: Form) {
        super();
      }
    },
  );
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));

  const script = new URL('../public/clinic.js', import.meta.url).href;
  await import(script);
  expect(health.textContent).toBe('No answer from the clinic: Failed to fetch');
  forms.get('#forecast')?.dispatchEvent(new Event('submit'));
  expect(answer.textContent).toBe('…');
  await until(() => answer.textContent !== '…' || undefined);
  expect(answer.textContent).toBe('No answer from the clinic: Failed to fetch');
});
