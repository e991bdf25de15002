/** Tables with a row for each eye. */
import type { NumberFormat } from '../locale';
import type { Cell, Row, Table } from '../model';
import { HAIRLINE, type Look } from './look';
import {
  type CheckedDistance,
  type CheckedRefraction,
  exactText,
  type Prism,
  powerText,
  prismText,
} from './refraction';

/** Words about the eyes. */
export interface EyeLabels {
  /** Head of the column of eyes: `'Eye'`. */
  eye: string;
  /** `'Right (OD)'`. */
  right: string;
  /** `'Left (OS)'`. */
  left: string;
  /** Head of the spheres: `'Sphere'`. */
  sphere: string;
  /** Head of the cylinders: `'Cylinder'`. */
  cylinder: string;
  /** Head of the axes: `'Axis'`. */
  axis: string;
  /** Head of the near additions: `'Add'`. */
  add: string;
  /** Head of the prisms: `'Prism'`. */
  prism: string;
  /** Head of the prisms' bases: `'Base'`. */
  base: string;
  /** A base towards the nose: `'in'`. */
  baseIn: string;
  /** A base towards the temple: `'out'`. */
  baseOut: string;
  /** `'up'`. */
  baseUp: string;
  /** `'down'`. */
  baseDown: string;
  /** Head of the pupillary distances when looking afar: `'PD distance'`. */
  distance: string;
  /** Head of those when looking near: `'PD near'`. */
  near: string;
  /** Row of what is measured for both eyes together: `'Both eyes'`. */
  binocular: string;
}

export const EYE_LABELS: EyeLabels = {
  eye: 'Eye',
  right: 'Right (OD)',
  left: 'Left (OS)',
  sphere: 'Sphere',
  cylinder: 'Cylinder',
  axis: 'Axis',
  add: 'Add',
  prism: 'Prism',
  base: 'Base',
  baseIn: 'in',
  baseOut: 'out',
  baseUp: 'up',
  baseDown: 'down',
  distance: 'PD distance',
  near: 'PD near',
  binocular: 'Both eyes',
};

/** What is printed where there is nothing: a blank could be taken for something forgotten. */
export const NONE = '–';

/** A column of a table of eyes. */
export interface EyeColumn {
  head: string;
  /** An eye's text, or texts that stand each beside the same one of the other columns. */
  cells: readonly (string | readonly string[])[];
  /** Whether it holds words, which need room, not figures. */
  words?: boolean;
}

/** Rows for eyes: the first column names them; columns in which no row says anything are left out. */
export function eyeTable(look: Look, columns: readonly EyeColumn[]): Table {
  const shown = columns.filter(({ cells }) => cells.some((cell) => cell !== NONE));
  const rows = (shown[0]?.cells ?? []).flatMap((_, eye): Row[] => {
    const said = shown.map(({ cells }) => cells[eye] as string | readonly string[]);
    // A row for each, not a line: a long base is broken, and the next power must not stand beside its end.
    const height = Math.max(...said.map((text) => (typeof text === 'string' ? 1 : text.length)));
    return Array.from({ length: height }, (_, part): Row => {
      const cells = said.flatMap((text, at): Cell[] => {
        if (typeof text !== 'string') return [text[part] as string];
        return part > 0 ? [] : [{ text, rows: height, ...(at === 0 && { heading: true }) }];
      });
      return cells;
    });
  });
  const widths = shown.map(({ words }, at): Table['columns'][number] =>
    at === 0
      ? { width: '1.5*', align: look.start, style: 'eye', headStyle: 'head' }
      : { width: words ? '2*' : '1*', align: 'center', style: 'figure', headStyle: 'head' },
  );
  const fine = { width: 0.5, color: HAIRLINE };
  return {
    type: 'table',
    columns: widths,
    head: [shown.map(({ head }) => head)],
    rows,
    padding: [3.8, 6],
    headBackground: look.tint,
    lines: { head: { width: 1, color: look.accent }, row: fine, column: fine, outer: fine },
    together: true,
  };
}

export type Side = 'right' | 'left';
export const SIDES: readonly Side[] = ['right', 'left'];

/** An eye's name and its refraction. */
export type NamedEye = readonly [name: string, eye: CheckedRefraction];

/** The columns of sphere, cylinder, axis, addition and prism. */
export function refractionColumns(eyes: readonly NamedEye[], labels: EyeLabels, numbers: NumberFormat): EyeColumn[] {
  const each = (head: string, text: (eye: CheckedRefraction) => string | string[] | undefined): EyeColumn => ({
    head,
    cells: eyes.map(([, eye]) => text(eye) ?? NONE),
  });
  const dioptres = (value: string | undefined) => value && powerText(value, numbers);
  const prisms = (text: (prism: Prism) => string) => (eye: CheckedRefraction) =>
    eye.prism.length === 0 ? undefined : eye.prism.map(text);
  return [
    { head: labels.eye, cells: eyes.map(([name]) => name) },
    each(labels.sphere, ({ sphere }) => dioptres(sphere)),
    each(labels.cylinder, ({ cylinder }) => dioptres(cylinder)),
    each(labels.axis, ({ axis }) => (axis === undefined ? undefined : `${axis}°`)),
    each(labels.add, ({ add }) => dioptres(add)),
    each(
      labels.prism,
      prisms(({ power }) => prismText(power, numbers)),
    ),
    each(
      labels.base,
      prisms(({ base }) => baseText(base, labels)),
    ),
  ];
}

function baseText(base: Prism['base'], labels: EyeLabels): string {
  if (typeof base === 'number') return `${base}°`;
  return { in: labels.baseIn, out: labels.baseOut, up: labels.baseUp, down: labels.baseDown }[base];
}

/** A length with its unit. */
export const mm = (length: string | undefined, numbers: NumberFormat): string | undefined =>
  length === undefined ? undefined : `${exactText(length, numbers)} mm`;

/** Pupillary distances for looking afar and near. */
export interface Distances {
  distance: CheckedDistance | undefined;
  near: CheckedDistance | undefined;
}

/** Where the lenses are centred: a row for each eye, and one for both where a distance is theirs together. */
export function centrationTable(
  look: Look,
  sides: readonly Side[],
  { distance, near }: Distances,
  more: readonly (readonly [head: string, length: (side: Side) => string | undefined])[],
  labels: EyeLabels,
  numbers: NumberFormat,
): Table | undefined {
  const together = distance?.binocular !== undefined || near?.binocular !== undefined;
  const names = [...sides.map((side) => labels[side]), ...(together ? [labels.binocular] : [])];
  const column = (head: string, length: (side: Side | 'binocular') => string | undefined): EyeColumn => ({
    head,
    cells: [...sides, ...(together ? (['binocular'] as const) : [])].map((side) => mm(length(side), numbers) ?? NONE),
  });
  const columns = [
    column(labels.distance, (side) => distance?.[side]),
    column(labels.near, (side) => near?.[side]),
    ...more.map(([head, length]) => column(head, (side) => (side === 'binocular' ? undefined : length(side)))),
  ];
  const says = columns.some(({ cells }) => cells.some((cell) => cell !== NONE));
  return says ? eyeTable(look, [{ head: labels.eye, cells: names }, ...columns]) : undefined;
}
