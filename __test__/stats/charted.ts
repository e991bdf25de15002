/** A forecast to draw, and what is read off its picture. */
import { stats } from 'clinicore';
import { all, type Element, readSvg } from './svg-reader';

const WEEK = [0, 1, 3, 2, 5, 9, -8];
export const values = Array.from({ length: 60 }, (_, t) => 20 + (WEEK[t % 7] as number) + (t % 4));
export const forecast = values.slice(-14);
export const band = (level: number, width: number) => ({
  level,
  lower: forecast.map((value) => value - width),
  upper: forecast.map((value) => value + width),
});
export const result = { values, forecast, intervals: [band(0.8, 3), band(0.95, 5)] };

export const draw = (...args: Parameters<typeof stats.forecastChart>) => readSvg(stats.forecastChart(...args));
export const texts = (svg: Element) => all(svg, 'text').map(({ text }) => text);
/** The texts under the plot's lower edge. */
export const timeLabels = (svg: Element) =>
  all(svg, 'text').flatMap((text) => (Number(text.attributes.y) > Number(svg.attributes.height) - 22 ? text.text : []));
