import { createRequire } from 'node:module';
import { stats } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type * as curveModule from '../../js/stats/chart/curve';
import { backends, failure, useBackend } from '../backends';
import { band, draw, forecast, result, texts, values } from './charted';
import { data } from './golden';
import { all, type Element } from './svg-reader';

const require = createRequire(import.meta.url);
const { columnsOf, curve } = require('../../dist/stats/chart/curve.js') as typeof curveModule;

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
