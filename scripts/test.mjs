/**
 * `npm test`: everything that needs no outside service. Builds what it needs, then runs the Rust tests, and the
 * TypeScript suite (both backends, the type tests, the example clinic's HTTP tests).
 */
import { spawnSync } from 'node:child_process';
import { hasRust, run, say, setUp } from './setup.mjs';

const { native } = setUp({ orFallBack: false });
say('Building the example clinic');
run('npm', ['run', '--silent', 'build', '--workspace', 'examples/clinic']);
run('npx', ['tsc', '-p', 'examples/clinic/test']);
run('npx', ['tsc', '-p', 'examples/clinic/load']);

if (hasRust()) {
  const nextest = spawnSync('cargo', ['nextest', '--version'], { stdio: 'ignore' }).status === 0;
  if (nextest) {
    say('Rust tests (nextest), then the examples in the documentation');
    run('cargo', ['nextest', 'run', '--workspace', '--locked', '--no-tests=warn']);
    run('cargo', ['test', '--workspace', '--locked', '--doc', '--quiet']);
  } else {
    say('Rust tests');
    run('cargo', ['test', '--workspace', '--locked', '--quiet']);
  }
} else {
  say('No Rust toolchain: the Rust tests are left out');
}

say(
  native
    ? 'TypeScript tests on both backends'
    : 'TypeScript tests on the JavaScript backend only: there is no native binary',
);
run('npx', ['vitest', 'run'], { env: { ...process.env, ...(native ? {} : { CLINICORE_TEST_BACKENDS: 'js' }) } });
