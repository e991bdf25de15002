/**
 * `npm run load -w examples/clinic [-- --seconds=30 --connections=16 --overload=500 --backends=native,js
 * --databases=postgres,pglite --json=file --results=file]`: the clinic under what its staff ask for at once, and under far more than it can
 * do. Each backend has a server, a data folder and a database of its own, all thrown away; nothing but this machine is asked.
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { version } from 'clinicore';
import { PostgresServer, postgresPrograms } from '../test/postgres';
import { Line } from './line';
import { mixesOf } from './mix';
import { type Borne, bear } from './phase';
import { Target } from './target';

const MAX_CONNECTIONS = 2_000;
const WARM_UP_SECONDS = 5;
const OVERLOAD_SECONDS = 10;
const AFTERWARDS_SECONDS = 5;

/** Of a file of results. */
const HEAD = [
  '# The clinic under load',
  '',
  'Made by `npm run load -w examples/clinic -- --results=load/RESULTS.md`.',
  '',
];

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    connections: { type: 'string', default: '16' },
    overload: { type: 'string', default: '500' },
    backends: { type: 'string', default: 'native,js' },
    databases: { type: 'string', default: postgresPrograms ? 'postgres,pglite' : 'pglite' },
    json: { type: 'string' },
    results: { type: 'string' },
  },
});
const seconds = numberOf('seconds', 3600);
const connections = numberOf('connections', MAX_CONNECTIONS);
const overload = numberOf('overload', MAX_CONNECTIONS);
const backends = someOf('backends', ['native', 'js']);
const databases = someOf('databases', ['postgres', 'pglite']);

const date = new Date().toISOString().slice(0, 10);
const machine = `${cpus().length} x ${cpus()[0]?.model}, Node ${process.version}, Clinicore ${version}`;
/** What else the machine had to do shows in the first of the three: nothing, if it is 0. */
const busy = `load averages ${loadavg()
  .map((load) => load.toFixed(1))
  .join(', ')}`;
const report: string[] = [];
say(`${machine}; ${date}, ${busy} before it began.`);
const results = [];
for (const database of databases) {
  for (const backend of backends) {
    const postgres = database === 'postgres' ? await PostgresServer.start() : undefined;
    const target = await Target.start(backend, await postgres?.database());
    try {
      const phases = await measure(target);
      for (const [phase, borne] of Object.entries(phases)) print(`${backend} on ${database}: ${phase}`, borne);
      results.push({ backend, database, phases });
      const exitCode = await target.stop();
      if (exitCode !== 0) throw new Error(`The clinic did not stop cleanly: exit code ${exitCode}`);
    } finally {
      await target.stop();
      await postgres?.stop();
    }
  }
}
if (values.json !== undefined) {
  const made = { machine, date, busy, seconds, connections, overload, results };
  writeFileSync(values.json, `${JSON.stringify(made, undefined, 2)}\n`);
}

if (values.results !== undefined) writeFileSync(values.results, `${[...HEAD, ...report].join('\n')}\n`);

async function measure(target: Target): Promise<Record<string, Borne>> {
  const line = new Line(target.url);
  const { mixed, costly } = await mixesOf(line);
  line.close();
  const usual = { kinds: mixed, connections, heedsRetryAfter: true };
  await bear(target, { ...usual, seconds: WARM_UP_SECONDS });
  const flood = { kinds: costly, connections: overload, seconds: OVERLOAD_SECONDS, heedsRetryAfter: false };
  return {
    [`mixed, ${connections} connections`]: await bear(target, { ...usual, seconds }),
    [`overload, ${overload} connections that never wait`]: await bear(target, flood),
    'mixed, right after': await bear(target, { ...usual, seconds: AFTERWARDS_SECONDS }),
  };
}

/** Prints a line, and keeps it for the file. */
function say(line: string): void {
  console.log(line);
  report.push(line);
}

function print(title: string, { rows, vitals, ownDelayP99Ms }: Borne): void {
  const ms = (value: number) => (value < 10 ? value.toFixed(1) : value.toFixed(0));
  const answered = rows.at(-1)?.answered ?? 0;
  say(`\n## ${title}\n`);
  say('| request | answered/s | p50 ms | p99 ms | sent away (503) | p99 ms of these | failed |');
  say('| --- | ---: | ---: | ---: | ---: | ---: | --- |');
  for (const { kind, perSecond, p50Ms, p99Ms, shed, shedP99Ms, failed } of rows) {
    const failures = Object.entries(failed).map(([why, count]) => `${count} ${why}`);
    const cells = [perSecond.toFixed(1), ms(p50Ms), ms(p99Ms), shed, shed > 0 ? ms(shedP99Ms) : ''];
    say(`| ${[kind, ...cells, failures.join(', ') || 0].join(' | ')} |`);
  }
  const { peakRssMiB, cpuSeconds, delayP50Ms, delayP99Ms, delayMaxMs } = vitals;
  say(
    `\nServer: ${peakRssMiB.toFixed(0)} MiB at most, ${cpuSeconds.toFixed(1)} s of CPU for ${answered} answers; event-loop delay p50 ` +
      `${ms(delayP50Ms)} ms, p99 ${ms(delayP99Ms)} ms, at most ${ms(delayMaxMs)} ms; of who asks p99 ${ms(ownDelayP99Ms)} ms`,
  );
}

function numberOf(name: 'seconds' | 'connections' | 'overload', max: number): number {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 1 || value > max) throw new Error(`--${name} must be from 1 to ${max}`);
  return value;
}

function someOf<T extends string>(name: 'backends' | 'databases', known: readonly T[]): T[] {
  const asked = values[name].split(',');
  if (!asked.every((one): one is T => known.includes(one as T))) throw new Error(`--${name} may be ${known.join(',')}`);
  return asked;
}
