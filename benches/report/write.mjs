/** What was measured, and the pages that are made of it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { domains } from '../cases.mjs';
import { pageOf, TITLES } from './page.mjs';
import { familiesOf, plot } from './plot.mjs';
import { measuredOf } from './readme.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const RESULTS = `${root}benches/results.json`;

/** By domain, in their order. */
export const readResults = () => (existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, 'utf8')) : {});

/** A row a line, so that a change can be read. */
export function writeResults(results) {
  const ordered = domains.filter((domain) => results[domain]).map((domain) => [domain, results[domain]]);
  const text = JSON.stringify(Object.fromEntries(ordered), undefined, 1);
  const rows = text.replace(/\{\n\s+"contender"[^}]*\}/g, (row) => row.replace(/\n\s+/g, ' '));
  writeFileSync(RESULTS, `${rows}\n`);
}

export function writeReports() {
  for (const [path, text] of Object.entries(reportsOf(readResults()))) writeFileSync(`${root}${path}`, text);
}

/** Every page that is made of results, whole, by its path. */
export function reportsOf(results) {
  const plots = Object.entries(results)
    .map(([domain, { cases }]) => [domain, familiesOf(cases)])
    .filter(([, families]) => families.length > 0);
  return {
    'benches/RESULTS.md': pageOf(results),
    ...Object.fromEntries(
      plots.map(([domain, families]) => [`benches/${domain}.svg`, plot(`${TITLES[domain]}: time against n`, families)]),
    ),
    'README.md': withMeasured(readFileSync(`${root}README.md`, 'utf8'), measuredOf(results)),
  };
}

/** What stands between the marks is made; the rest is written by hand. */
function withMeasured(readme, measured) {
  const [start, end] = ['<!-- measured: made by `npm run bench` -->', '<!-- /measured -->'];
  const [from, to] = [readme.indexOf(start), readme.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md has no ${start} … ${end}`);
  return `${readme.slice(0, from + start.length)}\n\n${measured}\n\n${readme.slice(to)}`;
}
