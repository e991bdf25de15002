/** What each mark of the picture means. */
import { percent } from './description';
import { DASHES, diamond, forecastLine, historyLine, ring, swatch } from './marks';
import type { Picture } from './picture';
import { element, type Place, rule, textWidth, written } from './svg';

const SAMPLE = 28;
const GAP = 18;

interface Entry {
  label: string;
  /** Draws a sample from this place, {@link SAMPLE} wide. */
  sample: (from: Place) => string;
}

/** The legend in rows of at most `width`, each to be drawn from the left end of its middle. */
export function legend(picture: Picture, width: number): ((from: Place) => string)[] {
  const rows: Entry[][] = [];
  let left = 0;
  for (const entry of entries(picture)) {
    if (rows.length === 0 || widthOf(entry) > left) {
      rows.push([]);
      left = width;
    }
    rows.at(-1)?.push(entry);
    left -= widthOf(entry) + GAP;
  }
  return rows.map((row) => (from) => drawRow(row, from));
}

function entries(picture: Picture): Entry[] {
  const { labels, intervals, anomalies } = picture;
  const end = ([x, y]: Place): Place => [x + SAMPLE, y];
  const middle = ([x, y]: Place): Place => [x + SAMPLE / 2, y];
  const bands = intervals.map(({ level }, index) => ({
    label: labels.interval.replaceAll('{level}', percent(level)),
    sample: (from: Place) => swatch(from, SAMPLE, picture, index),
  }));
  const found = { label: labels.anomaly, sample: (from: Place) => diamond(middle(from), 6, picture) };
  return [
    { label: labels.history, sample: (from) => rule(from, end(from), historyLine(picture)) },
    {
      label: labels.forecast,
      sample: (from) => element('g', forecastLine(picture), rule(from, end(from), DASHES), ring(middle(from), picture)),
    },
    ...bands.reverse(),
    ...(anomalies ? [found] : []),
  ];
}

const widthOf = ({ label }: Entry) => SAMPLE + 6 + textWidth(label);

function drawRow(row: readonly Entry[], [x, y]: Place): string {
  const drawn: string[] = [];
  let left = x;
  for (const entry of row) {
    drawn.push(entry.sample([left, y]), written(entry.label, [left + SAMPLE + 6, y + 4]));
    left += widthOf(entry) + GAP;
  }
  return element('g', {}, ...drawn);
}
