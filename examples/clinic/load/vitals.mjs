/**
 * Loaded into the clinic's process by `--import`, so that the clinic itself has no code for it: measures between `begin` and
 * `end`, which come over the channel to the parent, and answers with how it was.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';

const SAMPLE_MS = 50;
/** How finely the delay is measured: a delay of 0 is measured as this. */
const RESOLUTION_MS = 10;

const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
let cpu = process.cpuUsage();
let peakRss = 0;
const sample = () => {
  peakRss = Math.max(peakRss, process.memoryUsage.rss());
};
setInterval(sample, SAMPLE_MS).unref();

process.on('message', (message) => {
  if (message === 'begin') {
    delay.reset();
    delay.enable();
    cpu = process.cpuUsage();
    peakRss = 0;
    sample();
  } else if (message === 'end') {
    sample();
    delay.disable();
    const { user, system } = process.cpuUsage(cpu);
    const beyond = (nanoseconds) => Math.max(nanoseconds / 1e6 - RESOLUTION_MS, 0);
    process.send({
      peakRssMiB: peakRss / 2 ** 20,
      cpuSeconds: (user + system) / 1e6,
      delayP50Ms: beyond(delay.percentile(50)),
      delayP99Ms: beyond(delay.percentile(99)),
      delayMaxMs: beyond(delay.max),
    });
  }
});
// The clinic ends when it is told to, whoever listens.
process.channel?.unref();
