/** The picture in words, for those who do not see it. */
import type { Picture } from './picture';

/** What is drawn, from when to when and between which values. */
export function describe(picture: Picture, number: (value: number) => string): string {
  const { values, forecast, intervals, anomalies, skipped, time } = picture;
  const part = (name: string, numbers: Float64Array, from: number) => {
    const period = `${time.name(from)} to ${time.name(from + numbers.length - 1)}`;
    const { count, low, high } = summary(numbers);
    const words = `${name}: ${count} ${count === 1 ? 'value' : 'values'} from ${period}`;
    return count === 0 ? `${words}.` : `${words}, between ${number(low)} and ${number(high)}.`;
  };
  const bands = intervals.map(({ level, lower, upper }) => {
    const [low, high] = [summary(lower), summary(upper)];
    const extent =
      Math.min(low.count, high.count) === 0 ? 'not known' : `between ${number(low.low)} and ${number(high.high)}`;
    return `${percent(level)}% interval: ${extent}.`;
  });
  return [
    part('History', values, skipped),
    part('Forecast', forecast, skipped + values.length),
    ...bands.reverse(),
    ...(anomalies ? [`Anomalies: ${summary(anomalies).count}.`] : []),
  ].join(' ');
}

/** A probability in percent, without the noise of binary fractions. */
export const percent = (level: number): string => String(Number((level * 100).toPrecision(12)));

/** Of the numbers that are not missing. */
function summary(numbers: Float64Array) {
  let [count, low, high] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of numbers) {
    if (Number.isNaN(value)) continue;
    count++;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { count, low, high };
}
