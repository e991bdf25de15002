import { Readable } from 'node:stream';
import type { AuditChain, AuditHead } from 'clinicore/crypto';
import { and, asc, gt, gte, lte, sql } from 'drizzle-orm';
import type { Database } from '../database/connect.js';
import { auditCheckpoints, auditEntries, auditHead } from '../database/schema.js';
import { pagesOf, ROWS_A_PAGE } from '../pages.js';

/** What there is of the log at one moment. */
export interface AuditExtent {
  /** What the next entry would be linked to. */
  head: AuditHead;
  /** The highest number of all entries and checkpoints: the head's, unless somebody wrote to the tables. */
  upTo: number;
}

/** How far the log goes. What is written later is not part of it. */
export async function extentOf(database: Database): Promise<AuditExtent> {
  const [row] = await database
    .select({
      seq: auditHead.seq,
      hash: auditHead.hash,
      entries: sql`(select max(${auditEntries.seq}) from ${auditEntries})`.mapWith(Number),
      checkpoints: sql`(select max(${auditCheckpoints.seq}) from ${auditCheckpoints})`.mapWith(Number),
    })
    .from(auditHead);
  if (!row) throw new Error('The audit log has lost its head');
  const { entries, checkpoints, ...head } = row;
  return { head, upTo: Math.max(head.seq, entries, checkpoints) };
}

/**
 * The log as lines of JSON, oldest first, a page at a time: what `AuditChain.verify` reads.
 *
 * @param upTo the last entry's number
 * @param sealed the checkpoint to begin with; without, all of the log is given
 */
export async function* linePages(
  database: Database,
  chain: AuditChain,
  upTo: number,
  sealed?: AuditHead,
): AsyncGenerator<string[]> {
  const checkpointsOf = (from: number | undefined, to: number) =>
    database
      .select()
      .from(auditCheckpoints)
      .where(and(from === undefined ? undefined : gte(auditCheckpoints.seq, from), lte(auditCheckpoints.seq, to)))
      .orderBy(asc(auditCheckpoints.seq));
  const entryPages = pagesOf<typeof auditEntries.$inferSelect>((last) => {
    const after = last?.seq ?? sealed?.seq;
    return database
      .select()
      .from(auditEntries)
      .where(and(after === undefined ? undefined : gt(auditEntries.seq, after), lte(auditEntries.seq, upTo)))
      .orderBy(asc(auditEntries.seq))
      .limit(ROWS_A_PAGE);
  });

  let from = sealed?.seq;
  for await (const entries of entryPages) {
    const to = entries.at(-1)?.seq ?? upTo;
    const checkpoints = await checkpointsOf(from, to);
    from = to + 1;
    yield merged(chain, entries, checkpoints);
  }
  const rest = await checkpointsOf(from, upTo);
  if (rest.length > 0) yield merged(chain, [], rest);
}

/** Pages of lines as a stream of bytes. */
export function streamOf(pages: AsyncIterable<string[]>): Readable {
  const bytes = async function* () {
    for await (const lines of pages) yield Buffer.from(lines.join(''));
  };
  return Readable.from(bytes(), { objectMode: false });
}

type Entry = typeof auditEntries.$inferSelect;
type Checkpoint = typeof auditCheckpoints.$inferSelect;

/** Each checkpoint after the entry that it is of. */
function merged(chain: AuditChain, entries: Entry[], checkpoints: Checkpoint[]): string[] {
  const lines: string[] = [];
  let next = 0;
  const seal = (upTo: number) => {
    for (let found = checkpoints[next]; found && found.seq <= upTo; found = checkpoints[++next]) {
      lines.push(line(chain, found));
    }
  };
  for (const entry of entries) {
    seal(entry.seq - 1);
    lines.push(line(chain, entry));
  }
  seal(Number.POSITIVE_INFINITY);
  return lines;
}

/** A row as the line it was made as; one that is no entry any more as it is, which fails to verify. */
function line(chain: AuditChain, row: Entry | Checkpoint): string {
  try {
    const at = row.at.toISOString();
    if ('mac' in row) return chain.line({ ...row, at });
    const { seq, staff, action, subject, previous, hash } = row;
    return chain.line({ seq, at, data: { staff, action, subject }, previous, hash });
  } catch {
    return `${JSON.stringify(row)}\n`;
  }
}
