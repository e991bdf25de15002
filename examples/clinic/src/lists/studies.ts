import type { DicomJson } from 'clinicore/dicom';
import { and, asc, gt, sql } from 'drizzle-orm';
import { studies as table } from '../database/schema.js';
import { textOf } from '../imaging/attributes.js';
import { studySums } from '../imaging/search.js';
import { pagesOf, ROWS_A_PAGE } from '../pages.js';
import type { Period } from '../period.js';
import { date, integer, text } from './columns.js';
import { list } from './list.js';

interface Study {
  id: number;
  attributes: DicomJson;
  modalities: string[];
  series: number;
  instances: number;
}

const STUDY_DATE = '00080020';

export const studies = list<Study>({
  title: 'Studies',
  roles: ['optometrist', 'optician', 'manager'],
  periodOf: 'made',
  columns: [
    date('Date', ({ attributes }) => dayOf(textOf(attributes, STUDY_DATE))),
    text('Record', ({ attributes }) => textOf(attributes, '00100020') ?? null),
    text('Patient', ({ attributes }) => nameOf(attributes)),
    text('Description', ({ attributes }) => textOf(attributes, '00081030') ?? null),
    text('Accession number', ({ attributes }) => textOf(attributes, '00080050') ?? null),
    text('Kinds', ({ modalities }) => modalities.join(' ')),
    integer('Series', ({ series }) => series),
    integer('Files', ({ instances }) => instances),
  ],
  pages: (database, period) =>
    pagesOf((after) =>
      database
        .select({ id: table.id, attributes: table.attributes, ...studySums })
        .from(table)
        .where(and(gt(table.id, after?.id ?? 0), madeIn(period)))
        .orderBy(asc(table.id))
        .limit(ROWS_A_PAGE),
    ),
  count: (database, period) => database.$count(table, madeIn(period)),
});

function madeIn({ from, to }: Period) {
  const made = sql`${table.attributes} #>> ${sql.raw(`'{${STUDY_DATE},Value,0}'`)}`;
  const written = (day: string) => day.replaceAll('-', '');
  return and(from ? sql`${made} >= ${written(from)}` : undefined, to ? sql`${made} <= ${written(to)}` : undefined);
}

/** A date of DICOM (`20251127`), unless a file says one that the calendar does not have, or that no instrument saw. */
function dayOf(written = ''): string | null {
  const day = written.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
  const moment = new Date(`${day}T00:00:00Z`);
  return moment.getTime() >= FIRST_TIME && moment.toISOString().startsWith(day) ? day : null;
}

const FIRST_TIME = Date.UTC(1900, 0);

/** A person's name as people write it: the family name, then the given ones. */
function nameOf(attributes: DicomJson): string | null {
  const name = (attributes['00100010']?.Value?.[0] ?? {}) as { Alphabetic?: string; Ideographic?: string };
  const [family, given, middle] = (name.Alphabetic ?? '').split('^');
  const written = [family, [given, middle].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  return written || (name.Ideographic?.replaceAll('^', ' ') ?? null);
}
