/** Private attributes that hold nothing of a person (PS3.15 table E.3.10-1). */
import type { PrivateElement } from '../where';
import { SAFE_PRIVATE } from './safe-private-table';

let read: Set<string> | undefined;

function table(): Set<string> {
  if (read) return read;
  read = new Set();
  let creator = '';
  for (const line of SAFE_PRIVATE.trim().split('\n')) {
    const [, named, elements = ''] = /^(?:(.*): )?([0-9a-f ]+)$/.exec(line) ?? [];
    creator = named ?? creator;
    for (const element of elements.split(' ')) read.add(key(creator, Number.parseInt(element, 16)));
  }
  return read;
}

/** `element`: the group, and the element within the creator's block. */
const key = (creator: string, element: number): string => `${element.toString(16)} ${creator}`;

/** Tells which private elements may stay: those of the table, and those the caller vouches for. */
export function safePrivate(vouched: readonly PrivateElement[]): (creator: string, tag: number) => boolean {
  const more = new Set(vouched.map(({ group, creator, element }) => key(creator, group * 0x100 + element)));
  return (creator, tag) => {
    const of = key(creator, (tag >>> 16) * 0x100 + (tag & 0xff));
    return table().has(of) || more.has(of);
  };
}
