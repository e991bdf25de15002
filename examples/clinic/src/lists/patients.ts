import { asc, gt } from 'drizzle-orm';
import type { Role } from '../auth.js';
import { patients as table } from '../database/schema.js';
import { pagesOf, ROWS_A_PAGE } from '../pages.js';
import { date, text } from './columns.js';
import { list } from './list.js';

/** Who writes to patients and calls them. */
const DESK: readonly Role[] = ['reception', 'manager'];
/** Who treats them. */
const CARERS: readonly Role[] = ['optometrist', 'optician', 'manager'];

export const patients = list<typeof table.$inferSelect>({
  title: 'Patients',
  roles: ['optometrist', 'optician', 'reception', 'manager'],
  columns: [
    text('Record', ({ recordNumber }) => recordNumber),
    text('Name', ({ name }) => name),
    { ...date('Born', ({ birthDate }) => birthDate), roles: CARERS },
    { ...text('Street', ({ street }) => street), roles: DESK },
    { ...text('City', ({ city }) => city), roles: DESK },
    { ...text('Phone', ({ phone }) => phone), roles: DESK },
  ],
  pages: (database) =>
    pagesOf((after) =>
      database
        .select()
        .from(table)
        .where(gt(table.id, after?.id ?? 0))
        .orderBy(asc(table.id))
        .limit(ROWS_A_PAGE),
    ),
  count: (database) => database.$count(table),
});
