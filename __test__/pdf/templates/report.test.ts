import { pdf, stats } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from '../../backends';
import { readPdf } from '../../pdf-reader';
import { report } from './data';

describe.each(backends)('a report on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  const render = async (changes: Partial<pdf.ReportData> = {}) => readPdf(await pdf.report({ ...report, ...changes }));

  it('says what it was given, in its order', async () => {
    const read = await render();
    // The title stands in the foot, too, which comes first.
    const said = read.pages
      .map(({ text }) => text)
      .join('\n')
      .split('\n');
    const order = ['Sales in March', 'All branches', '412', 'Pieces sold', 'Summary', 'Sales rose.', 'Returns fell.'];
    const rest = ['By product', 'Product', 'Pieces', 'Lens', '400', 'Frame', '12', 'Total', '412', 'Without returns'];
    expect(said.filter((text) => [...order, ...rest].includes(text))).toEqual(['Sales in March', ...order, ...rest]);
    expect({ ...read, pages: undefined }).toEqual({
      title: 'Sales in March',
      author: 'Optik Morgenstern GmbH',
      language: 'en',
      created: 'D:20260401000000Z',
      pages: undefined,
    });
  });

  it('prints a title that looks like a field as it is', async () => {
    const title = 'Page {page} of {pages} of {base}';
    const { pages } = await render({ title });
    const said = pages.map(({ text }) => text.replace(/\s+/g, ' ')).join(' ');
    expect(said.split(title)).toHaveLength(3);
    expect(said).toContain('Page 1 of 1');
  });

  it('shows a chart of stats', async () => {
    const values = Array.from({ length: 60 }, (_, i) => 10 + 3 * Math.sin((2 * Math.PI * i) / 7));
    const svg = stats.forecastChart(await stats.forecast(values, { horizon: 7, seasonLength: 7 }), {
      title: 'Lenses a day',
    });
    const read = await render({ sections: [{ heading: 'Outlook', chart: { svg, alt: 'Lenses', caption: 'A week' } }] });
    const said = read.pages.flatMap(({ runs }) => runs.map(({ text }) => text));
    expect(said).toContain('Lenses a day');
    expect(said).toContain('A week');
  });

  it('repeats a table’s head on every page', async () => {
    const table = {
      columns: [{ name: 'Product' }, { name: 'Pieces', type: 'number' as const }],
      rows: Array.from({ length: 200 }, (_, i) => [`Product ${i}`, String(i)]),
    };
    const { pages } = await render({ sections: [{ table }] });
    expect(pages.length).toBeGreaterThan(4);
    for (const { runs } of pages) expect(runs.filter(({ text }) => text === 'Pieces')).toHaveLength(1);
    const rows = pages.flatMap(({ text }) => [...text.matchAll(/^Product (\d+)$/gm)].map(([, i]) => Number(i)));
    expect(rows).toEqual(table.rows.map((_, i) => i));
  });

  it('begins a section on a new page where it is to', async () => {
    const { pages } = await render({ sections: [{ text: 'One' }, { text: 'Two', newPage: true }] });
    expect(pages.map(({ text }) => /^(One|Two)$/m.exec(text)?.[0])).toEqual(['One', 'Two']);
  });

  const columns = [{ name: 'A' }, { name: 'B' }];
  it.each<[string, object, string, string]>([
    ['no sections', { sections: [] }, 'ERR_INVALID_ARGUMENT', 'data.sections'],
    [
      'a row too short',
      { sections: [{ table: { columns, rows: [['a', 'b'], ['a']] } }] },
      'ERR_INVALID_ARGUMENT',
      'data.sections[0].table.rows[1]',
    ],
    [
      'a row too long',
      { sections: [{ table: { columns, rows: [['a', 'b', 'c']] } }] },
      'ERR_LIMIT_EXCEEDED',
      'data.sections[0].table.rows[0]',
    ],
    [
      'a number for a text',
      { sections: [{ table: { columns, rows: [['a', 1]] } }] },
      'ERR_INVALID_ARGUMENT',
      'data.sections[0].table.rows[0][1]',
    ],
    [
      'a chart that is none',
      { sections: [{}, { chart: { svg: '<svg', alt: 'x' } }] },
      'ERR_MALFORMED_INPUT',
      'data.sections[1].chart.svg',
    ],
    [
      'a table without columns',
      { sections: [{ table: { columns: [], rows: [] } }] },
      'ERR_INVALID_ARGUMENT',
      'data.sections[0].table.columns',
    ],
    ['a letter no font has', { sections: [{ text: 'a' }, { text: '見' }] }, 'ERR_UNSUPPORTED', 'data.sections[1].text'],
  ])('is refused with %s', async (_, changes, code, argument) => {
    expect(await failure(() => pdf.report({ ...report, ...changes }))).toMatchObject({ code, details: { argument } });
  });
});
