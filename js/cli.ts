#!/usr/bin/env node
/** `npx clinicore <command>`. Nothing else is loaded before a command asks for it: what does not load is what doctor is for. */
import { bench } from './cli/bench';
import { doctor } from './cli/doctor';
import { version } from './version';

const COMMANDS: Record<string, { run: (options: readonly string[]) => Promise<number>; options: readonly string[] }> = {
  doctor: { run: doctor, options: ['--json'] },
  bench: { run: bench, options: [] },
};

const USAGE = `clinicore ${version}

  clinicore doctor [--json]   which backend runs here and why, and what mends what is wrong
  clinicore bench             the native backend against JavaScript on this machine, in half a minute
`;

async function main([name = '--help', ...options]: readonly string[]): Promise<number> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command && options.every((option) => command.options.includes(option))) return command.run(options);
  if (name === '--version') return print(`${version}\n`);
  if (name === '--help') return print(USAGE);
  process.stderr.write(USAGE);
  return 2;
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(error);
    // EX_SOFTWARE of sysexits.h: a fault of this program, not a finding.
    process.exitCode = 70;
  },
);
