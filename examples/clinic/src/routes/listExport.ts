import { tablesFrom } from 'clinicore/export';
import type { RequestHandler, Response } from 'express';
import { z } from 'zod';
import { answerFile } from '../answerFile.js';
import type { AtOnce } from '../atOnce.js';
import type { AuditLog } from '../audit/auditLog.js';
import { loggedIn } from '../auth.js';
import type { Database } from '../database/connect.js';
import { hangUpSignal } from '../hangUp.js';
import { formats } from '../lists/formats.js';
import { cellPages, columnsFor, type List, type Lists, schemaOf } from '../lists/list.js';
import { inOrder, periodFields } from '../period.js';
import { check, Problem } from '../problem.js';
import { counting, type ProgressBoard, progressField } from '../progress.js';

const withPeriod = inOrder(z.strictObject({ ...periodFields, ...progressField }));
const withoutPeriod = z.strictObject(progressField);

/** `GET /exports`: the lists that whoever asks may export, and as what. */
export function exportable(lists: Lists): RequestHandler {
  return (_request, response) => {
    const { role } = loggedIn(response);
    const allowed = [...lists].filter(([, { roles }]) => roles.includes(role));
    response.json({
      formats: [...formats.keys()],
      lists: allowed.map(([name, list]) => ({
        name,
        title: list.title,
        periodOf: list.periodOf ?? null,
        columns: columnsFor(list, role).map((column) => column.name),
      })),
    });
  };
}

/**
 * `GET /exports/:list.:format?from=…&to=…`: a list as a file, with the columns that the role may see. Rows are read from the
 * database in pages and become a file that is sent while it is made, no faster than the client takes it: however many there
 * are, a few pages are in memory. Whoever hangs up stops the work, wherever it has got to. With `progress`,
 * `GET /exports/progress/…` tells how many rows are written.
 */
export function listExport(
  database: Database,
  lists: Lists,
  audit: AuditLog,
  board: ProgressBoard,
  exports: AtOnce,
): RequestHandler {
  return async (request, response) => {
    const { list: name = '', format: ending = '' } = request.params as Record<string, string>;
    const list = lists.get(name);
    const format = formats.get(ending);
    if (!list || !format) throw new Problem('ERR_NOT_FOUND', 'There is no such list, or not in this format');
    const columns = columnsFor(list, roleFor(list, response));
    const { progress, ...period } = check(list.periodOf === undefined ? withoutPeriod : withPeriod, request.query);

    const { id } = loggedIn(response);
    const signal = hangUpSignal(response);
    await exports.during(async () => {
      await audit.append(id, 'list.exported', `list/${name}.${ending}`);
      await board.during(id, progress, async (tell) => {
        const counted = counting(await list.count(database, period), tell);
        const pages = counted(cellPages(list, columns, database, period));
        const tables = tablesFrom(pages, { schema: schemaOf(columns), chunked: true, signal });
        const file = format.write(tables, list, columns).toStream({ signal });
        await answerFile(response, file, `${name}.${ending}`, format.type);
      });
    });
  };
}

/** The role of whoever asks, which must be one that may see the list. */
function roleFor({ roles }: List, response: Response) {
  const { role } = loggedIn(response);
  if (!roles.includes(role)) throw new Problem('ERR_FORBIDDEN', `Only for: ${roles.join(', ')}`);
  return role;
}
