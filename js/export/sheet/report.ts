/** What became of the columns of a sheet. */
import { LISTED, type RowList } from '../table/report';
import { columnLetters } from './area';
import type { Target } from './fill';
import type { Plan } from './plan';
import type { SheetColumnReport } from './reader';

/** The report of a sheet of so many rows, of what was found before its columns were made and of what was then. */
export function together(plan: Plan, targets: readonly Target[], rows: number): readonly SheetColumnReport[] {
  return Object.freeze(
    targets.map(({ field, place, bad, errors, nulls }, index) => {
      const found = plan.columns[index]?.found;
      const given = found?.given ?? rows - nulls + bad.count;
      const disagreeing = found ? joined(found.disagreeing, bad, found.bad) : list(bad);
      const confidence = given === 0 ? 0 : (given - disagreeing.count) / given;
      const likely = found?.likely ?? field.type;
      return { ...field, letters: columnLetters(place), nulls, likely, confidence, disagreeing, errors: list(errors) };
    }),
  );
}

const list = ({ count, rows }: RowList): RowList => ({ count, rows });

/** The rows that disagreed, and those that could not be held; `both` of them are the same. */
function joined(one: RowList, other: RowList, both: number): RowList {
  const rows = [...new Set([...one.rows, ...other.rows])].sort((a, b) => a - b).slice(0, LISTED);
  return { count: one.count + other.count - both, rows };
}
