/** What all products will sell, in one answer. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProductOutlook, type SalesOutlook, salesOutlook } from '../src/outlook';
import { backends, Clinic, removeFolders, seededFolder } from './clinic';
import { confirm, csvFile, previewOf } from './prices';

afterAll(removeFolders);

/** Products that nobody has to guess at: one that sells five a day but on one day, one that nobody has ever sold. */
const MORE_PRODUCTS = `
  insert into products (sku, name, category, unit_price, tax_rate) values
    ('X-NEVER', 'Never sold', 'care', 100, 1900),
    ('X-FIVE', 'Five a day', 'care', 100, 1900);
  insert into daily_sales select p.id, d, case when d = '2025-11-20' then 60 else 5 + extract(day from d)::int % 2 end
    from products p, generate_series('2025-01-01'::date, '2025-12-31', '1 day') d
    where sku = 'X-FIVE' and extract(dow from d) > 0;
`;

describe.each(backends)('the outlook on the %s backend', (backend) => {
  let clinic: Clinic;

  beforeAll(async () => {
    clinic = await Clinic.start(backend, await seededFolder(MORE_PRODUCTS));
  });
  afterAll(() => clinic?.stop());

  const outlook = async (): Promise<SalesOutlook> => {
    const response = await clinic.fetch('/products/outlook', { as: 'pavel' });
    expect(response.status).toBe(200);
    return (await response.json()) as SalesOutlook;
  };
  const of = ({ products }: SalesOutlook, sku: string) =>
    products.find((product) => product.sku === sku) as ProductOutlook;

  it('counts weeks that end with the last day of the sales, in whole pieces, what sells most first', async () => {
    const { asOf, products } = await outlook();
    expect(asOf).toBe('2025-12-31');
    expect(products).toHaveLength(40);
    const ahead = products.map(({ nextFourWeeks }) => nextFourWeeks);
    expect(ahead).toEqual([...ahead].sort((a, b) => b - a));
    for (const { nextWeek, nextFourWeeks, enough } of products) {
      expect([nextWeek, nextFourWeeks, enough].every((pieces) => Number.isInteger(pieces) && pieces >= 0)).toBe(true);
      expect(enough).toBeGreaterThanOrEqual(nextWeek);
    }
    // 25 to 31 December without the Sunday: even days 5, odd days 6.
    expect(of({ products } as SalesOutlook, 'X-FIVE').lastWeek).toBe(6 + 5 + 6 + 6 + 5 + 6);
  });

  it("follows the product's level: the generator's own mean of a week, to a tenth", async () => {
    // src/seed/products.ts: 14.2 a day, 8 % more a year, two years on; six open days, of which src/seed/sales.ts makes 6.0.
    const mean = 14.2 * (1 + 0.08 * 2) * 6;
    const { nextWeek, enough } = of(await outlook(), 'LE-SV15-AR');
    expect(Math.abs(nextWeek / mean - 1)).toBeLessThan(0.1);
    expect(enough).toBeLessThan(1.5 * nextWeek);
  });

  it('is worked out again when products have changed', async () => {
    const before = await outlook();
    expect(await outlook()).toEqual(before);
    const renamed = csvFile(['CA-CLTH-01', 'Cloth of another name', '', '3.90', '']);
    const { id } = await previewOf(clinic, 'names.csv', renamed);
    expect((await confirm(clinic, id)).status).toBe(200);
    const after = await outlook();
    expect(of(after, 'CA-CLTH-01')).toEqual({ ...of(before, 'CA-CLTH-01'), name: 'Cloth of another name' });
  });

  it('says what it cannot tell, and what stood out lately', async () => {
    const { unknown, anomalies } = await outlook();
    expect(unknown.map(({ sku }) => sku)).toEqual(expect.arrayContaining(['X-NEVER', 'FR-NOVA-01']));
    const isIt = ({ sku, date }: (typeof anomalies)[number]) => sku === 'X-FIVE' && date === '2025-11-20';
    const { quantity, expected } = anomalies.find(isIt) as (typeof anomalies)[number];
    expect(quantity).toBe(60);
    expect(expected).toBeGreaterThan(4);
    expect(expected).toBeLessThan(8);
    const dates = anomalies.map((anomaly) => anomaly.date);
    expect(dates).toEqual([...dates].sort().reverse());
    // Of the last year only: the seed's of 17 May 2024 is none of them.
    expect(dates.at(-1)).toMatch(/^2025/);
  });
});

it('is empty where nothing was ever sold', async () => {
  const nothing = {
    select: () => ({ from: () => ({ leftJoin: () => ({ groupBy: () => ({ orderBy: () => [] }) }) }) }),
  };
  expect(await salesOutlook(nothing as unknown as Parameters<typeof salesOutlook>[0])).toEqual({
    asOf: null,
    products: [],
    unknown: [],
    anomalies: [],
  });
});
