/** DICOMDIRs for tests, record by record (PS3.3 F.3). */
import { element, item, part10, sequence } from './dicom-bytes';

/** A record to be written; records are named by their place among those of the file, bytes by `{ byte }`. */
export interface Plan {
  type?: string;
  next?: Target;
  lower?: Target;
  inUse?: number;
  fileId?: string;
  mrdr?: Target;
  /** Elements after those of the directory. */
  keys?: Buffer;
}

/** What an offset leads to; `undefined` is nothing, `null` leaves the element out. */
export type Target = number | { byte: number } | { raw: Buffer } | undefined | null;

const even = (text: string): string => (text.length % 2 ? `${text} ` : text);

/** A DICOMDIR, and where its records start. */
export function directory(plans: Plan[], first: Target = plans.length > 0 ? 0 : undefined) {
  // Offsets have the same size whatever they are, so that a first draft tells where everything will be.
  const draft = written(
    plans,
    first,
    plans.map(() => 0),
  );
  const start = draft.length - plans.reduce((sum, plan) => sum + record(plan, []).length, 0);
  const offsets: number[] = [];
  let at = start;
  for (const plan of plans) {
    offsets.push(at);
    at += record(plan, []).length;
  }
  return { data: written(plans, first, offsets), offsets };
}

function written(plans: Plan[], first: Target, offsets: number[]): Buffer {
  return part10(
    '1.2.840.10008.1.2.1',
    Buffer.concat([
      element(0x0004_1130, 'CS', 'FILESET '),
      offset(0x0004_1200, first, offsets),
      sequence(
        0x0004_1220,
        plans.map((plan) => record(plan, offsets)),
      ),
    ]),
  );
}

function record(plan: Plan, offsets: number[]): Buffer {
  const inUse = Buffer.alloc(2);
  inUse.writeUInt16LE(plan.inUse ?? 0xffff);
  return item(
    Buffer.concat([
      offset(0x0004_1400, plan.next, offsets),
      element(0x0004_1410, 'US', inUse),
      offset(0x0004_1420, plan.lower, offsets),
      element(0x0004_1430, 'CS', even(plan.type ?? 'PRIVATE')),
      plan.fileId === undefined ? Buffer.alloc(0) : element(0x0004_1500, 'CS', even(plan.fileId)),
      plan.mrdr === undefined ? Buffer.alloc(0) : offset(0x0004_1504, plan.mrdr, offsets),
      plan.keys ?? Buffer.alloc(0),
    ]),
  );
}

function offset(tag: number, target: Target, offsets: number[]): Buffer {
  if (target === null) return Buffer.alloc(0);
  if (typeof target === 'object' && 'raw' in target) return element(tag, 'UL', target.raw);
  const value = Buffer.alloc(4);
  value.writeUInt32LE(typeof target === 'object' ? target.byte : target === undefined ? 0 : (offsets[target] ?? 0));
  return element(tag, 'UL', value);
}
