/** Rows of a page. */
export const ROWS_A_PAGE = 1000;

/**
 * Rows a page at a time. Each page begins after the last row of the one before, so the last costs no more than the first, and
 * nothing is held open in the database in between.
 *
 * @param next the {@link ROWS_A_PAGE} rows after a row, or the first ones; fewer at the end
 */
export async function* pagesOf<Row>(next: (after: Row | undefined) => Promise<Row[]>): AsyncGenerator<Row[]> {
  for (let after: Row | undefined; ; ) {
    const page = await next(after);
    if (page.length > 0) yield page;
    if (page.length < ROWS_A_PAGE) return;
    after = page.at(-1);
  }
}
