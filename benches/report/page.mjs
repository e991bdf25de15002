/** `RESULTS.md`: every case and contender, with what was lost said first. */
import { BUDGET_MS, FEWEST_SAMPLES, SAMPLE_MS, SAMPLES } from '../method.mjs';
import { digits, time, times } from './digits.mjs';
import { familiesOf } from './plot.mjs';
import { counted, isOurs, standing } from './standing.mjs';

export const TITLES = {
  stats: 'Statistics and forecasting',
  pdf: 'PDF',
  dicom: 'DICOM',
  export: 'Tables and files',
  crypto: 'Cryptography',
  service: 'The rest of the service meanwhile',
};

const METHOD = `# Results

Made by \`npm run bench\` of \`results.json\`; not to be edited. Every function that stands for a call of another package is here:
a test compares the list with the guides in \`docs/migrating\`.

- **The same work.** Each contender runs in a process of its own, one after the other, on the same input. First each is asked for
  its output, and all outputs are compared; only then is it timed, in another process, that makes no summary of an output.
- **Time** is wall time of a call, the median of up to ${SAMPLES} samples of at least ${SAMPLE_MS} ms each (of calls that take longer, one call),
  with the quartiles, after a warm-up of as many. No garbage collection is forced. What takes long has fewer samples,
  ${FEWEST_SAMPLES} at least.
- **Ratio** is how many times as long the other takes: of the medians, and in brackets from its lower quartile over our upper one
  to its upper one over our lower one. Where that lies below 1 we have **lost**, and it says so; where 1 lies within, it is even.
- **CPU** is that of the whole process, all threads, for a call. **Memory** is the most that the process ever had, and what it had
  before the first call, with the packages and the input.
- **Timer** is what a timer of 1 ms takes while the calls are made, at the 99th percentile and at most: how long everybody else
  waits for the event loop. It is not told of calls that were timed by the hundred. Of those under 20 ms, each turn of the loop
  has one.
- \`clinicore, JavaScript\` is the same package where no native binary can be loaded.
`;

export function pageOf(results) {
  return `${[METHOD, summary(results), ...Object.entries(results).map(section)].join('\n')}`;
}

function summary(results) {
  const rows = Object.entries(results).map(([domain, { cases }]) => {
    const { won, even, lost } = counted(cases);
    return `| [${TITLES[domain]}](#${anchor(TITLES[domain])}) | ${cases.length} | ${won} | ${even} | ${lost} |`;
  });
  return ['| | cases | won | even | lost |', '|---|---|---|---|---|', ...rows, ''].join('\n');
}

function section([domain, { run, cases }]) {
  const lost = cases.flatMap(({ name, rows }) =>
    rows.filter((row) => row.ratio && !isOurs(row.contender) && standing(row) === 'lost').map((row) => ({ name, row })),
  );
  return [
    `## ${TITLES[domain]}`,
    '',
    ranOn(run),
    '',
    ...(familiesOf(cases).length > 0 ? [`![Time of a call against n, on logarithmic axes](${domain}.svg)`, ''] : []),
    ...(lost.length > 0
      ? [
          'Lost:',
          '',
          ...lost.map(({ name, row }) => `- ${name}: ${row.contender} takes ${times(row.ratio)} of the time`),
          '',
        ]
      : []),
    '| the same work | contender | time (quartiles) | ratio | CPU | memory, MB | timer, p99 and most |',
    '|---|---|---|---|---|---|---|',
    ...cases.flatMap(tableRows),
    '',
  ].join('\n');
}

export function ranOn({ date, commit, isChanged, build, cpu, cores, memoryGb, os, node, versions, budgetMs }) {
  const warnings = [
    ...(build === 'release'
      ? []
      : [`**The native binary is of the profile \`${build}\`, not the one that is published.**`]),
    ...(isChanged ? ['**The sources had changes that are in no commit.**'] : []),
    ...(budgetMs === BUDGET_MS ? [] : [`**Samples were taken for ${time(budgetMs)} only.**`]),
  ];
  const peers = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    ...warnings,
    `${date}, commit \`${commit}\`, ${build} build; ${cores} cores of ${cpu}, ${memoryGb} GB, ${os}, Node ${node.slice(1)}.`,
    `<details><summary>Versions</summary>\n\n${peers.join(', ')}\n\n</details>`,
  ].join('\n\n');
}

function tableRows({ name, bystander, leftOut = {}, rows }) {
  return [
    ...rows.map((row, i) => {
      const meanwhile = bystander ? `; ${bystander} ${time(row.bystanderP99Ms)}` : '';
      const timer = row.timerP99Ms ? `${time(row.timerP99Ms)}, ${time(row.timerMaxMs)}` : '';
      return cells(
        i === 0 ? name : '',
        row.contender,
        `${time(row.medianMs)} (${time(row.p25Ms)}–${time(row.p75Ms)})`,
        ratioOf(row),
        time(row.cpuMs),
        `${digits(row.beforeMb)} → ${digits(row.peakMb)}`,
        `${timer}${meanwhile}`,
      );
    }),
    ...Object.entries(leftOut).map(([contender, why]) => cells('', contender, `left out: ${why}`, '', '', '', '')),
  ];
}

function ratioOf(row) {
  if (!row.ratio) return '';
  const said = `${times(row.ratio)} (${digits(row.ratioLow)}–${digits(row.ratioHigh)})`;
  if (isOurs(row.contender)) return said;
  return { lost: `**${said}, lost**`, even: `${said}, even`, won: said }[standing(row)];
}

const cells = (...texts) => `| ${texts.join(' | ')} |`;
const anchor = (heading) => heading.toLowerCase().replaceAll(' ', '-');
