/** What a number format makes of a number: ECMA-376 part 1, 18.8.30 and 18.8.31. */

/** What a number is shown as; `elapsed` hours, minutes or seconds go on beyond 24 or 60. */
export type Class = 'number' | 'date' | 'time' | 'dateTime' | 'elapsed';

/** The class of a format that the file does not spell out. 27 to 36 and 50 to 58 are those of East Asian languages. */
export function builtin(id: number): Class {
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || (id >= 34 && id <= 36) || (id >= 50 && id <= 58))
    return 'date';
  if ((id >= 18 && id <= 21) || id === 32 || id === 33 || id === 45 || id === 47) return 'time';
  if (id === 22) return 'dateTime';
  return id === 46 ? 'elapsed' : 'number';
}

/** Literals; brackets; words and exponents; the end of the section; anything else. */
const TOKENS = /"[^"]*(?:"|$)|[\\_*](?:.|$)|\[([^\]]*)(?:\]|$)|general|standard|e[+-]|am\/pm|a\/p|./gsu;
const ELAPSED = /^(?:h+|m+|s+)$/;

/** The class of a format's code, by its first section, which is that of positive numbers. */
export function classOf(code: string): Class {
  const lower = code.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  let [hasDay, hasTime, hasMonth] = [false, false, false];
  for (const [token, bracket] of lower.matchAll(TOKENS)) {
    if (token === ';') break;
    if (bracket !== undefined && ELAPSED.test(bracket)) return 'elapsed';
    if (token === 'y' || token === 'd' || token === 'e' || token === 'b') hasDay = true;
    else if (token === 'h' || token === 's' || token === 'am/pm' || token === 'a/p') hasTime = true;
    else if (token === 'm') hasMonth = true;
  }
  // By themselves months, beside hours or seconds minutes; beside a day and a time either.
  if (hasDay || (hasMonth && !hasTime)) return hasTime ? 'dateTime' : 'date';
  if (!hasTime) return 'number';
  return hasMonth && lower.includes('mmm') ? 'dateTime' : 'time';
}
