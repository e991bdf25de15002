/**
 * One contender of one case, in its own process: `check` tells what can be compared of its output, `measure` what it takes.
 * Started by `run.mjs`.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { budgetMs, FEW_SAMPLES, FEWEST_SAMPLES, SAMPLE_MS, SAMPLES } from './method.mjs';

const [task, module, index, contender] = process.argv.slice(2);
const { cases } = await import(`./${module}`);
const { input, contenders, summary, bystander, per = 1 } = cases[Number(index)];

const LOOP_MS = 200;

const work = await contenders[contender]();
const given = await input();
const print = (answer) => console.log(JSON.stringify(answer));
if (task === 'check') print(await summary(await work(given)));
else print(await measured());

async function measured() {
  // What has been used so far: here, or where a contender says that it works elsewhere.
  const usage = work.usage ?? ownUsage;
  const beforeMb = usage().peakMb;
  const calls = await warmUp(usage);

  const delay = monitorEventLoopDelay({ resolution: 1 });
  // Calls in a row are one long turn of the loop, which says nothing about a call.
  if (calls === 1) delay.enable();
  const standing = standBy();
  const samples = await sampled(usage, calls);
  const bystanderMs = await standing.end();
  // Many calls under one name are short ones each.
  const isShort = per > 1;
  if (calls > 1 && !isShort) {
    delay.enable();
    const until = performance.now() + LOOP_MS;
    while (performance.now() < until) await sample(usage, 1);
  }
  delay.disable();

  const wall = sorted(samples.map((one) => one.wall / calls / per));
  const cpu = sorted(samples.map((one) => one.cpu / calls / per));
  return {
    medianMs: at(wall, 0.5),
    p25Ms: at(wall, 0.25),
    p75Ms: at(wall, 0.75),
    minMs: wall[0],
    maxMs: wall.at(-1),
    samples: samples.length,
    cpuMs: at(cpu, 0.5),
    beforeMb,
    peakMb: usage().peakMb,
    ...(!isShort && { timerP99Ms: delay.percentile(99) / 1e6, timerMaxMs: delay.max / 1e6 }),
    // Of a few calls the longest: it is those that wait which count.
    ...(bystander && { bystanderP99Ms: bystanderMs[Math.ceil((bystanderMs.length - 1) * 0.99)] }),
  };
}

/** Calls it as a service would have done for a while; how many calls a sample takes then. */
async function warmUp(usage) {
  let calls = 1;
  const until = performance.now() + budgetMs / 2;
  for (let samples = 0; samples < SAMPLES; ) {
    const { wall } = await sample(usage, calls);
    if (wall >= SAMPLE_MS) samples++;
    else calls = Math.min(1e6, Math.ceil(calls * Math.min(10, (1.2 * SAMPLE_MS) / Math.max(wall, 0.01))));
    if (wall >= SAMPLE_MS && performance.now() > until) break;
  }
  return calls;
}

async function sampled(usage, calls) {
  const samples = [];
  const start = performance.now();
  const isEnough = () => {
    const took = performance.now() - start;
    if (samples.length < FEW_SAMPLES) return samples.length >= FEWEST_SAMPLES && took > 2 * budgetMs;
    return samples.length >= SAMPLES || took > budgetMs;
  };
  while (!isEnough()) samples.push(await sample(usage, calls));
  return samples;
}

/** How long each call of the case's bystander, if it has one, takes until the end. */
function standBy() {
  let sampling = true;
  const standing = (async () => {
    const took = [];
    while (bystander && sampling) {
      const start = performance.now();
      await bystander.call();
      took.push(performance.now() - start);
      await setTimeout(1);
    }
    return sorted(took);
  })();
  return {
    end: () => {
      sampling = false;
      return standing;
    },
  };
}

// No collection is forced: one would make the heap small again, and the next calls pay for its growth.
async function sample(usage, times) {
  const before = usage().cpuMs;
  const start = performance.now();
  for (let i = 0; i < times; i++) {
    const result = work(given);
    // A synchronous contender is not made to wait for a microtask.
    if (result instanceof Promise) await result;
  }
  const wall = performance.now() - start;
  const cpu = usage().cpuMs - before;
  await setImmediate();
  return { wall, cpu };
}

function ownUsage() {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return { cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMb: maxRSS / 1024 };
}

function sorted(numbers) {
  return numbers.sort((a, b) => a - b);
}

/** The quantile of ordered numbers, the lower of two. */
function at(numbers, share) {
  return numbers[Math.floor((numbers.length - 1) * share)];
}
