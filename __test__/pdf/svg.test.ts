/** Pictures in SVG become shapes. Expected numbers are worked out by hand from SVG 2. */
import { stats } from 'clinicore';
import { describe, expect, it } from 'vitest';
import { failure } from '../backends';
import { blockOf, shapesOf } from './message';

const path = (inner: string) => shapesOf(inner).map((shape) => (shape.type === 'path' ? shape.path : []));
const refused = (inner: string, attributes = '') => failure(() => shapesOf(inner, 100, attributes));

describe('shapes', () => {
  it.each([
    ['rect', '<rect x="1" y="2" width="3" height="4"/>', [0, 1, 2, 1, 4, 2, 1, 4, 6, 1, 1, 6, 3]],
    ['line', '<line x1="1" y1="2" x2="3" y2="4"/>', [0, 1, 2, 1, 3, 4]],
    ['polyline', '<polyline points="0,0 10,0,10 10"/>', [0, 0, 0, 1, 10, 0, 1, 10, 10]],
    ['polygon', '<polygon points="0 0 10 0 10 10"/>', [0, 0, 0, 1, 10, 0, 1, 10, 10, 3]],
    ['relative path', '<path d="m1 1l2 0h2v2z"/>', [0, 1, 1, 1, 3, 1, 1, 5, 1, 1, 5, 3, 3]],
    ['path without separators', '<path d="M.5.5-1-1e1"/>', [0, 0.5, 0.5, 1, -1, -10]],
    ['move of several points', '<path d="m1 1 1 1 1 1"/>', [0, 1, 1, 1, 2, 2, 1, 3, 3]],
    ['line after a close', '<path d="M1 1h2v2zl1 1"/>', [0, 1, 1, 1, 3, 1, 1, 3, 3, 3, 0, 1, 1, 1, 2, 2]],
    ['smooth curve', '<path d="M0 0C0 1 1 2 2 2S4 1 4 0"/>', [0, 0, 0, 2, 0, 1, 1, 2, 2, 2, 2, 3, 2, 4, 1, 4, 0]],
    ['smooth curve after a line', '<path d="M0 0H2S4 1 4 0"/>', [0, 0, 0, 1, 2, 0, 2, 2, 0, 4, 1, 4, 0]],
    ['quadratic curve', '<path d="M0 0Q3 3 6 0"/>', [0, 0, 0, 2, 2, 2, 4, 2, 6, 0]],
    ['smooth quadratic', '<path d="M0 0Q3 3 6 0T12 0"/>', [0, 0, 0, 2, 2, 2, 4, 2, 6, 0, 2, 8, -2, 10, -2, 12, 0]],
    ['arc of no radius', '<path d="M0 0A0 5 0 0 1 6 0"/>', [0, 0, 0, 1, 6, 0]],
    ['units', '<line x1="1in" y1="1pt" x2="2.54cm" y2="1pc"/>', [0, 96, 1.333, 1, 96, 16]],
    ['nothing', '<path d=""/>', []],
  ])('%s', (_, inner, expected) => {
    expect(path(inner)).toEqual(expected.length > 0 ? [expected] : []);
  });

  it('draws an arc through the points of its circle', () => {
    for (const [flags, top] of [
      ['0 1', -5],
      ['0 0', 5],
    ] as const) {
      const [outline = []] = path(`<path d="M0 0A5 5 0 ${flags} 10 0"/>`);
      // Two quarters that meet above or below the centre.
      expect(outline.slice(0, 3)).toEqual([0, 0, 0]);
      expect(outline.slice(8, 10)).toEqual([5, top]);
      expect(outline.slice(-2)).toEqual([10, 0]);
    }
    // Compact flags; a radius that is too small grows; the long way round takes more than two quarters.
    expect(path('<path d="M0 0A5 5 0 0110 0"/>')).toEqual(path('<path d="M0 0A1 1 0 0 1 10 0"/>'));
    expect(path('<path d="M0 0A5 5 0 1 1 5 5"/>')[0]).toHaveLength(3 + 3 * 7);
  });

  it('rounds corners by at most half a side, and makes circles of curves', () => {
    expect(path('<rect width="10" height="4" rx="9"/>')).toEqual(path('<rect width="10" height="4" rx="5" ry="2"/>'));
    expect(path('<circle cx="5" cy="5" r="5"/>')).toEqual(path('<ellipse cx="5" cy="5" rx="5" ry="5"/>'));
    expect(path('<circle r="0"/><rect width="0" height="5"/>')).toEqual([]);
  });
});

describe('paint', () => {
  const paint = (inner: string) => shapesOf(inner)[0];
  it('is black inside by default, inherited, and replaced by style', () => {
    expect(paint('<path d="M0 0h1"/>')).toMatchObject({ fill: [0, 0, 0], stroke: null });
    expect(paint('<g fill="red" stroke="#00f"><path d="M0 0h1" style="fill: none"/></g>')).toMatchObject({
      fill: null,
      stroke: { color: [0, 0, 255], width: 1 },
    });
    expect(paint('<g color="rgb(10%, 20%, 30%)"><path d="M0 0h1" fill="currentColor"/></g>')).toMatchObject({
      fill: [26, 51, 77],
    });
  });

  it('multiplies opacities, and parts fill and stroke where theirs differ', () => {
    expect(paint('<g opacity=".5"><path opacity="50%" d="M0 0h1"/></g>')).toMatchObject({ opacity: 0.25 });
    expect(shapesOf('<path d="M0 0h1" stroke="red" fill-opacity=".5"/>')).toMatchObject([
      { fill: [0, 0, 0], stroke: null, opacity: 0.5 },
      { fill: null, stroke: { color: [255, 0, 0] } },
    ]);
  });

  it('scales strokes and dashes, and makes an odd number of dashes even', () => {
    const [shape] = shapesOf('<g transform="scale(2)"><path d="M0 0h1" stroke="red" stroke-dasharray="1 2 3"/></g>');
    expect(shape).toMatchObject({ stroke: { width: 2, dash: [2, 4, 6, 2, 4, 6] } });
    expect(paint('<path d="M0 0h1" stroke="red" stroke-dasharray="none"/>')).not.toHaveProperty('stroke.dash');
  });

  it('leaves out what is not displayed or hidden', () => {
    expect(shapesOf('<g display="none"><path d="M0 0h1"/></g><path visibility="hidden" d="M0 0h1"/>')).toEqual([]);
    expect(shapesOf('<title>t</title><desc>d</desc><metadata><x/></metadata>')).toEqual([]);
  });
});

describe('transforms', () => {
  it.each([
    ['translate(1 2)', [1, 2, 2, 2]],
    ['translate(1)', [1, 0, 2, 0]],
    ['scale(3)', [0, 0, 3, 0]],
    ['rotate(90)', [0, 0, 0, 1]],
    ['rotate(180 1 1)', [2, 2, 1, 2]],
    ['matrix(1 2 3 4 5 6)', [5, 6, 6, 8]],
    ['skewY(45)', [0, 0, 1, 1]],
    ['translate(1,0) scale(2), translate(1,0)', [3, 0, 5, 0]],
  ])('%s', (transform, [x1, y1, x2, y2]) => {
    expect(path(`<line x2="1" transform="${transform}"/>`)).toEqual([[0, x1, y1, 1, x2, y2]]);
  });

  it('fits the viewBox into the middle of the picture', () => {
    const svg = '<svg viewBox="10 10 10 20"><line x1="10" y1="10" x2="20" y2="30"/></svg>';
    const block = blockOf({ type: 'svg', svg, alt: '', width: 100, height: 100 });
    expect(block).toMatchObject({ width: 100, height: 100, shapes: [{ path: [0, 25, 0, 1, 75, 100] }] });
  });

  it('takes its own size at 96 pixels to the inch, or what one side makes of it', () => {
    const svg = '<svg width="200" height="100"/>';
    expect(blockOf({ type: 'svg', svg, alt: '' })).toMatchObject({ width: 150, height: 75 });
    expect(blockOf({ type: 'svg', svg, alt: '', width: 40 })).toMatchObject({ width: 40, height: 20 });
    expect(blockOf({ type: 'svg', svg, alt: '', height: 40 })).toMatchObject({ width: 80, height: 40 });
  });

  it('repeats what use refers to', () => {
    const line = [0, 5, 1, 1, 6, 1];
    expect(path('<defs><line id="a" x2="1"/></defs><use href="#a" x="5" y="1"/>')).toEqual([line]);
    expect(path('<symbol id="a"><line x2="1"/></symbol><use xlink:href="#a" x="5" y="1"/>')).toEqual([line]);
    const symbol = '<symbol id="a" viewBox="0 0 2 2"><line x2="1"/></symbol>';
    expect(path(`${symbol}<use href="#a" width="4" height="4"/>`)).toEqual([[0, 0, 0, 1, 2, 0]]);
  });
});

describe('texts', () => {
  const texts = (inner: string) => shapesOf(inner).map((shape) => (shape.type === 'text' ? shape : undefined));

  it('stand at their anchor, with blanks as XML collapses them', () => {
    expect(texts('<text x="5" y="10" text-anchor="middle">  a\n  &lt;b&#x20AC;  </text>')).toMatchObject([
      { text: 'a <b€', x: 5, y: 10, align: 'center' },
    ]);
  });

  it('take lines from tspans that say where they begin', () => {
    const lines =
      '<text x="5" y="10" font-size="10">a<tspan x="5" dy="1.2em">b</tspan><tspan x="6" dy="12">c</tspan></text>';
    expect(texts(lines)).toMatchObject([
      { text: 'a', x: 5, y: 10 },
      { text: 'b', x: 5, y: 22 },
      { text: 'c', x: 6, y: 34 },
    ]);
    expect(texts('<text><tspan x="1" y="2">a</tspan></text>')).toMatchObject([{ text: 'a', x: 1, y: 2 }]);
    expect(texts('<text>a<tspan>b</tspan>c</text>')).toMatchObject([{ text: 'abc' }]);
  });

  it('turn and grow with what they stand in', () => {
    expect(texts('<g transform="translate(10 20) rotate(-90) scale(2)"><text x="1" y="2">a</text></g>')).toMatchObject([
      { x: 14, y: 18, rotate: -90 },
    ]);
  });

  it.each([
    ['<text transform="scale(2 1)">a</text>', 'stretched'],
    ['<text>a<tspan font-weight="bold">b</tspan></text>', 'tspan'],
    ['<text>a<tspan dx="2">b</tspan></text>', 'tspan'],
    ['<text>a<textPath href="#a">b</textPath></text>', 'textPath'],
  ])('refuse %s', async (inner, named) => {
    const { code, message } = await refused(inner);
    expect(code).toBe('ERR_UNSUPPORTED');
    expect(message).toContain(named);
  });
});

describe('what is not read', () => {
  it.each([
    ['<image href="a.png"/>', 'image'],
    ['<style>.a{fill:red}</style>', 'style'],
    ['<foreignObject/>', 'foreignObject'],
    ['<script>alert(1)</script>', 'script'],
    ['<svg/>', 'svg'],
    ['<path d="M0 0" clip-path="url(#a)"/>', 'clip-path'],
    ['<path d="M0 0" style="filter:url(#a)"/>', 'filter'],
    ['<line x2="1" marker-end="url(#a)"/>', 'marker-end'],
    ['<defs><linearGradient id="g"/></defs><path d="M0 0h1" fill="url(#g)"/>', 'fill by reference'],
    ['<path d="M0 0h1" style="stroke:url(#g) red"/>', 'stroke by reference'],
  ])('%s is refused by its name', async (inner, named) => {
    const { code, message, details } = await refused(inner);
    expect(code).toBe('ERR_UNSUPPORTED');
    expect(message).toContain(named);
    expect(details).toEqual({ argument: 'document.content[0].svg' });
  });

  it.each([
    ['no colour', '<path d="M0 0h1" fill="reddish"/>'],
    ['no number', '<rect width="a" height="1"/>'],
    ['no path', '<path d="M0 0 K"/>'],
    ['a path that does not begin with a move', '<path d="L1 1"/>'],
    ['a path without a number', '<path d="M0"/>'],
    ['an infinite number', '<path d="M1e999 0"/>'],
    ['points without a partner', '<polygon points="0 0 1"/>'],
    ['no transform', '<g transform="turn(1)"><path d="M0 0"/></g>'],
    ['a transform with too few numbers', '<g transform="matrix(1 2)"/>'],
    ['a reference to nothing', '<use href="#a"/>'],
    ['an entity', '<text>&nbsp;</text>'],
    ['an ampersand', '<text>a & b</text>'],
    ['an element that is not closed', '<g>'],
    ['elements that overlap', '<g><a></g></a>'],
    ['an attribute without quotes', '<rect width=1 />'],
  ])('%s is malformed', async (_, inner) => {
    expect((await refused(inner)).code).toBe('ERR_MALFORMED_INPUT');
  });

  it.each([
    ['text', 'no svg'],
    ['another element', '<html/>'],
    ['two elements', '<svg width="1" height="1"/><svg/>'],
    ['a DOCTYPE, which could declare entities', '<!DOCTYPE svg [<!ENTITY a "b">]><svg width="1" height="1"/>'],
    ['no size', '<svg/>'],
    ['a negative size', '<svg width="-1" height="1"/>'],
    ['a wrong viewBox', '<svg viewBox="0 0 1"/>'],
    ['an empty text', ''],
  ])('%s is no picture', async (_, svg) => {
    expect((await failure(() => blockOf({ type: 'svg', svg, alt: '' }))).code).toBe('ERR_MALFORMED_INPUT');
  });

  it('never repeats what the picture says', async () => {
    for (const inner of ['<Jana_Novakova/>', '<g transform="Jana Novakova"/>', '<text>&Jana;</text>']) {
      expect((await refused(inner)).message).not.toContain('Jana');
    }
  });
});

describe('limits', () => {
  it.each([
    ['depth', `${'<g>'.repeat(70)}${'</g>'.repeat(70)}`],
    ['references to itself', '<g id="a"><use href="#a"/></g>'],
    [
      'references that multiply',
      Array.from({ length: 12 }, (_, i) => `<g id="a${i}">${`<use href="#a${i + 1}"/>`.repeat(10)}</g>`).join('') +
        '<path id="a12" d="M0 0h1"/>',
    ],
    ['attributes', `<g ${Array.from({ length: 70 }, (_, i) => `a${i}="1"`).join(' ')}/>`],
  ])('of %s', async (_, inner) => {
    expect((await refused(inner)).code).toBe('ERR_LIMIT_EXCEEDED');
  });
});

describe('names that every object knows', () => {
  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])('%s is no name of SVG', async (name) => {
    for (const inner of [
      `<${name}/>`,
      `<text x="1" text-anchor="${name}">a</text>`,
      `<text x="1" dominant-baseline="${name}">a</text>`,
      `<g transform="${name}(1)"/>`,
    ]) {
      expect((await refused(inner)).code).toMatch(/^ERR_(UNSUPPORTED|MALFORMED_INPUT)$/);
    }
    expect(path(`<path d="M0 0h1" ${name}="1" style="${name}: 1"/>`)).toEqual(path('<path d="M0 0h1"/>'));
  });
});

describe('what is too much is refused', () => {
  it('before it has grown', async () => {
    // Were the time to grow by the square of the length, this would not end before the test does.
    expect((await refused(`<text>${'<tspan>a</tspan>'.repeat(50_000)}</text>`)).code).toBe('ERR_LIMIT_EXCEEDED');
    expect((await refused(`<text>${'&'.repeat(4_000_000)}</text>`)).code).toBe('ERR_MALFORMED_INPUT');
  });
});

describe('forecastChart', () => {
  const values = Array.from({ length: 90 }, (_, i) => 50 + 20 * Math.sin(i / 5) + (i % 7));
  const forecast = values.slice(-14);
  const chart = stats.forecastChart(
    {
      values,
      forecast,
      intervals: [0.8, 0.95].map((level) => ({
        level,
        lower: forecast.map((value) => value - 10 * level),
        upper: forecast.map((value) => value + 10 * level),
      })),
    },
    { title: 'Lens cleaner & “cloths”', start: '2026-01-01', valueTitle: 'Pieces', anomalies: [{ index: 3 }] },
  );

  it('is drawn whole: every element, every text', () => {
    const block = blockOf({ type: 'svg', svg: chart, alt: 'A forecast', width: 400 });
    if (block.type !== 'drawing') throw new Error('an SVG becomes a drawing');
    const elements = chart.match(/<(rect|line|path|circle|text)\b/g) ?? [];
    expect(block.shapes).toHaveLength(elements.length);
    expect([block.width, block.height]).toEqual([400, 200]);
    const said = block.shapes.flatMap((shape) => (shape.type === 'text' ? [shape.text] : []));
    const written = [...chart.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text?.replace('&amp;', '&'));
    expect(said).toEqual(written);
    expect(said).toContain('Lens cleaner & “cloths”');
    for (const shape of block.shapes) {
      if (shape.type !== 'path') continue;
      for (let at = 0; at < shape.path.length; ) {
        const take = [2, 2, 6, 0][shape.path[at++] as number] as number;
        for (const end = at + take; at < end; at += 2) {
          expect(shape.path[at]).toBeGreaterThanOrEqual(0);
          expect(shape.path[at]).toBeLessThanOrEqual(400);
          expect(shape.path[at + 1]).toBeLessThanOrEqual(200);
        }
      }
    }
  });
});
