/** Who is who in a case, and who wins. */

export const isOurs = (contender) => contender.startsWith('clinicore');

/** What the quartiles allow to say of a row that is not ours. */
export function standing({ ratioLow, ratioHigh }) {
  if (ratioHigh < 1) return 'lost';
  return ratioLow > 1 ? 'won' : 'even';
}

/** How many of the others' rows are won, even and lost. */
export function counted(cases) {
  const count = { won: 0, even: 0, lost: 0 };
  for (const { rows } of cases) {
    for (const row of rows) if (row.ratio && !isOurs(row.contender)) count[standing(row)]++;
  }
  return count;
}
