/** Searching studies, series and instances (QIDO-RS, PS3.18 10.6; matching as in PS3.4 C.2.2.2). */
import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../database/connect.js';
import { instances, series, studies } from '../database/schema.js';
import { Problem } from '../problem.js';
import { type Attribute, attributeNamed, attributes, type Level, levels } from './attributes.js';

/** What is searched for. */
export interface Search {
  level: Level;
  /** Only in this study. */
  study?: string | undefined;
  /** Only in this series. */
  series?: string | undefined;
  /** Values to match, by keyword or tag. */
  matches: [name: string, value: string][];
  limit: number;
  offset: number;
}

/** Modalities in Study: of no file, but of a study's series together. */
const MODALITIES_IN_STUDY = ['ModalitiesInStudy', '00080061'];

/** What was found, in a fixed order, and how many there are in all. */
export async function search(database: Database, { level, matches, limit, offset, ...within }: Search) {
  const where = and(
    within.study === undefined ? undefined : eq(studies.studyInstanceUid, within.study),
    within.series === undefined ? undefined : eq(series.seriesInstanceUid, within.series),
    ...matches.map(([name, value]) => condition(level, name, value)),
  );
  const found = database
    .select({
      study: { uid: studies.studyInstanceUid, attributes: studies.attributes, ...studySums },
      ...(level !== 'study' && {
        series: { uid: series.seriesInstanceUid, attributes: series.attributes, instances: instancesOfSeries },
      }),
      ...(level === 'instance' && {
        instance: {
          uid: instances.sopInstanceUid,
          attributes: instances.attributes,
          transferSyntax: instances.transferSyntax,
        },
      }),
      total: sql<number>`count(*) over ()`.mapWith(Number),
    })
    .from(studies)
    .$dynamic();
  if (level !== 'study') found.innerJoin(series, eq(series.studyId, studies.id));
  if (level === 'instance') found.innerJoin(instances, eq(instances.seriesId, series.id));
  return found
    .where(where)
    .orderBy(...ORDER[level])
    .limit(limit)
    .offset(offset);
}

const TABLES = { study: 'studies', series: 'series', instance: 'instances' };
const attributesOfLevel = (level: Level): SQL => sql.raw(`"${TABLES[level]}"."attributes"`);

const first = (level: Level, tag: string): SQL => sql`${attributesOfLevel(level)} #> ${sql.raw(`'{${tag},Value,0}'`)}`;

/** The latest study first; series and instances by their numbers. */
const ORDER: Record<Level, SQL[]> = {
  study: [sql`${first('study', '00080020')} desc nulls last`, sql`${first('study', '00080030')} desc nulls last`],
  series: [],
  instance: [],
};
ORDER.study.push(sql`${studies.id} desc`);
ORDER.series.push(...ORDER.study, asc(first('series', '00200011')), asc(series.id));
ORDER.instance.push(...ORDER.series, asc(first('instance', '00200013')), asc(instances.id));

// By their full names: Drizzle leaves out the table's where a query has one only, though a subquery has another.
const ofStudy = sql.raw('"series" where "series"."study_id" = "studies"."id"');
export const studySums = {
  series: sql<number>`(select count(*) from ${ofStudy})`.mapWith(Number),
  instances: sql<number>`(
    select count(*) from "instances" where "series_id" in (select "series"."id" from ${ofStudy}))`.mapWith(Number),
  modalities: sql<
    string[]
  >`array(select distinct "series"."attributes" #>> '{00080060,Value,0}' from ${ofStudy} order by 1)`,
};
const instancesOfSeries = sql<number>`(
  select count(*) from "instances" where "series_id" = "series"."id")`.mapWith(Number);

/** That an attribute matches; an empty value matches everything. */
function condition(level: Level, name: string, value: string): SQL | undefined {
  if (MODALITIES_IN_STUDY.includes(name)) {
    const modality = attributes.find(({ keyword }) => keyword === 'Modality') as Attribute;
    return value === '' ? undefined : sql`exists (select 1 from ${ofStudy} and ${matching(modality, value)})`;
  }
  const attribute = attributeNamed(name);
  if (!attribute || attribute.vr === 'SQ' || levels.indexOf(attribute.level) > levels.indexOf(level)) {
    throw new Problem('ERR_INVALID_REQUEST', `No ${level} can be searched for by ${name}`, {
      fields: [{ field: name }],
    });
  }
  return value === '' ? undefined : matching(attribute, value);
}

/** That one of an attribute's values matches. */
function matching(attribute: Attribute, value: string): SQL {
  const values = sql`jsonb_array_elements(coalesce(${attributesOfLevel(attribute.level)} -> ${sql.raw(`'${attribute.tag}'`)} -> 'Value', '[]')) as value`;
  return sql`exists (select 1 from ${values} where ${matchingValue(attribute, value)})`;
}

const text = sql`(value #>> '{}')`;

function matchingValue({ keyword, vr }: Attribute, value: string): SQL {
  switch (vr) {
    case 'DA':
      return range(keyword, value, /^\d{8}$/, sql`(value #>> '{}')`, (day) => [day, day]);
    case 'TM':
      // A time may leave out what it does not know: it is then all of the hour, minute or second.
      return range(
        keyword,
        value,
        /^\d\d(\d\d(\d\d(\.\d{1,6})?)?)?$/,
        sql`rpad(${text}, 13, '000000.000000')`,
        (time) => [time + '000000.000000'.slice(time.length), time + '595959.999999'.slice(time.length)],
      );
    case 'PN':
      return sql`(${sql.join(
        ['Alphabetic', 'Ideographic', 'Phonetic'].map((group) => sql`value ->> ${group} ilike ${pattern(value)}`),
        sql` or `,
      )})`;
    case 'UI':
    case 'CS':
      return sql`(${sql.join(
        value.split(/[\\,]/).map((one) => sql`${text} like ${pattern(one)}`),
        sql` or `,
      )})`;
    default:
      return sql`${text} like ${pattern(value)}`;
  }
}

/** Wildcards: `*` is any text, `?` any character. */
const pattern = (value: string): string =>
  value
    .replace(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_')
    .replaceAll('\0', '');

/** `a`, `a-b`, `a-` or `-b`, both ends included. */
function range(keyword: string, value: string, form: RegExp, at: SQL, ends: (value: string) => [string, string]): SQL {
  const [from = '', to = value.includes('-') ? '' : from, ...more] = value.split('-').map((end) => end.trim());
  if (more.length > 0 || (from === '' && to === '') || [from, to].some((end) => end !== '' && !form.test(end))) {
    throw new Problem('ERR_INVALID_REQUEST', `${keyword} must be a value or a range such as 20250101-20251231`, {
      fields: [{ field: keyword }],
    });
  }
  return and(
    from === '' ? undefined : sql`${at} >= ${ends(from)[0]}`,
    to === '' ? undefined : sql`${at} <= ${ends(to)[1]}`,
  ) as SQL;
}
