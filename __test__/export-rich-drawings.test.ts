/** Pictures and charts. */
import { beforeAll, describe, expect, it } from 'vitest';
import { backends, useBackend } from './backends';
import { parts, png, type Rich, read, sheet, write } from './export-rich';

/** A JPEG's header: 40 pixels wide, 20 high. Nothing decodes it here. */
const jpeg = Buffer.from([
  ...[0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0],
  ...[0xff, 0xc0, 0, 11, 8, 0, 20, 0, 40, 1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0xff, 0xd9],
]);

const charts = async (...list: object[]): Promise<string[]> => {
  const file = parts(await write(sheet({ charts: list } as Partial<Rich>)));
  return list.map((_, at) => file[`xl/charts/chart${at + 1}.xml`] as string);
};

const series = [{ values: 'B2:B5', categories: 'A2:A5' }];

describe.each(backends)('pictures (%s)', (backend) => {
  beforeAll(() => useBackend(backend));

  it('keeps the bytes as they are, the same ones once', async () => {
    const data = png(120, 60);
    const other = Buffer.from(data);
    const images = [
      { at: 'B2', data, alt: 'Logo <&>' },
      { at: 'D9', data, width: 60 },
      { at: 'F1', data: jpeg, height: 40, x: 100, y: 30 },
    ];
    const book = await read(sheet({ images }));
    const own = book.worksheets[0]?.getImages() ?? [];
    const media = own.map(({ imageId }) => book.getImage(Number(imageId)).buffer as unknown as Uint8Array);
    expect(media.map((bytes) => Buffer.from(bytes))).toEqual([jpeg, other, other]);
    expect(new Set(own.slice(1).map(({ imageId }) => imageId)).size).toBe(1);
    const file = parts(await write(sheet({ images })));
    expect(Object.keys(file).filter((name) => name.startsWith('xl/media/'))).toHaveLength(2);
    expect(file['xl/drawings/drawing1.xml']).toMatch(/descr="Logo &lt;&amp;&gt;"/);
  });

  it('stands where it is put, as large as it is, or as it is told', async () => {
    const data = png(120, 60);
    const xml = async (more: object) =>
      parts(await write(sheet({ images: [{ at: 'B2', data, ...more }] })))['xl/drawings/drawing1.xml'] as string;
    const from = (text: string) =>
      /<xdr:from>(.*?)<\/xdr:from>/s
        .exec(text)?.[1]
        ?.replace(/<[^>]*>/g, ' ')
        .trim();
    expect(from(await xml({}))).toBe('1  0  1  0');
    // 100 pixels are a column of 64 and 36; 30 are a row of 20 and 10. A pixel is 9,525 units.
    expect(from(await xml({ x: 100, y: 30 }))).toBe(`2  ${36 * 9525}  2  ${10 * 9525}`);
    for (const [more, width, height] of [
      [{}, 120, 60],
      [{ width: 60 }, 60, 30],
      [{ width: 10, height: 90 }, 10, 90],
    ] as const) {
      expect(await xml(more)).toMatch(new RegExp(`<a:ext cx="${width * 9525}" cy="${height * 9525}"/>`));
    }
  });
});

describe.each(backends)('charts (%s)', (backend) => {
  beforeAll(() => useBackend(backend));

  it.each([
    ['column', /<c:barDir val="col"\/>/],
    ['bar', /<c:barDir val="bar"\/>/],
    ['line', /<c:lineChart>/],
    ['area', /<c:areaChart>/],
    ['pie', /<c:pieChart>/],
    ['doughnut', /<c:doughnutChart>/],
    ['scatter', /<c:scatterChart>/],
  ])('draws a %s', async (type, found) => {
    const [xml] = await charts({ type, at: 'A1', series });
    expect(xml).toMatch(found);
    expect(xml).toMatch(/<c:f>'?S'?!\$B\$2:\$B\$5<\/c:f>/);
    expect(xml).toMatch(/<c:f>'?S'?!\$A\$2:\$A\$5<\/c:f>/);
    expect(xml).toMatch(/<c:autoTitleDeleted val="1"\/>/);
  });

  it('has series with names and colours, a title, axes and a legend', async () => {
    const [xml] = await charts({
      ...{ type: 'line', at: 'C3', title: 'Sales <&>', legend: 'bottom' },
      series: [
        { name: { cell: 'B1' }, values: 'B2:B5', color: '#112233', markers: true },
        { name: 'Second', values: "'S'!C2:C5", smooth: true, labels: true },
      ],
      xAxis: { title: 'Month', gridlines: true },
      yAxis: { title: 'EUR', min: 1, max: 9.5, numberFormat: '0.0', gridlines: false },
    });
    expect(xml).toMatch(/<a:t>Sales &lt;&amp;&gt;<\/a:t>/);
    expect(xml?.match(/<c:ser>/g)).toHaveLength(2);
    expect(xml).toMatch(/<c:f>'?S'?!\$B\$1<\/c:f>/);
    expect(xml).toMatch(/<c:v>Second<\/c:v>/);
    expect(xml).toMatch(/<a:srgbClr val="112233"\/>/);
    expect(xml).toMatch(/<c:symbol val="circle"\/>/);
    expect(xml).toMatch(/<c:smooth val="1"\/>/);
    expect(xml).toMatch(/<c:showVal val="1"\/>/);
    expect(xml).toMatch(/<c:legendPos val="b"\/>/);
    expect(xml).toMatch(/<a:t>Month<\/a:t>/);
    expect(xml).toMatch(/<c:max val="9.5"\/><c:min val="1"\/>/);
    expect(xml).toMatch(/formatCode="0.0" sourceLinked="0"/);
    expect(xml?.match(/<c:majorGridlines\/>/g)).toHaveLength(1);
  });

  it('stacks, also as shares', async () => {
    const two = [...series, { values: 'C2:C5' }];
    const [stacked, shares] = await charts(
      { type: 'column', at: 'A1', series: two, stacked: true },
      { type: 'area', at: 'A20', series: two, stacked: 'percent' },
    );
    expect(stacked).toMatch(/<c:grouping val="stacked"\/>/);
    expect(stacked).toMatch(/<c:overlap val="100"\/>/);
    expect(shares).toMatch(/<c:grouping val="percentStacked"\/>/);
    expect(shares).toMatch(/formatCode="0%"/);
  });

  it('gives each slice a colour of the theme, and says its share', async () => {
    const [xml] = await charts({ type: 'pie', at: 'A1', series: [{ values: 'B2:B5', labels: true }] });
    expect(xml?.match(/<c:dPt>/g)).toHaveLength(4);
    expect(xml).toMatch(/<c:showPercent val="1"\/>/);
    const file = parts(
      await write(sheet({ charts: [{ type: 'line', at: 'A1', series }] }), { theme: { colors: ['#ABCDEF'] } }),
    );
    expect(file['xl/charts/chart1.xml']).toMatch(/<a:srgbClr val="ABCDEF"\/>/);
  });
});
