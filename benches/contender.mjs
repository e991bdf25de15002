/** One contender of one case, in its own process: checks in with its output, then times itself. Started by `run.mjs`. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';

const [domain, index, contender] = process.argv.slice(2);
const { cases } = await import(`./${domain}.mjs`);
const { input, contenders, summary, bystander } = cases[Number(index)];

/** A sample lasts at least this long, so that neither the clock's grain nor a single collection matters. */
const SAMPLE_MS = 100;
/** Called for so long before it counts: a service is warm. */
const WARM_MS = 1500;
const BUDGET_MS = 4000;

const work = await contenders[contender]();
// What has been used so far: here, or where a contender says that it works elsewhere.
const usage = work.usage ?? ownUsage;
const given = await input();
const said = await summary(await work(given));

let calls = 1;
let took = 0;
const warmUntil = performance.now() + WARM_MS;
do {
  took = (await sample(calls)).wall;
  if (took < SAMPLE_MS) calls = Math.min(1e6, Math.ceil(calls * Math.max(1.5, SAMPLE_MS / Math.max(took, 0.01))));
} while (took < SAMPLE_MS || performance.now() < warmUntil);

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
let sampling = true;
const standing = standBy();
const samples = [];
const until = performance.now() + BUDGET_MS;
while (samples.length < 5 || (samples.length < 100 && performance.now() < until)) samples.push(await sample(calls));
delay.disable();
sampling = false;
const bystanderMs = (await standing).sort((a, b) => a - b);

const wall = samples.map((s) => s.wall / calls).sort((a, b) => a - b);
const cpu = samples.map((s) => s.cpu / calls).sort((a, b) => a - b);
console.log(
  JSON.stringify({
    summary: said,
    wallMs: wall[wall.length >> 1],
    minMs: wall[0],
    maxMs: wall.at(-1),
    cpuMs: cpu[cpu.length >> 1],
    peakMb: usage().peakMb,
    stallMs: delay.max / 1e6,
    timerP99Ms: delay.percentile(99) / 1e6,
    bystanderP99Ms: bystanderMs[Math.floor(bystanderMs.length * 0.99)],
  }),
);

/** How long each call of the case's bystander, if it has one, takes while the samples are taken. */
async function standBy() {
  const took = [];
  while (bystander && sampling) {
    const start = performance.now();
    await bystander.call();
    took.push(performance.now() - start);
    await setTimeout(1);
  }
  return took;
}

// No collection is forced: one would make the heap small again, and the next calls pay for its growth.
async function sample(times) {
  const before = usage().cpuMs;
  const start = performance.now();
  for (let i = 0; i < times; i++) {
    const result = work(given);
    // A synchronous contender is not made to wait for a microtask.
    if (result instanceof Promise) await result;
  }
  const wall = performance.now() - start;
  return { wall, cpu: usage().cpuMs - before };
}

function ownUsage() {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return { cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMb: maxRSS / 1024 };
}
