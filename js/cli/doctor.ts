/** `npx clinicore doctor`: what runs on this machine, why, and the commands that mend what is wrong. */
import { examineBackend, examineNode, examinePool, examineProcessor, examineSystem, examineWorker } from './examine';
import { selfTest } from './self-test';

/** One thing that was looked at. */
export interface Finding {
  about: string;
  ok: boolean;
  /** What was found. */
  says: string;
  /** What to do about it, such as a command, a line each. */
  mend?: readonly string[];
}

const EXAMINATIONS: readonly (() => Finding | Promise<Finding>)[] = [
  examineBackend,
  examineNode,
  examineSystem,
  examineProcessor,
  examinePool,
  examineWorker,
  selfTest,
];

/** Prints what was found, as JSON if asked to; 1 if anything is wrong. */
export async function doctor(options: readonly string[]): Promise<number> {
  const findings: Finding[] = [];
  for (const examine of EXAMINATIONS) findings.push(await examine());
  const lines = options.includes('--json') ? [JSON.stringify(findings, undefined, 2)] : linesOf(findings);
  for (const line of lines) console.log(line);
  return findings.every(({ ok }) => ok) ? 0 : 1;
}

const ABOUT_WIDTH = 10;

function linesOf(findings: readonly Finding[]): string[] {
  return [
    ...findings.map(({ ok, about, says }) => `${ok ? '✓' : '✗'} ${about.padEnd(ABOUT_WIDTH)} ${says}`),
    ...findings.flatMap(({ about, mend }) =>
      mend ? ['', `${about}: to mend it`, ...mend.map((line) => `  ${line}`)] : [],
    ),
  ];
}
