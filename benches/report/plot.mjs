/** Time against n on logarithmic axes, a panel for each family, as an SVG that can be read on a light page and on a dark one. */
import { time } from './digits.mjs';
import { isOurs } from './standing.mjs';

const COLUMNS = 3;
const PANEL = { width: 340, plotHeight: 190, left: 58, right: 14, top: 34, axis: 40 };
const GAP = 18;
const LEGEND_LINE = 16;
/** A letter of 11 pixels is no wider on average. */
const LETTER = 6.2;

/** Of light pages and of dark ones: ours first, then whoever comes. */
const COLORS = [
  ['#0f766e', '#2dd4bf'],
  ['#c2410c', '#fb923c'],
  ['#7c3aed', '#c4b5fd'],
  ['#1d4ed8', '#93c5fd'],
  ['#be185d', '#f9a8d4'],
  ['#4d7c0f', '#bef264'],
  ['#57534e', '#d6d3d1'],
];
const MARKS = [
  'M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z',
  'M-3 -3h6v6h-6z',
  'M0 -4l4 7h-8z',
  'M0 -4.5l4 4.5l-4 4.5l-4 -4.5z',
  'M0 4l4 -7h-8z',
  'M-4 -1.3h2.7v-2.7h2.6v2.7h2.7v2.6h-2.7v2.7h-2.6v-2.7h-2.7z',
  'M-4 -1h8v2h-8z',
];

/** The families of some cases: each with a line for every contender, by n. */
export function familiesOf(cases) {
  const families = new Map();
  for (const { growth, rows } of cases) {
    if (!growth) continue;
    const { family, n, unit } = growth;
    if (!families.has(family)) families.set(family, { name: family, unit, lines: new Map() });
    const { lines } = families.get(family);
    for (const { contender, medianMs } of rows) {
      lines.set(
        contender,
        [...(lines.get(contender) ?? []), [n, medianMs]].sort(([a], [b]) => a - b),
      );
    }
  }
  return [...families.values()];
}

export function plot(title, families) {
  const rows = [];
  for (let at = 0; at < families.length; at += COLUMNS) rows.push(families.slice(at, at + COLUMNS));
  const panels = [];
  let y = GAP;
  for (const row of rows) {
    for (const [column, family] of row.entries()) {
      panels.push(`<g transform="translate(${GAP + column * (PANEL.width + GAP)} ${y})">${panel(family)}</g>`);
    }
    y += Math.max(...row.map(heightOf)) + GAP;
  }
  const width = GAP + Math.min(COLUMNS, families.length) * (PANEL.width + GAP);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y}" width="${width}" height="${y}" role="img">
<title>${escaped(title)}</title>
<style>
text { font: 11px system-ui, sans-serif; fill: #1f2933; }
.name { font-weight: 600; font-size: 13px; }
.quiet { fill: #52606d; }
.grid { stroke: #cbd2d9; stroke-width: 0.6; }
.line { fill: none; stroke-width: 1.8; }
.js { stroke-dasharray: 5 3; }
${COLORS.map(([light], i) => `.s${i} { stroke: ${light}; } .m${i} { fill: ${light}; }`).join('\n')}
@media (prefers-color-scheme: dark) {
text { fill: #e4e7eb; }
.quiet { fill: #9aa5b1; }
.grid { stroke: #3e4c59; }
${COLORS.map(([, dark], i) => `.s${i} { stroke: ${dark}; } .m${i} { fill: ${dark}; }`).join('\n')}
}
</style>
${panels.join('\n')}
</svg>
`;
}

/** Its lines with their colours and marks: both of ours share a colour, and JavaScript's is dashed. */
function styled({ lines }) {
  let next = 1;
  let oursMarks = 0;
  return [...lines].map(([name, points]) => {
    const color = isOurs(name) ? 0 : Math.min(next++, COLORS.length - 1);
    const mark = isOurs(name) ? oursMarks++ : color;
    return { name, points, color, mark: MARKS[mark], isDashed: isOurs(name) && name !== 'clinicore' };
  });
}

function legendColumns({ lines }) {
  const widest = Math.max(...[...lines.keys()].map((name) => name.length));
  return widest * LETTER + 34 < PANEL.width / 2 ? 2 : 1;
}

function heightOf(family) {
  const lines = Math.ceil(family.lines.size / legendColumns(family));
  return PANEL.top + PANEL.plotHeight + PANEL.axis + lines * LEGEND_LINE;
}

function panel(family) {
  const lines = styled(family);
  const points = lines.flatMap((line) => line.points);
  const xs = decades(points.map(([n]) => n));
  const ys = decades(points.map(([, ms]) => ms));
  const [left, right] = [PANEL.left, PANEL.width - PANEL.right];
  const [top, bottom] = [PANEL.top, PANEL.top + PANEL.plotHeight];
  const x = (n) => fixed(left + ((Math.log10(n) - xs[0]) / (xs.at(-1) - xs[0])) * (right - left));
  const y = (ms) => fixed(bottom - ((Math.log10(ms) - ys[0]) / (ys.at(-1) - ys[0])) * (bottom - top));

  const grid = [
    ...xs.map((decade) => {
      const at = x(10 ** decade);
      return `<path class="grid" d="M${at} ${top}V${bottom}"/><text class="quiet" x="${at}" y="${bottom + 15}" text-anchor="middle">${power(decade)}</text>`;
    }),
    ...ys.map((decade) => {
      const at = y(10 ** decade);
      return `<path class="grid" d="M${left} ${at}H${right}"/><text class="quiet" x="${left - 6}" y="${at + 4}" text-anchor="end">${time(10 ** decade).replace('.0', '')}</text>`;
    }),
  ];
  const drawn = lines.map(({ points, color, mark, isDashed }) => {
    const path = points.map(([n, ms], i) => `${i === 0 ? 'M' : 'L'}${x(n)} ${y(ms)}`).join('');
    const marks = points.map(
      ([n, ms]) => `<path class="m${color}" transform="translate(${x(n)} ${y(ms)})" d="${mark}"/>`,
    );
    return `<path class="line s${color}${isDashed ? ' js' : ''}" d="${path}"/>${marks.join('')}`;
  });
  const columns = legendColumns(family);
  const legend = lines.map(({ name, color, mark, isDashed }, i) => {
    const [atX, atY] = [
      8 + (i % columns) * (PANEL.width / 2),
      bottom + PANEL.axis + 8 + Math.floor(i / columns) * LEGEND_LINE,
    ];
    return `<g transform="translate(${atX} ${atY})"><path class="line s${color}${isDashed ? ' js' : ''}" d="M0 0H18"/><path class="m${color}" transform="translate(9 0)" d="${mark}"/><text x="24" y="4">${escaped(name)}</text></g>`;
  });
  return [
    `<text class="name" x="8" y="14">${escaped(family.name)}</text>`,
    ...grid,
    ...drawn,
    `<text class="quiet" x="${(left + right) / 2}" y="${bottom + 30}" text-anchor="middle">${escaped(family.unit)}</text>`,
    ...legend,
  ].join('\n');
}

/** The powers of ten around some numbers, at most seven of them. */
function decades(numbers) {
  const [low, high] = [Math.floor(Math.log10(Math.min(...numbers))), Math.ceil(Math.log10(Math.max(...numbers)))];
  const step = Math.ceil(Math.max(1, high - low) / 6);
  const steps = Math.max(1, Math.ceil((high - low) / step));
  return Array.from({ length: steps + 1 }, (_, i) => low + i * step);
}

/** In so few letters that the next one has room. */
const power = (decade) =>
  decade < 4 ? (10 ** decade).toLocaleString('en') : decade < 6 ? `${10 ** (decade - 3)} k` : `${10 ** (decade - 6)} M`;
const fixed = (value) => Number(value.toFixed(1));
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
