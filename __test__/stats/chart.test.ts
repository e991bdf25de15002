import { createRequire } from 'node:module';
import { stats } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type * as curveModule from '../../js/stats/chart/curve';
import type * as valueAxisModule from '../../js/stats/chart/value-axis';
import { backends, failure, useBackend } from '../backends';
import { data } from './golden';
import { all, type Element, readSvg } from './svg-reader';

const require = createRequire(import.meta.url);
const { valueAxis } = require('../../dist/stats/chart/value-axis.js') as typeof valueAxisModule;
const { columnsOf, curve } = require('../../dist/stats/chart/curve.js') as typeof curveModule;

const WEEK = [0, 1, 3, 2, 5, 9, -8];
const values = Array.from({ length: 60 }, (_, t) => 20 + (WEEK[t % 7] as number) + (t % 4));
const forecast = values.slice(-14);
const band = (level: number, width: number) => ({
  level,
  lower: forecast.map((value) => value - width),
  upper: forecast.map((value) => value + width),
});
const result = { values, forecast, intervals: [band(0.8, 3), band(0.95, 5)] };

const draw = (...args: Parameters<typeof stats.forecastChart>) => readSvg(stats.forecastChart(...args));
const texts = (svg: Element) => all(svg, 'text').map(({ text }) => text);
/** The texts under the plot's lower edge. */
const timeLabels = (svg: Element) =>
  all(svg, 'text').flatMap((text) => (Number(text.attributes.y) > Number(svg.attributes.height) - 22 ? text.text : []));
/** The points of each piece of a path. */
const pieces = (d: string) =>
  d
    .split('M')
    .slice(1)
    .map((piece) =>
      piece
        .replace('Z', '')
        .split('L')
        .map((point) => point.split(' ').map(Number) as [number, number]),
    );
const stroked = (svg: Element, color: string) =>
  all(svg, 'g').filter((g) => g.attributes.stroke === color && g.children.some(({ name }) => name === 'path'));
/** The pieces of the line of the history, of the forecast. */
const lineOf = (svg: Element, color: string) =>
  pieces(all(stroked(svg, color)[0] as Element, 'path')[0]?.attributes.d ?? '');
const HISTORY = '#000000';
const FORECAST = '#0072b2';
const ANOMALY = '#d55e00';
const diamonds = (svg: Element) => all(svg, 'path').filter(({ attributes }) => attributes.fill === ANOMALY);

describe.each(backends)('forecastChart on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('gives the same text for the same arguments, whatever kind of array they come in', () => {
    const typed = { ...result, values: Float64Array.from(values), forecast: Float64Array.from(forecast) };
    expect(stats.forecastChart(typed)).toBe(stats.forecastChart(result));
  });

  it('draws what holtWinters returns, with its history put beside it', () => {
    const passengers = data('airpassengers');
    const options = { seasonLength: 12, horizon: 24, alpha: 0.3, beta: 0.05, gamma: 0.2 };
    const svg = draw({ values: passengers, ...stats.holtWinters(passengers, options) });
    expect(lineOf(svg, HISTORY)[0]).toHaveLength(144);
    expect(lineOf(svg, FORECAST)[0]).toHaveLength(24);
  });
});

describe('the picture', () => {
  it('is one image with a name and a description for those who do not see it', () => {
    const svg = draw(result, { title: 'Lens cleaner', start: '2026-01-01', anomalies: [{ index: 5 }] });
    expect(svg).toMatchObject({
      name: 'svg',
      attributes: {
        xmlns: 'http://www.w3.org/2000/svg',
        role: 'img',
        width: '800',
        height: '400',
        viewBox: '0 0 800 400',
      },
    });
    expect(svg.children[0]).toMatchObject({ name: 'title', text: 'Lens cleaner' });
    expect(svg.children[1]).toMatchObject({
      name: 'desc',
      text:
        'History: 60 values from 2026-01-01 to 2026-03-01, between 12 and 32. ' +
        'Forecast: 14 values from 2026-03-02 to 2026-03-15, between 12 and 32. ' +
        '80% interval: between 9 and 35. 95% interval: between 7 and 37. Anomalies: 1.',
    });
  });

  it('needs nothing that a strict Content-Security-Policy forbids, and nothing that must be unique in a page', () => {
    const svg = stats.forecastChart(result, { title: 'Lens cleaner', anomalies: [{ index: 5 }] });
    expect(svg).not.toMatch(/<style|<script|<foreignObject|<image|<use|<\?|<!/);
    expect(svg).not.toMatch(/\s(style|id|href|xlink:href|on\w+|class)=/);
    expect(svg.match(/https?:[^"]*/g)).toEqual(['http://www.w3.org/2000/svg']);
  });

  it('shows any text as it was given, in well-formed XML', () => {
    const printable = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .filter((text) => text.trim() !== '' && text.length <= 60 && !/\p{Cc}|\p{M}{9}|[\ufffe\uffff]/u.test(text));
    fc.assert(
      fc.property(printable, printable, (title, word) => {
        const labels = { history: word, interval: word, anomaly: word };
        const svg = draw(result, { title, labels, valueTitle: word, anomalies: [{ index: 3 }] });
        expect(svg.children[0]?.text).toBe(title.normalize('NFC'));
        expect(
          texts(svg).filter((text) => text === word.normalize('NFC').replaceAll('{level}', '80')).length,
        ).toBeGreaterThan(2);
      }),
      { seed: 20261120, numRuns: 200 },
    );
    const marked = draw(result, { title: `</title><script>alert("&'")</script>`, description: 'x\uffff<b>' });
    expect(marked.children[0]?.text).toBe(`</title><script>alert("&'")</script>`);
    expect(marked.children[1]?.text).toBe('x\ufffd<b>');
  });

  it('tells its parts apart by line and shape, not by colour alone', () => {
    const svg = draw(result, { anomalies: [{ index: 5 }] });
    const [history] = stroked(svg, HISTORY);
    const [expected] = stroked(svg, FORECAST);
    expect(all(history as Element, 'path')[0]?.attributes['stroke-dasharray']).toBeUndefined();
    expect(all(expected as Element, 'path')[0]?.attributes['stroke-dasharray']).toMatch(/\d/);
    expect(all(expected as Element, 'circle')).toHaveLength(forecast.length);
    // One in the legend, one on the plot.
    expect(diamonds(svg)).toHaveLength(2);
    const edges = all(svg, 'path').filter(
      ({ attributes }) => attributes.fill === 'none' && attributes.stroke === FORECAST,
    );
    expect(new Set(edges.map(({ attributes }) => attributes['stroke-dasharray'])).size).toBe(2);
  });

  it('has lines and text that stand out from white as WCAG 2.2 asks (1.4.3, 1.4.11)', () => {
    const channel = (byte: number) => (byte <= 10 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
    const contrast = (hex: string) => {
      const [r, g, b] = [1, 3, 5].map((at) => channel(Number.parseInt(hex.slice(at, at + 2), 16))) as [
        number,
        number,
        number,
      ];
      return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
    };
    for (const line of [HISTORY, FORECAST, ANOMALY]) expect(contrast(line)).toBeGreaterThan(3);
    expect(contrast(draw(result).attributes.fill as string)).toBeGreaterThan(4.5);
  });

  it('draws every value at its height, and keeps everything inside', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e12, max: 1e12, noNaN: true }), { minLength: 2, maxLength: 80 }),
        fc.integer({ min: 320, max: 1200 }),
        fc.integer({ min: 240, max: 900 }),
        (numbers, width, height) => {
          const svg = draw({ values: numbers, forecast: numbers.slice(0, 2) }, { width, height });
          const points = [...lineOf(svg, HISTORY), ...lineOf(svg, FORECAST)].flat();
          for (const [x, y] of points) {
            expect(x).toBeGreaterThan(0);
            expect(x).toBeLessThan(width);
            expect(y).toBeGreaterThan(0);
            expect(y).toBeLessThan(height);
          }
          // A line over equally spaced values: higher values stand higher, in proportion.
          const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
          if (high - low <= 1e-9 * Math.max(Math.abs(low), Math.abs(high))) return;
          const ys = (lineOf(svg, HISTORY)[0] as [number, number][]).map(([, y]) => y);
          const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
          numbers.forEach((value, i) => {
            const expected = bottom - ((value - low) / (high - low)) * (bottom - top);
            expect(Math.abs((ys[i] as number) - expected)).toBeLessThan(0.03);
          });
        },
      ),
      { seed: 20261120, numRuns: 200 },
    );
  });

  it('breaks a line at gaps, and draws a value alone as a dot', () => {
    const gappy = [1, 2, null, 4, null, Number.NaN, 5, 6, 7];
    const svg = draw({ values: gappy, forecast: [8, null, 9, 10] });
    expect(lineOf(svg, HISTORY).map((piece) => piece.length)).toEqual([2, 1, 3]);
    expect(all(stroked(svg, HISTORY)[0] as Element, 'circle')).toHaveLength(1);
    expect(lineOf(svg, FORECAST).map((piece) => piece.length)).toEqual([1, 2]);
    expect(svg.children[1]?.text).toContain('History: 6 values from 1 to 9, between 1 and 7. Forecast: 3 values');
  });

  it('draws nothing on closed days, which a forecast gives as 0', async () => {
    const closed = Array.from({ length: 74 }, (_, day) => day % 7 === 6);
    const made = await stats.forecast(values, { horizon: 14, seasonLength: 7, method: 'seasonal-naive', closed });
    const svg = draw(made, { closed });
    expect(lineOf(svg, HISTORY).map((piece) => piece.length)).toEqual([6, 6, 6, 6, 6, 6, 6, 6, 4]);
    expect(lineOf(svg, FORECAST).map((piece) => piece.length)).toEqual([2, 6, 4]);
    const areas = all(svg, 'path').filter(({ attributes }) => attributes['fill-opacity'] !== undefined);
    expect(areas.map(({ attributes }) => pieces(attributes.d as string).length)).toEqual([3, 3]);
    expect(draw(made, { closed: Uint8Array.from(closed, Number).subarray(0, 60) })).not.toEqual(svg);
  });

  it('draws the wider bands first, each around the next, whatever their order', () => {
    const shuffled = { ...result, intervals: [band(0.8, 3), band(0.99, 7), band(0.95, 5)] };
    const areas = all(draw(shuffled), 'path').filter(({ attributes }) => attributes['fill-opacity'] !== undefined);
    const heights = areas.map(({ attributes }) => {
      const ys = pieces(attributes.d as string)
        .flat()
        .map(([, y]) => y);
      return Math.max(...ys) - Math.min(...ys);
    });
    expect(heights).toHaveLength(3);
    expect(heights).toEqual(heights.toSorted((a, b) => b - a));
    expect(texts(draw(shuffled)).filter((text) => text.endsWith('interval'))).toEqual([
      '80% interval',
      '95% interval',
      '99% interval',
    ]);
    expect(texts(draw({ ...result, intervals: [band(0.975, 1)] }))).toContain('97.5% interval');
  });

  it('leaves out of the legend what is not there', () => {
    const words = texts(draw({ values, forecast }));
    expect(words).toEqual(expect.arrayContaining(['History', 'Forecast']));
    expect(words).not.toContain('Anomaly');
    expect(words.some((word) => word.includes('interval'))).toBe(false);
  });

  it('names anomalies in its legend and description only where one is drawn', () => {
    const named = (options: object) => {
      const svg = draw(result, options);
      const { text } = svg.children.find(({ name }) => name === 'desc') as Element;
      return [texts(svg).includes('Anomaly'), /Anomalies/.test(text), diamonds(svg).length];
    };
    const anomalies = [{ index: 45 }];
    // One in the legend, one on the line.
    expect(named({ anomalies })).toEqual([true, true, 2]);
    expect(named({ anomalies, last: 15 })).toEqual([true, true, 2]);
    expect(named({ anomalies, last: 14 })).toEqual([false, false, 0]);
    expect(named({ anomalies: [] })).toEqual([false, false, 0]);
  });

  it('draws the last values as if they were all, with the same dates and anomalies', () => {
    const whole = draw({ ...result, values: values.slice(40) }, { start: '2026-02-10', anomalies: [{ index: 2 }] });
    const part = draw(result, { start: '2026-01-01', last: 20, anomalies: [{ index: 1 }, { index: 42 }] });
    expect(part).toEqual(whole);
    expect(draw(result, { last: 1000 })).toEqual(draw(result));
  });

  it('draws what does not vary, and what is 0, without a fault', () => {
    for (const value of [0, 7, -7, 1e-300, 5e-324, 1e300, -1e300]) {
      const svg = draw({ values: [value, value], forecast: [value] });
      expect(lineOf(svg, HISTORY)[0]).toHaveLength(2);
      expect(texts(svg).some((text) => /NaN|Infinity|undefined/.test(text))).toBe(false);
    }
    const apart = draw({ values: [-1e300, 1e300], forecast: [0] });
    expect(texts(apart)).toContain('1.0 × 10³⁰⁰'.replaceAll(' ', '\u00a0'));
  });

  it('has the words and numbers of another language', () => {
    const svg = draw(
      { ...result, values: values.map((value) => value * 1000) },
      {
        labels: { history: 'Verlauf', forecast: 'Prognose', interval: '{level} %' },
        formatNumber: new Intl.NumberFormat('de').format,
        valueTitle: 'Stück',
        timeTitle: 'Tag',
      },
    );
    expect(texts(svg)).toEqual(expect.arrayContaining(['Verlauf', 'Prognose', '80 %', 'Stück', 'Tag', '20.000']));
    expect(svg.children[0]?.text).toBe('Prognose');
  });

  it('asks for as much height as its title and legend need', async () => {
    const options = { width: 320, height: 200, title: 'long '.repeat(24).trim(), valueTitle: 'v', timeTitle: 't' };
    const intervals = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99].map((level) => band(level, level));
    const refused = await failure(() => stats.forecastChart({ ...result, intervals }, options));
    expect(refused).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument: 'options.height', given: 200 },
    });
    const { required } = refused.details as { required: number };
    expect(draw({ ...result, intervals }, { ...options, height: required }).name).toBe('svg');
    const nearly = await failure(() =>
      stats.forecastChart({ ...result, intervals }, { ...options, height: required - 1 }),
    );
    expect(nearly.details).toMatchObject({ required });
  });
});

describe('a long series', () => {
  it('is drawn with at most 2,000 points and a few kilobytes, its extremes among them', () => {
    const long = Array.from({ length: 200_000 }, (_, t) => Math.sin(t / 5000) * 50 + (t === 123_456 ? 400 : 0));
    const svg = draw(
      { values: long, forecast: long.slice(0, 2000) },
      { width: 4000, anomalies: long.map((_, index) => ({ index })) },
    );
    const drawn = [...lineOf(svg, HISTORY), ...lineOf(svg, FORECAST)].flat();
    expect(drawn.length).toBeLessThanOrEqual(2010);
    expect(diamonds(svg).length).toBeLessThanOrEqual(2010);
    const peak = lineOf(svg, HISTORY)
      .flat()
      .reduce((a, b) => (b[1] < a[1] ? b : a));
    expect(peak[0] / 4000).toBeCloseTo(123_456 / 202_000, 1);
    expect(stats.forecastChart({ values: long, forecast: long.slice(0, 2000) }).length).toBeLessThan(100_000);
  });

  it('covers in every column what a line through all values would', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.integer({ min: -1000, max: 1000 }), { nil: Number.NaN }), {
          minLength: 1,
          maxLength: 400,
        }),
        fc.integer({ min: 1, max: 100 }),
        (numbers, width) => {
          const columns = columnsOf(numbers.length, width) ?? ((at: number) => at);
          const drawn = curve(Float64Array.from(numbers), 0, columnsOf(numbers.length, width)).flat();
          const inColumn = new Map<number, number[]>();
          for (const { at, value } of drawn) {
            expect(value).toBe(numbers[at]);
            inColumn.set(columns(at), [...(inColumn.get(columns(at)) ?? []), value]);
          }
          expect(drawn.map(({ at }) => at)).toEqual(drawn.map(({ at }) => at).toSorted((a, b) => a - b));
          expect(drawn.length).toBeLessThanOrEqual(2 * width);
          numbers.forEach((value, at) => {
            if (Number.isNaN(value)) return;
            const shown = inColumn.get(columns(at)) as number[];
            expect(value).toBeGreaterThanOrEqual(Math.min(...shown));
            expect(value).toBeLessThanOrEqual(Math.max(...shown));
          });
        },
      ),
      { seed: 20261120, numRuns: 300 },
    );
  });
});

describe('the axis of values', () => {
  it('labels the example of Heckbert (1990) as he does: 105 to 543 with five labels', () => {
    expect(valueAxis(105, 543, 5).ticks.map(({ at }) => at)).toEqual([100, 200, 300, 400, 500, 600]);
  });

  it('has evenly spaced round ticks, about as many as wanted, that reach to what there is', () => {
    const end = fc.double({ min: -1e5, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(
        end,
        fc.double({ min: 1, max: 1e9, noNaN: true }),
        fc.integer({ min: 3, max: 12 }),
        (low, range, count) => {
          const axis = valueAxis(low, low + range, count);
          const at = axis.ticks.map((tick) => tick.at);
          const step = (at.at(-1) as number) / (at.length - 1) - (at[0] as number) / (at.length - 1);
          expect(at.length).toBeGreaterThanOrEqual(2);
          expect(at.length).toBeLessThanOrEqual(2 * count + 2);
          expect(['1', '2', '5']).toContain(Number(step.toPrecision(6)).toExponential().split('e')[0]);
          for (const value of at) expect(Math.abs(value / step - Math.round(value / step))).toBeLessThan(1e-3);
          expect(axis.low).toBeLessThanOrEqual(low);
          expect(axis.high).toBeGreaterThanOrEqual(low + range);
          expect(Math.abs((at[0] as number) - low)).toBeLessThanOrEqual(step);
          expect(new Set(axis.ticks.map(({ label }) => label)).size).toBe(at.length);
        },
      ),
      { seed: 20261120, numRuns: 1000 },
    );
  });

  it.each([
    [0, 1, ['0.0', '0.5', '1.0'], 3],
    [-2, 2, ['−2', '0', '2'], 3],
    [0, 40_000, ['0', '20 000', '40 000'], 3],
    [0, 4000, ['0', '2000', '4000'], 3],
    [0, 4e9, ['0', '2 × 10⁹', '4 × 10⁹'], 3],
    [1e-6, 3e-6, ['1 × 10⁻⁶', '2 × 10⁻⁶', '3 × 10⁻⁶'], 3],
    [9.5e6, 1.05e7, ['0.95 × 10⁷', '1.00 × 10⁷', '1.05 × 10⁷'], 3],
  ])('writes %d to %d as %j, in any locale', (low, high, labels, count) => {
    const written = valueAxis(low, high, count).ticks.map(({ label }) => label.replaceAll('\u00a0', ' '));
    expect(written).toEqual(labels);
  });
});

describe('the axis of time', () => {
  const series = (count: number) => ({
    values: Array.from({ length: count }, (_, t) => t % 7),
    forecast: [1, 2, 3, 4, 5, 6, 7],
  });
  const labelled = (count: number, options: stats.ForecastChartOptions) => timeLabels(draw(series(count), options));

  it('counts from 1 without dates', () => {
    expect(labelled(43, {})).toEqual(['5', '10', '15', '20', '25', '30', '35', '40', '45', '50']);
    expect(labelled(20_000, { width: 400 }).map((label) => label.replaceAll('\u00a0', ' '))).toEqual([
      '5000',
      '10 000',
      '15 000',
      '20 000',
    ]);
  });

  it('marks days, Mondays and the first of months', () => {
    expect(labelled(1, { start: '2024-02-27', width: 1200 })).toEqual([
      '2024-02-27',
      '2024-02-28',
      '2024-02-29',
      '2024-03-01',
      '2024-03-02',
      '2024-03-03',
      '2024-03-04',
      '2024-03-05',
    ]);
    // Mondays of the calendar of 2026.
    expect(labelled(28, { start: '2026-01-01' })).toEqual([
      '2026-01-05',
      '2026-01-12',
      '2026-01-19',
      '2026-01-26',
      '2026-02-02',
    ]);
    expect(labelled(120, { start: '2025-11-15' })).toEqual(['2025-12', '2026-01', '2026-02', '2026-03']);
    expect(labelled(720, { start: '2024-01-01' })).toEqual([
      '2024-01',
      '2024-04',
      '2024-07',
      '2024-10',
      '2025-01',
      '2025-04',
      '2025-07',
      '2025-10',
    ]);
    expect(labelled(36_500, { start: '1925-06-01' })).toEqual([
      '1930',
      '1940',
      '1950',
      '1960',
      '1970',
      '1980',
      '1990',
      '2000',
      '2010',
      '2020',
    ]);
  });

  it('knows weeks, months, quarters and years', () => {
    expect(labelled(3, { start: '2026-01-07', step: 'week' })).toEqual([
      '2026-01-07',
      '2026-01-21',
      '2026-02-04',
      '2026-02-18',
      '2026-03-04',
    ]);
    expect(labelled(137, { start: '1949-01-31', step: 'month' })).toEqual(
      Array.from({ length: 12 }, (_, i) => String(1949 + i)),
    );
    expect(labelled(3, { start: '2026-01-31', step: 'month' })).toEqual([
      '2026-01',
      '2026-02',
      '2026-03',
      '2026-04',
      '2026-05',
      '2026-06',
      '2026-07',
      '2026-08',
      '2026-09',
      '2026-10',
    ]);
    expect(labelled(1, { start: '2025-04-01', step: 'quarter' })).toEqual([
      '2025-Q2',
      '2025-Q3',
      '2025-Q4',
      '2026-Q1',
      '2026-Q2',
      '2026-Q3',
      '2026-Q4',
      '2027-Q1',
    ]);
    expect(labelled(93, { start: '1900-01-01', step: 'year', width: 400 })).toEqual([
      '1900',
      '1920',
      '1940',
      '1960',
      '1980',
    ]);
  });

  it('takes the names it is given, those that fit', () => {
    const times = Array.from({ length: 12 }, (_, i) => `slot ${i + 1}`);
    expect(labelled(5, { times })).toEqual(times.filter((_, i) => i % 2 === 0));
    expect(labelled(5, { times, last: 3 })).toEqual(times.slice(2));
  });
});

describe('bad input', () => {
  const spoiled = (change: object) => ({ ...result, ...change });
  it.each<[string, object, object, string, object]>([
    [
      'a mask of another length',
      result,
      { closed: [true] },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.closed', given: 1 },
    ],
    [
      'an anomaly on a closed day',
      { values: [1, 2], forecast: [1] },
      { anomalies: [{ index: 1 }], closed: [0, 1] },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.anomalies[0].index', index: 1 },
    ],
    [
      'no values',
      spoiled({ values: [] }),
      {},
      'ERR_INSUFFICIENT_DATA',
      { argument: 'result.values', required: 1, given: 0 },
    ],
    [
      'missing values only',
      spoiled({ values: [null, Number.NaN] }),
      {},
      'ERR_INSUFFICIENT_DATA',
      { argument: 'result.values', required: 1, given: 0 },
    ],
    [
      'no forecast',
      spoiled({ forecast: [] }),
      {},
      'ERR_INSUFFICIENT_DATA',
      { argument: 'result.forecast', required: 1, given: 0 },
    ],
    [
      'an infinite value',
      spoiled({ values: [1, Number.POSITIVE_INFINITY] }),
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'result.values', index: 1 },
    ],
    [
      'a value beyond what can be drawn',
      spoiled({ values: [1, -1.1e300] }),
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'result.values', index: 1 },
    ],
    [
      'an interval of another length',
      spoiled({ intervals: [{ level: 0.8, lower: [1], upper: [2] }] }),
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'result.intervals[0].lower', required: 14, given: 1 },
    ],
    [
      'a level of 1',
      spoiled({ intervals: [{ ...band(0.8, 1), level: 1 }] }),
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'result.intervals[0].level' },
    ],
    [
      'the same level twice',
      spoiled({ intervals: [band(0.8, 1), band(0.8, 2)] }),
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'result.intervals' },
    ],
    [
      'bounds that cross',
      spoiled({ intervals: [band(0.8, 1), band(0.9, -1)] }),
      {},
      'ERR_INVALID_ARGUMENT',
      { argument: 'result.intervals[1].lower', index: 0 },
    ],
    [
      'twenty-one intervals',
      spoiled({ intervals: Array.from({ length: 21 }, (_, i) => band(i / 40 + 0.1, i)) }),
      {},
      'ERR_LIMIT_EXCEEDED',
      { argument: 'result.intervals', limit: 20, given: 21 },
    ],
    [
      'an anomaly after the history',
      result,
      { anomalies: [{ index: 60 }] },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.anomalies[0].index' },
    ],
    [
      'an anomaly in a gap',
      { values: [1, null], forecast: [1] },
      { anomalies: [{ index: 1 }] },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.anomalies[0].index', index: 1 },
    ],
    [
      'a day that does not exist',
      result,
      { start: '2026-02-29' },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.start' },
    ],
    [
      'dates past the year 9999',
      result,
      { start: '9990-01-01', step: 'year' },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.start' },
    ],
    [
      'names that are too few',
      result,
      { times: ['a', 'b'] },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.times', required: 74, given: 2 },
    ],
    [
      'names and dates',
      { values: [1], forecast: [1] },
      { times: ['a', 'b'], start: '2026-01-01' },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.times' },
    ],
    [
      'an unknown step',
      result,
      { start: '2026-01-01', step: 'hour' },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.step' },
    ],
    [
      'a long title',
      result,
      { title: 'x'.repeat(121) },
      'ERR_LIMIT_EXCEEDED',
      { argument: 'options.title', limit: 120, given: 121 },
    ],
    [
      'a title of two lines',
      result,
      { title: 'a\nb' },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.title', codePoint: 'U+000A' },
    ],
    [
      'a colour by name',
      result,
      { colors: { history: 'red' } },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.colors.history' },
    ],
    [
      'a colour that would leave its attribute',
      result,
      { colors: { grid: '#00"/><b/>' } },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.colors.grid' },
    ],
    ['a width of 10', result, { width: 10 }, 'ERR_INVALID_ARGUMENT', { argument: 'options.width' }],
    ['none of the last values', result, { last: 0 }, 'ERR_INVALID_ARGUMENT', { argument: 'options.last' }],
    [
      'a format that gives a number',
      result,
      { formatNumber: (value: number) => value },
      'ERR_INVALID_ARGUMENT',
      { argument: 'options.formatNumber()' },
    ],
    ['an unknown option', result, { heading: 'x' }, 'ERR_INVALID_ARGUMENT', { argument: 'options' }],
    ['an unknown word', result, { labels: { past: 'x' } }, 'ERR_INVALID_ARGUMENT', { argument: 'options.labels' }],
  ])('refuses %s', async (_, bad, options, code, details) => {
    const refused = await failure(() => stats.forecastChart(bad as stats.ForecastLike, options));
    expect(refused).toMatchObject({ code });
    expect(refused.details).toEqual(details);
  });

  it('refuses a format that throws, with its error as the cause', () => {
    const cause = new Error('no such locale');
    const formatNumber = () => {
      throw cause;
    };
    expect(() => stats.forecastChart(result, { formatNumber })).toThrow(expect.objectContaining({ cause }));
  });
});
