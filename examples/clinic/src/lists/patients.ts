import type { Vault } from 'clinicore/crypto';
import { asc, gt } from 'drizzle-orm';
import { patients as table } from '../database/schema.js';
import { pagesOf, ROWS_A_PAGE } from '../pages.js';
import { CARERS, DESK } from '../patients/shown.js';
import { insuranceNumber, phone } from '../sealed/columns.js';
import { date, sealedText, text } from './columns.js';
import { list } from './list.js';

type Patient = typeof table.$inferSelect;

export const patients = (vault: Vault) =>
  list<Patient>({
    title: 'Patients',
    roles: ['optometrist', 'optician', 'reception', 'manager'],
    columns: [
      text('Record', ({ recordNumber }) => recordNumber),
      text('Name', ({ name }) => name),
      { ...date('Born', ({ birthDate }) => birthDate), roles: CARERS },
      { ...text('Street', ({ street }) => street), roles: DESK },
      { ...text('City', ({ city }) => city), roles: DESK },
      { ...sealedText<Patient>('Phone', { vault, context: phone }, (row) => row.phone), roles: DESK },
      {
        ...sealedText<Patient>('Insurance number', { vault, context: insuranceNumber }, (row) => row.insuranceNumber),
        roles: DESK,
      },
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
