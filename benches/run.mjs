/**
 * `npm run bench [-- domain …] [-- --json]`: the package against what it replaces, on the same input, in one run.
 *
 * Each contender runs in a process of its own (so that its memory is its own), one after the other. Outputs are compared
 * before anything is timed: a contender that answers differently is an error, not a row.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const asJson = process.argv.includes('--json');
const domains = readdirSync(here)
  .filter((file) => file.endsWith('.mjs') && !['run.mjs', 'contender.mjs'].includes(file))
  .map((file) => file.replace('.mjs', ''))
  .filter((domain) => asked.length === 0 || asked.includes(domain));

const results = [];
for (const domain of domains) {
  const { cases } = await import(`./${domain}.mjs`);
  for (const [index, { name, contenders, agree, bystander }] of cases.entries()) {
    // What cannot run here is a sentence that says why.
    const leftOut = Object.entries(contenders).filter(([, contender]) => typeof contender === 'string');
    const running = Object.keys(contenders).filter((contender) => typeof contenders[contender] === 'function');
    const rows = running.map((contender) => ({ contender, ...measure(domain, index, contender) }));
    const [ours, ...others] = rows;
    for (const other of others) {
      if (!agree(ours.summary, other.summary)) {
        throw new Error(`${domain}, ${name}: ${other.contender} answers differently from ${ours.contender}`);
      }
    }
    results.push({
      domain,
      name,
      bystander: bystander?.name,
      leftOut: Object.fromEntries(leftOut),
      rows: rows.map(({ summary: _, ...row }) => ({ ...row, ratio: row.wallMs / ours.wallMs })),
    });
    if (!asJson) print(results.at(-1));
  }
}
if (asJson)
  console.log(JSON.stringify({ node: process.version, cpu: cpus()[0]?.model, cores: cpus().length, results }));

function measure(domain, index, contender) {
  const child = execFileSync(process.execPath, [`${here}contender.mjs`, domain, String(index), contender], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(child);
}

function print({ domain, name, bystander, leftOut, rows }) {
  console.log(`\n${domain}: ${name}`);
  console.log(
    '  contender                 median ms     (min – max)          CPU ms    peak MB    ratio   loop stall ms',
  );
  for (const { contender, wallMs, minMs, maxMs, cpuMs, peakMb, ratio, stallMs } of rows) {
    const spread = `(${digits(minMs)} – ${digits(maxMs)})`;
    console.log(
      `  ${contender.padEnd(24)} ${digits(wallMs).padStart(10)}  ${spread.padEnd(20)} ${digits(cpuMs).padStart(9)} ${peakMb.toFixed(0).padStart(10)} ${`${ratio.toFixed(2)}×`.padStart(9)} ${digits(stallMs).padStart(10)}`,
    );
  }
  for (const [contender, why] of Object.entries(leftOut)) console.log(`  ${contender.padEnd(24)} left out: ${why}`);
  if (!bystander) return;
  console.log(`  meanwhile, at the 99th percentile: ${bystander} and a 1 ms timer took`);
  for (const { contender, bystanderP99Ms, timerP99Ms } of rows) {
    console.log(`  ${contender.padEnd(24)} ${digits(bystanderP99Ms)} ms and ${digits(timerP99Ms)} ms`);
  }
}

function digits(ms) {
  return ms >= 100 ? ms.toFixed(0) : ms.toPrecision(3);
}
