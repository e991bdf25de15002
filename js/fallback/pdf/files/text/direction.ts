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
  for (let at = 0; at < order.length; at++) {
    const { kind } = order[at] as Unit;
    if (kind !== 'left' && kind !== 'digit') continue;
    let end = at + 1;
    let hasLetters = kind === 'left';
    for (let i = at + 1; i < order.length && (order[i] as Unit).kind !== 'right'; i++) {
      const own = order[i] as Unit;
      if (own.kind === 'left') {
        hasLetters = true;
        end = i + 1;
      } else if (own.kind === 'digit' && (hasLetters || isWithin(order.slice(end, i)))) end = i + 1;
    }
    order.splice(at, end - at, ...order.slice(at, end).reverse());
    at = end - 1;
  }
  return order;
}

/** Whether it may stand within a number. */
const isWithin = (units: readonly Unit[]): boolean =>
  units.length === 0 || (units.length === 1 && /^[.,:/\-\u00a0]$/.test((units[0] as Unit).unit));
