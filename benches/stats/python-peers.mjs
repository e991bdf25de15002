/**
 * Contenders that live in Python. `CLINICORE_BENCH_PYTHON` names an interpreter that has statsmodels and statsforecast;
 * without it they are left out. Their processes start before anything is timed and have one thread; a call costs a
 * message of some bytes each way.
 */
import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const interpreter = process.env.CLINICORE_BENCH_PYTHON;
const script = fileURLToPath(new URL('python-peers.py', import.meta.url));
const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1', NUMBA_NUM_THREADS: '1' };

/** A contender that does a task of `python-peers.py` on an array of series, or why it is left out. */
export function pythonPeer(library, task) {
  if (!interpreter) return 'CLINICORE_BENCH_PYTHON names no Python interpreter';
  const has = `import importlib.util; print(importlib.util.find_spec('${library}') is not None)`;
  if (execFileSync(interpreter, ['-c', has], { encoding: 'utf8' }).trim() !== 'True') {
    return `the Python of CLINICORE_BENCH_PYTHON has no ${library}`;
  }
  return async () => {
    const ask = start();
    let loaded;
    let used = { cpuMs: 0, peakMb: 0 };
    const work = async (series) => {
      if (series !== loaded) {
        used = await ask({ load: task, input: series.map((values) => Array.from(values)) });
        loaded = series;
      }
      used = await ask({ run: true });
      return used.result;
    };
    work.usage = () => used;
    return work;
  };
}

/** Starts Python; gives a function that sends a message and waits for its answer. */
function start() {
  const child = spawn(interpreter, [script], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...ONE_THREAD },
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  // Python ends with its standard input, which ends with this process. Only an answer that is due keeps this one alive.
  for (const handle of [child, child.stdin, child.stdout]) handle.unref();
  return async (message) => {
    child.stdout.ref();
    child.stdin.write(`${JSON.stringify(message)}\n`);
    const { value, done } = await answers.next();
    child.stdout.unref();
    if (done) throw new Error('The Python peer ended');
    return JSON.parse(value);
  };
}
