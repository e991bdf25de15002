import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backends, Clinic, expectProblem, removeFolders, seededFolder } from './clinic';

afterAll(removeFolders);

interface Forecast {
  sku: string;
  method: string;
  history: { from: string; to: string; openDays: number };
  forecast: {
    date: string;
    quantity: number | null;
    intervals?: { level: number; lower: number; upper: number }[];
  }[];
  anomalies: { date: string; quantity: number; expected: number }[];
}

/** A product nobody has sold; one that a week was lost of; one that is running out of fashion. */
const MORE_PRODUCTS = `
  insert into products (sku, name, category, unit_price, tax_rate) values
    ('X-NEVER', 'Never sold', 'care', 100, 1900),
    ('X-GAP', 'With a gap', 'care', 100, 1900),
    ('X-FALL', 'Falling', 'care', 100, 1900);
  insert into daily_sales select p.id, d, 10 from products p, generate_series('2025-01-01'::date, '2025-12-31', '1 day') d
    where sku = 'X-GAP' and extract(dow from d) > 0 and d not between '2025-08-04' and '2025-08-09';
  insert into daily_sales select p.id, d, 40 - (d::date - '2025-12-01')
    from products p, generate_series('2025-12-01'::date, '2025-12-31', '1 day') d
    where sku = 'X-FALL' and extract(dow from d) > 0;
`;

describe.each(backends)('forecasts on the %s backend', (backend) => {
  let clinic: Clinic;

  beforeAll(async () => {
    clinic = await Clinic.start(backend, await seededFolder(MORE_PRODUCTS));
  });
  afterAll(() => clinic?.stop());

  const forecastOf = async (sku: string): Promise<Forecast> => {
    const response = await clinic.fetch(`/products/${sku}/forecast`, { as: 'pavel' });
    expect(response.status).toBe(200);
    return (await response.json()) as Forecast;
  };
  const quantities = ({ forecast }: Forecast) =>
    forecast.flatMap(({ quantity }) => (quantity === null ? [] : quantity));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  it('covers the 28 days after the last one, with nothing on Sundays', async () => {
    const { history, forecast } = await forecastOf('LE-SV15-AR');
    expect(history).toEqual({ from: '2024-01-01', to: '2025-12-31', openDays: 627 });
    expect(forecast).toHaveLength(28);
    expect(forecast[0]?.date).toBe('2026-01-01');
    expect(forecast[27]?.date).toBe('2026-01-28');
    const closed = forecast.filter(({ quantity }) => quantity === null).map(({ date }) => date);
    expect(closed).toEqual(['2026-01-04', '2026-01-11', '2026-01-18', '2026-01-25']);
  });

  it("follows the product's level and week: the generator's own means, to a tenth and a fifth", async () => {
    const answer = await forecastOf('LE-SV15-AR');
    // src/seed/products.ts: 14.2 a day, 8 % more a year; src/seed/sales.ts: Saturdays 1.4, Tuesdays 0.75.
    const expected = 14.2 * 1.16;
    expect(mean(quantities(answer)) / expected).toBeCloseTo(1, 1);
    const on = (weekday: number) =>
      mean(
        quantities({ ...answer, forecast: answer.forecast.filter((f) => new Date(f.date).getUTCDay() === weekday) }),
      );
    expect(Math.abs(on(6) / (expected * 1.4) - 1)).toBeLessThan(0.2);
    expect(Math.abs(on(2) / (expected * 0.75) - 1)).toBeLessThan(0.2);
  });

  it('has whole pieces, in intervals that nest', async () => {
    const { forecast } = await forecastOf('LE-SV15-AR');
    for (const { quantity, intervals = [] } of forecast.filter((day) => day.quantity !== null)) {
      const [inner, outer] = intervals;
      expect(intervals.map(({ level }) => level)).toEqual([0.8, 0.95]);
      const ascending = [outer?.lower, inner?.lower, quantity, inner?.upper, outer?.upper] as number[];
      expect(ascending).toEqual(ascending.toSorted((a, b) => a - b));
      expect(ascending.every(Number.isInteger)).toBe(true);
    }
  });

  it('finds the days on which something happened', async () => {
    // src/seed/sales.ts: a promotion that sold five times, and one that sold eight times as much as usual.
    const dates = async (sku: string) => (await forecastOf(sku)).anomalies.map(({ date }) => date);
    expect(await dates('CL-DAY1-30')).toContain('2024-05-17');
    expect(await dates('FR-ALBA-02')).toContain('2024-11-29');
    // Sells once a month: a sale is nothing odd.
    expect(await dates('FR-RETR-02')).toEqual([]);
  });

  it('draws the same as a picture that needs nothing else', async () => {
    const response = await clinic.fetch('/products/LE-SV15-AR/forecast.svg', { as: 'pavel' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const svg = await response.text();
    expect(svg).toMatch(/^<svg [^>]*role="img"/);
    expect(svg).toContain('<title>Single-vision lens 1.5, anti-reflection</title>');
    expect(svg).toContain('from 2026-01-01 to 2026-01-28');
    await expectProblem(await clinic.fetch('/products/LE-NONE-00/forecast.svg', { as: 'pavel' }), 404, 'ERR_NOT_FOUND');
    await expectProblem(await clinic.fetch('/products/LE-SV15-AR/forecast.svg'), 401, 'ERR_NO_SESSION');
  });

  it('never falls below nothing', async () => {
    const falling = await forecastOf('X-FALL');
    expect(quantities(falling).at(-1)).toBe(0);
    for (const sku of ['LE-PRSM-15', 'FR-RETR-02', 'CL-SCLR-01', 'X-FALL']) {
      for (const quantity of quantities(await forecastOf(sku))) expect(quantity).toBeGreaterThanOrEqual(0);
    }
  });

  it('is not misled by a week that is missing', async () => {
    const answer = await forecastOf('X-GAP');
    expect(answer.history.openDays).toBe(313);
    for (const quantity of quantities(answer)) expect(quantity).toBeCloseTo(10, 9);
  });

  it('says how much history is missing', async () => {
    const asked = (sku: string) => clinic.fetch(`/products/${sku}/forecast`, { as: 'pavel' });
    const isNew = await expectProblem(await asked('FR-NOVA-01'), 422, 'ERR_INSUFFICIENT_DATA');
    expect(isNew.details).toMatchObject({ required: 14, given: 5 });
    const never = await expectProblem(await asked('X-NEVER'), 422, 'ERR_INSUFFICIENT_DATA');
    expect(never.details).toMatchObject({ required: 1, given: 0 });
  });

  it('refuses an unknown SKU and what cannot be one', async () => {
    const asked = (sku: string) => clinic.fetch(`/products/${sku}/forecast`, { as: 'pavel' });
    await expectProblem(await asked('LE-NONE-00'), 404, 'ERR_NOT_FOUND');
    for (const sku of ['le-sv15', '%00', 'A'.repeat(33), "'--", '..%2f..%2fetc']) {
      await expectProblem(await asked(sku), 400, 'ERR_INVALID_REQUEST');
    }
  });
});
