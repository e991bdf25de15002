/** Sealing and opening fields: what `Vault`'s methods for them do. */
import { randomBytes, randomFillSync } from 'node:crypto';
import type { Keyring, OpenedFields, Packed } from '../../contract/vault';
import { keyIdOf, OVERHEAD, SALT } from '../../fallback/crypto/vault/field';
import { run, runSync, type Task } from '../../task';
import { array, readable } from '../../validate';
import { encodeField, encodeFields } from './context';
import { notGenuine } from './genuine';
import {
  fieldBytes,
  lengthIn,
  MAX_FIELD_BYTES,
  MAX_FIELDS,
  packFields,
  packSealed,
  sealedBytes,
  unpacked,
} from './pack';

/**
 * Seals one field. Its salt is drawn for it: one of a store could be used twice, where a process is started from a snapshot
 * of the heap, and of two fields under one salt GCM keeps nothing.
 */
export function sealOne(keyring: Keyring, field: unknown, context: unknown): Buffer {
  const bytes = fieldBytes(field, 'field');
  try {
    const place = encodeField(context);
    return runSync(() => keyring.seal(bytes, place, randomBytes(SALT))) as Buffer;
  } finally {
    if (typeof field === 'string') bytes.fill(0);
  }
}

/** Opens one field. */
export function openOne(keyring: Keyring, sealed: unknown, context: unknown): Buffer {
  const bytes = sealedBytes(sealed, 'sealed');
  const place = encodeField(context);
  const isPossible = bytes.length <= MAX_FIELD_BYTES + OVERHEAD;
  const field = isPossible ? runSync(() => keyring.open(bytes, place)) : null;
  if (!field) throw notGenuine('sealed');
  return field as Buffer;
}

/** Seals many fields. */
export async function sealAll(keyring: Keyring, fields: unknown, contexts: unknown, task: Task): Promise<Buffer[]> {
  const packed = packFields(fields, 'fields');
  let sealing: Promise<Buffer[]>;
  try {
    sealing = sealPacked(keyring, packed, encodeFields(contexts, packed.ends.length), task);
  } finally {
    // A backend has read its arguments when it returns its promise.
    packed.bytes.fill(0);
  }
  return sealing;
}

/** Opens many fields; those that are not genuine are an error, or `null`. */
export async function openAll(
  keyring: Keyring,
  sealed: unknown,
  contexts: unknown,
  onRefused: 'error' | 'null',
  task: Task,
): Promise<(Buffer | null)[]> {
  const packed = packSealed(sealed, 'sealed');
  const places = encodeFields(contexts, packed.ends.length);
  const opened = await openPacked(keyring, packed, places, task);
  if (onRefused === 'error') allGenuine(opened, (index) => index);
  const fields: (Buffer | null)[] = unpacked(opened.bytes, fieldLengths(packed), packed.ends.length);
  for (const index of opened.refused) fields[index] = null;
  return fields;
}

/** Whether it names the key of this id. */
export const isSealedBy = (id: number, sealed: unknown): boolean => keyIdOf(sealedBytes(sealed, 'sealed')) === id;

/** Seals those anew that the key of this id did not seal. */
export async function rotateAll(
  keyring: Keyring,
  id: number,
  sealed: unknown,
  contexts: unknown,
  task: Task,
): Promise<Uint8Array[]> {
  const rotated = readable('sealed', () => [...array(sealed, 'sealed', MAX_FIELDS)]) as Uint8Array[];
  const packed = packSealed(rotated, 'sealed');
  const places = encodeFields(contexts, rotated.length);
  const former = rotated.flatMap((_, index) => (isSealedBy(id, item(packed, index)) ? [] : [index]));
  if (former.length === 0) return rotated;

  const chosen = pick(packed, former);
  const formerPlaces = places.map((part) => (part.ends.length === 1 ? part : pick(part, former)));
  const opened = await openPacked(keyring, chosen, formerPlaces, task);
  try {
    allGenuine(opened, (index) => former[index] as number);
    let end = 0;
    const lengthOf = fieldLengths(chosen);
    const ends = chosen.ends.map((_, index) => {
      end += lengthOf(index);
      return end;
    });
    const fresh = await sealPacked(keyring, { bytes: opened.bytes, ends }, formerPlaces, task);
    for (const [i, index] of former.entries()) rotated[index] = fresh[i] as Buffer;
  } finally {
    opened.bytes.fill(0);
  }
  return rotated;
}

async function sealPacked(keyring: Keyring, fields: Packed, places: Packed[], task: Task): Promise<Buffer[]> {
  const { ends } = fields;
  const count = ends.length;
  const salts = randomFillSync(Buffer.allocUnsafe(count * SALT));
  const sealed = await run(task, (_, job) => keyring.sealMany(fields, places, salts, job), count);
  return unpacked(sealed, (index) => lengthIn(ends, index) + OVERHEAD, count);
}

function openPacked(keyring: Keyring, sealed: Packed, places: Packed[], task: Task): Promise<OpenedFields> {
  return run(task, (_, job) => keyring.openMany(sealed, places, job), sealed.ends.length);
}

/** Throws for the first that is not genuine, whose index among the caller's `indexOf` says, and wipes the others. */
function allGenuine({ bytes, refused }: OpenedFields, indexOf: (index: number) => number): void {
  const [first] = refused;
  if (first === undefined) return;
  bytes.fill(0);
  const index = indexOf(first);
  throw notGenuine(`sealed[${index}]`, { argument: 'sealed', index });
}

const fieldLengths =
  ({ ends }: Packed) =>
  (index: number): number =>
    Math.max(0, lengthIn(ends, index) - OVERHEAD);

const item = ({ bytes, ends }: Packed, index: number): Uint8Array => bytes.subarray(ends[index - 1] ?? 0, ends[index]);

/** Some of what is packed. */
function pick(packed: Packed, indices: readonly number[]): Packed {
  let end = 0;
  const ends = Uint32Array.from(indices, (index) => {
    end += lengthIn(packed.ends, index);
    return end;
  });
  return { bytes: Buffer.concat(indices.map((index) => item(packed, index))), ends };
}
