import { exportReport, tablesFrom } from 'clinicore/export';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { answerFile } from '../answerFile.js';
import type { AtOnce } from '../atOnce.js';
import type { AuditLog } from '../audit/auditLog.js';
import { loggedIn } from '../auth.js';
import type { Database } from '../database/connect.js';
import { hangUpSignal } from '../hangUp.js';
import { cellPages, columnsFor, formatsOf, type Lists, schemaOf } from '../lists/list.js';
import { monthField, monthPeriod } from '../period.js';
import { PRACTICE } from '../practice.js';
import { check, Problem } from '../problem.js';
import { type ProgressBoard, progressField, type Tell } from '../progress.js';

const parameters = z.object({ month: monthField });
const query = z.strictObject({ ...progressField, pdf: z.enum(['true', 'false']).default('true') });
const form = z.strictObject({ password: z.string().max(200, 'must have at most 200 characters').default('') });

/**
 * `GET` and `POST /exports/archive/:month.zip`: everything of a month, each list as a sheet of one workbook, as CSV, as Parquet
 * and as a table of one PDF, with a manifest and the files' SHA-256 sums. All of it is read once, and sent while it is made.
 * Without a PDF (`pdf=false`) it may hold what no font has letters for.
 * With a `password` in the form (never in an address, which is logged) the files are encrypted.
 */
export function monthlyArchive(
  database: Database,
  lists: Lists,
  audit: AuditLog,
  board: ProgressBoard,
  exports: AtOnce,
): RequestHandler {
  return async (request, response) => {
    const { month } = check(parameters, request.params);
    const { progress, pdf } = check(query, request.query);
    const { password } = check(form, request.body ?? {});
    const { id, role } = loggedIn(response);
    const period = monthPeriod(month);

    const signal = hangUpSignal(response);
    const send = async (tell: Tell) => {
      const ofMonth = [...lists.values()].filter(({ periodOf }) => periodOf !== undefined);
      const counts = await Promise.all(ofMonth.map((list) => list.count(database, period)));
      if (counts.every((count) => count === 0)) throw new Problem('ERR_NOT_FOUND', 'There is nothing of this month');
      await audit.append(id, 'list.exported', `archive/${month}`);
      const tables = ofMonth.map((list) => {
        const columns = columnsFor(list, role);
        const pages = cellPages(list, columns, database, period);
        const table = tablesFrom(pages, { schema: schemaOf(columns), chunked: true, signal });
        return { name: list.title, table, formats: formatsOf(columns) };
      });
      const archive = exportReport(
        {
          tables,
          formats: ['xlsx', 'csv', 'parquet', ...(pdf === 'true' ? ['pdf' as const] : [])],
          title: `${PRACTICE.name}, ${month}`,
          author: PRACTICE.name,
        },
        password === '' ? {} : { password },
      );
      await answerFile(response, archive.toStream({ signal, onProgress: tell }), `archive-${month}.zip`, 'zip');
    };
    await exports.during(() => board.during(id, progress, send));
  };
}
