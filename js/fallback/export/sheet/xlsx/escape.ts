const ESCAPES = /(?:_x[\da-f]{4}_)+/gi;

/**
 * Takes out of a text the escapes `_xHHHH_` of characters that XML cannot hold (ECMA-376 part 1, 22.9.2.19, `ST_Xstring`).
 * Two that are a surrogate pair are one character; a surrogate alone is U+FFFD.
 */
export function unescapeUnits(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(ESCAPES, (run) => {
    const units = run.match(/[\da-f]{4}/gi) as string[];
    const characters = String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16)));
    return characters.replace(/\p{Surrogate}/gu, '\ufffd');
  });
}
