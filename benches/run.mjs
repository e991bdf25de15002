/**
 * `npm run bench [-- domain … | --report] [--dry]`: the package against what it replaces, on the same input, in one run.
 *
 * Each contender runs in a process of its own (so that its memory is its own), one after the other. The outputs of all are
 * compared before anything is timed: a contender that answers differently is an error, not a row. What is measured of a domain
 * takes the place of what `results.json` has of it, and the reports are made anew, unless `--dry` is said. `--report` makes the
 * reports alone; `--only` measures the cases with a text in their name, and writes nothing.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { casesOf, domains } from './cases.mjs';
import { thisRun } from './machine.mjs';
import { budgetMs } from './method.mjs';
import { time } from './report/digits.mjs';
import { isOurs } from './report/standing.mjs';
import { readResults, writeReports, writeResults } from './report/write.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { dry: { type: 'boolean' }, only: { type: 'string' }, report: { type: 'boolean' } },
});
const unknown = positionals.filter((name) => !domains.includes(name));
if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')}: it is one of ${domains.join(', ')}`);
// Part of a domain is not a result of it.
const isDry = options.dry || options.only !== undefined;

const chosen = new Map();
for (const domain of options.report ? [] : positionals.length > 0 ? positionals : domains) {
  chosen.set(
    domain,
    (await casesOf(domain)).filter(({ name }) => name.includes(options.only ?? '')),
  );
}

const differing = [...chosen.values()].flat().flatMap(compared);
if (differing.length > 0) throw new Error(`Nothing was timed:\n${differing.join('\n')}`);

const run = await thisRun();
for (const [domain, cases] of chosen) {
  const measured = [];
  for (const one of cases) {
    measured.push(timed(one));
    print(measured.at(-1));
  }
  if (!isDry) writeResults({ ...readResults(), [domain]: { run: { ...run, budgetMs }, cases: measured } });
}
if (!isDry) writeReports();
if (chosen.size > 0) console.log(`\n${(performance.now() / 60_000).toFixed(1)} minutes in all`);

/** What is wrong with a case: nothing, if all give the same. */
function compared(one) {
  const [ours, ...others] = running(one);
  const where = `${one.module}, ${one.name}`;
  try {
    const expected = ask('check', one, ours);
    const differ = others.filter((contender) => !one.agree(expected, ask('check', one, contender)));
    return differ.map((contender) => `${where}: ${contender} answers differently from ${ours}`);
  } catch (error) {
    return [`${where}: ${error.message}`];
  }
}

function timed(one) {
  const { name, of, growth, bystander, contenders } = one;
  const leftOut = Object.fromEntries(
    Object.entries(contenders).filter(([, contender]) => typeof contender === 'string'),
  );
  const rows = running(one).map((contender) => ({ contender, ...ask('measure', one, contender) }));
  return {
    ...{ name, of, growth, bystander: bystander?.name },
    ...(Object.keys(leftOut).length > 0 && { leftOut }),
    rows: rows.map((row) => rounded({ ...row, ...(row !== rows[0] && ratio(rows[0], row)) })),
  };
}

/** What cannot run here is a sentence that says why. */
function running({ contenders }) {
  return Object.keys(contenders).filter((contender) => typeof contenders[contender] === 'function');
}

function ask(task, { module, index }, contender) {
  const script = fileURLToPath(new URL('contender.mjs', import.meta.url));
  const answer = execFileSync(process.execPath, [script, task, module, String(index), contender], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(answer);
}

/** How many times as long the other takes; and from its fast quarter over our slow one to its slow one over our fast one. */
function ratio(ours, other) {
  return {
    ratio: other.medianMs / ours.medianMs,
    ratioLow: other.p25Ms / ours.p75Ms,
    ratioHigh: other.p75Ms / ours.p25Ms,
  };
}

/** Four digits are more than can be measured. */
function rounded(row) {
  const four = ([key, value]) => [key, typeof value === 'number' ? Number(value.toPrecision(4)) : value];
  return Object.fromEntries(Object.entries(row).map(four));
}

function print({ name, bystander, leftOut = {}, rows }) {
  console.log(`\n${name}`);
  for (const row of rows) {
    const against = row.ratio
      ? `${row.ratio.toFixed(2)}× (${row.ratioLow.toFixed(2)}–${row.ratioHigh.toFixed(2)})`
      : '';
    const loop = row.timerP99Ms ? `timer ${time(row.timerP99Ms)}, at most ${time(row.timerMaxMs)}` : '';
    const meanwhile = bystander ? `, ${bystander} ${time(row.bystanderP99Ms)}` : '';
    const spread = `${time(row.medianMs)} (${time(row.p25Ms)}–${time(row.p75Ms)}, ${row.samples} samples)`;
    const lost = row.ratioHigh < 1 && !isOurs(row.contender) ? '  LOST' : '';
    console.log(
      `  ${row.contender.padEnd(34)} ${spread.padEnd(44)} ${against.padEnd(22)} ${row.peakMb.toFixed(0).padStart(5)} MB  ${loop}${meanwhile}${lost}`,
    );
  }
  for (const [contender, why] of Object.entries(leftOut)) console.log(`  ${contender.padEnd(34)} left out: ${why}`);
}
