/** What a file says of the eye as a whole, held against where its values stand. */
import { codeIn, type Source } from './findings';
import { keyOf, LATERALITIES } from './laterality-code';
import type { EyeSide } from './record';

const SIDES: Record<string, EyeSide> = { R: 'right', L: 'left', B: 'both' };

/** The elements that name the eye of the whole object, the most specific first. */
const NAMING = ['MeasurementLaterality', 'ImageLaterality', 'Laterality'] as const;

interface Named {
  /** Where it stands. */
  source: Source;
  keyword: string;
  side: EyeSide;
}

/** What the object's elements say; a term that names no eye (`U`, for what is no pair, among them) says nothing. */
function named(file: Source): Named[] {
  const found: Named[] = [];
  for (const keyword of NAMING) {
    const side = file.term<EyeSide | 'none'>(keyword, undefined, { ...SIDES, U: 'none' });
    if (side !== undefined && side !== 'none') found.push({ source: file, keyword, side });
  }
  return found;
}

/** Where anatomy is coded, and what may name the eye there (PS3.3 10.5). */
const ANATOMY = [
  ['AnatomicRegionSequence', 'AnatomicRegionModifierSequence'],
  ['PrimaryAnatomicStructureSequence', 'PrimaryAnatomicStructureModifierSequence'],
] as const;

function namedByAnatomy(file: Source): Named[] {
  return ANATOMY.flatMap(([structures, modifiers]) =>
    file.all(structures, '').flatMap((structure) =>
      structure.all(modifiers, '').flatMap((modifier) => {
        const key = keyOf(codeIn(modifier));
        const side = Object.hasOwn(LATERALITIES, key) ? LATERALITIES[key] : undefined;
        return side === undefined ? [] : [{ source: modifier, keyword: 'CodeValue', side }];
      }),
    ),
  );
}

/**
 * Reports where the object's elements contradict the sequences that are there: PS3.3 C.8.25.7 to C.8.25.14 want them to be
 * consistent. The values stay with the eye their sequence is for.
 */
export function checkSides(file: Source, present: { right: boolean; left: boolean; both: boolean }): void {
  for (const { keyword, side } of named(file)) {
    const others = (['right', 'left'] as const).filter((eye) => eye !== side && present[eye]);
    if (side !== 'both') {
      for (const eye of present.both ? [...others, 'both' as const] : others) {
        const what = eye === 'both' ? 'values of both eyes together' : `values of the ${eye} eye`;
        file.for('', eye).report('laterality', keyword, `${keyword} says the ${side} eye, but there are ${what}`);
      }
    } else if (others.length === 1 && !present.both) {
      const [eye] = others;
      file.for('', eye).report('laterality', keyword, `${keyword} says both eyes, but there is only the ${eye} one`);
    }
  }
}

/** Reports where elements within the item of an eye name another one. */
export function checkItem(eye: Source): void {
  for (const { keyword, side } of named(eye)) {
    if (side !== eye.eye) eye.report('laterality', keyword, `${keyword} says the ${side} eye in a sequence of another`);
  }
}

/**
 * Whose eye the whole object is of: `unspecified` where its elements name none or contradict each other. What anatomy says
 * must be consistent with them (PS3.3 C.8.17.5), but does not stand in for them.
 */
export function sideOf(file: Source): EyeSide {
  const found = named(file);
  const [first] = found;
  if (!first) {
    const keyword = file.item.has('ImageLaterality') ? 'ImageLaterality' : NAMING[0];
    file.for('', 'unspecified').report('laterality', keyword, 'The file does not say which eye it is of');
    return 'unspecified';
  }
  const others = [...found, ...namedByAnatomy(file)].filter(({ side }) => side !== first.side);
  for (const { source, keyword } of others) {
    const message = `${keyword} contradicts ${first.keyword} about the eye`;
    source.for('', 'unspecified').report('laterality', keyword, message);
  }
  return others.length > 0 ? 'unspecified' : first.side;
}
