/** The file meta information of what is written (PS3.10 7.1). */
import { version } from '../../version';
import { find } from '../data-set';
import { entriesIn, type Part } from '../item';
import { namedTransferSyntax, transferSyntaxOf } from '../transfer-syntax';
import { OB, SH, UI, UL } from '../vr';
import type { Changes } from './changes';
import { EXPLICIT_LITTLE, element, padded, uidBytes } from './element';
import { headOf } from './plan';

/** What every Part 10 file starts with. */
export const PREAMBLE: Uint8Array = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')]);

/** Implementation Class UID: made of a UUID once and for all (PS3.5 B.2). */
const IMPLEMENTATION_CLASS_UID = '2.25.290021099427495491018677892205806000623';

/** Implementation Version Name: at most 16 characters. */
const IMPLEMENTATION_VERSION_NAME = `CLINICORE_${version}`.slice(0, 16);

const GROUP_LENGTH = 0x0002_0000;
const VERSION = 0x0002_0001;
const TRANSFER_SYNTAX_UID = 0x0002_0010;
const CLASS_UID = 0x0002_0012;
const VERSION_NAME = 0x0002_0013;

/** The UIDs that the file meta information repeats of the data set: SOP class and SOP instance. */
const REPEATED = [
  [0x0002_0002, 0x0008_0016],
  [0x0002_0003, 0x0008_0018],
] as const;

/** Changes the file meta information so that it says what a changed file, or one that had none, must. */
export function completeFileMeta(file: Part, changes: Changes): void {
  const meta = file.meta as Part;
  const isNamed = namedTransferSyntax(file) !== undefined;
  if (changes.isEmpty && isNamed && headOf(file) > 0) return;
  completeGroupLength(meta, changes);
  if (!changes.valueOf(meta, VERSION)) changes.put(meta, VERSION, OB, Buffer.from([0, 1]));
  for (const [there, here] of REPEATED) repeat(file, meta, there, here, changes);
  if (!isNamed) changes.put(meta, TRANSFER_SYNTAX_UID, UI, uidBytes(transferSyntaxOf(file)));
  changes.put(meta, CLASS_UID, UI, uidBytes(IMPLEMENTATION_CLASS_UID));
  changes.put(meta, VERSION_NAME, SH, padded(Buffer.from(IMPLEMENTATION_VERSION_NAME), ' '));
}

/** Sees to it that there is a group length, whose value comes with the plan. */
function completeGroupLength(meta: Part, changes: Changes): void {
  const { index } = meta.set;
  let isThere = false;
  for (let at = meta.from; at < meta.end; at++) {
    if (index.tags[at] !== GROUP_LENGTH) continue;
    if (index.lengths[at] === 4 && !isThere) isThere = true;
    else changes.remove(meta, at);
  }
  if (!isThere) changes.put(meta, GROUP_LENGTH, UL, Buffer.alloc(4));
}

function repeat(file: Part, meta: Part, there: number, here: number, changes: Changes): void {
  const uid = changes.valueOf(file, here);
  if (uid && uid.length > 0) {
    const said = changes.valueOf(meta, there);
    if (!said || Buffer.compare(said, uid) !== 0) changes.put(meta, there, UI, padded(uid, '\0'));
    return;
  }
  // What was taken out of the data set must not be left here.
  const wasThere = find(file.set.index, entriesIn(file), here) !== undefined;
  const at = find(meta.set.index, entriesIn(meta), there);
  if (wasThere && at !== undefined) changes.remove(meta, at);
}

/** The preamble and file meta information of a new file. */
export function newFileMeta(sopClass: string, sopInstance: string, transferSyntax: string): Uint8Array[] {
  const elements = [
    element(EXPLICIT_LITTLE, VERSION, OB, [Buffer.from([0, 1])]),
    element(EXPLICIT_LITTLE, 0x0002_0002, UI, [uidBytes(sopClass)]),
    element(EXPLICIT_LITTLE, 0x0002_0003, UI, [uidBytes(sopInstance)]),
    element(EXPLICIT_LITTLE, TRANSFER_SYNTAX_UID, UI, [uidBytes(transferSyntax)]),
    element(EXPLICIT_LITTLE, CLASS_UID, UI, [uidBytes(IMPLEMENTATION_CLASS_UID)]),
    element(EXPLICIT_LITTLE, VERSION_NAME, SH, [padded(Buffer.from(IMPLEMENTATION_VERSION_NAME), ' ')]),
  ].flat();
  const length = Buffer.alloc(4);
  length.writeUInt32LE(elements.reduce((sum, { byteLength }) => sum + byteLength, 0));
  return [PREAMBLE, ...element(EXPLICIT_LITTLE, GROUP_LENGTH, UL, [length]), ...elements];
}
