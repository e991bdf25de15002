/** From the order letters stand in to the order they are read in: UAX #9, turned round as far as it can be. */

type Kind = 'left' | 'right' | 'digit' | 'neutral';

function kindOf(unit: string): Kind {
  for (const character of unit) {
    if (/[\u0590-\u05ff\u0600-\u065f\u066a-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/.test(character)) {
      if (/\p{Alphabetic}/u.test(character)) return 'right';
    } else if (/[0-9\u0660-\u0669\u06f0-\u06f9]/.test(character)) return 'digit';
    else if (/\p{Alphabetic}/u.test(character)) return 'left';
  }
  return 'neutral';
}

/** A line's units (each some characters in the order they are read), from left to right, as a text. */
export function logical(units: readonly string[]): string {
  const text = units.join('');
  if (!/[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/.test(text)) return text;
  const all = units.map((unit) => ({ unit, kind: kindOf(unit) }));
  const count = (kind: Kind) => all.filter((own) => own.kind === kind).length;
  const order = count('right') > count('left') ? fromRight(all) : fromLeft(all);
  return order.map(({ unit }) => unit).join('');
}

interface Unit {
  unit: string;
  kind: Kind;
}

/** A line that is read from the left: turns what begins and ends with letters that are read from the right. */
function fromLeft(units: readonly Unit[]): Unit[] {
  const order: Unit[] = [];
  for (let at = 0; at < units.length; ) {
    if ((units[at] as Unit).kind !== 'right') {
      order.push(units[at] as Unit);
      at++;
      continue;
    }
    let end = at + 1;
    for (let i = at + 1; i < units.length && (units[i] as Unit).kind !== 'left'; i++) {
      if ((units[i] as Unit).kind === 'right') end = i + 1;
    }
    order.push(...fromRight(units.slice(at, end)));
    at = end;
  }
  return order;
}

/** A line that is read from the right: all is turned, but words and numbers that are read from the left are not. */
function fromRight(units: readonly Unit[]): Unit[] {
  const order = [...units].reverse();
  let open = 0;
  for (let at = 0; at < order.length; at++) {
    const end = endFromLeft(order, at, open);
    if (end === at) {
      open = Math.max(0, open + bracket(order[at] as Unit));
      continue;
    }
    order.splice(at, end - at, ...order.slice(at, end).reverse());
    at = end - 1;
  }
  return order;
}

/**
 * Where what is read from the left ends that begins at a place of a line that is turned; the place itself if nothing does.
 * Its brackets are paired (UAX #9, N0), and one that nothing has opened closes a pair of its own.
 *
 * @param open brackets that are open before it
 */
function endFromLeft(order: readonly Unit[], at: number, open: number): number {
  const first = order[at] as Unit;
  let hasLetters = false;
  let closed = 0;
  let end = at;
  if (first.kind === 'right' || (first.kind === 'neutral' && (bracket(first) !== -1 || open > 0))) return at;
  for (let i = at; i < order.length && (order[i] as Unit).kind !== 'right'; i++) {
    const own = order[i] as Unit;
    closed -= bracket(own);
    if (closed < 0) break;
    if (closed > 0) continue;
    if (own.kind === 'left') {
      hasLetters = true;
      end = i + 1;
    } else if (own.kind === 'digit' && (hasLetters || isWithin(order.slice(end, i)))) end = i + 1;
  }
  return end;
}

/** 1 for a bracket that opens, -1 for one that closes. */
const bracket = ({ unit }: Unit): number => (/^[([{]$/.test(unit) ? 1 : /^[)\]}]$/.test(unit) ? -1 : 0);

/** Whether it may stand within a number. */
const isWithin = (units: readonly Unit[]): boolean =>
  units.length === 0 || (units.length === 1 && /^[.,:/\-\u00a0]$/.test((units[0] as Unit).unit));
