/** What the file meta information may keep (PS3.10 7.1): what it must have; the rest says who sent a file, and to whom. */
import { find } from '../data-set';
import { entriesIn, type Part } from '../item';
import { hex8 } from '../tag';
import { EXPLICIT_LITTLE_ENDIAN, IMPLICIT_LITTLE_ENDIAN } from '../transfer-syntax';
import { UI } from '../vr';
import { uidBytes } from '../write/element';
import type { Actions } from './actions';
import { isUidLike } from './pseudonym';
import { codeIn } from './values';

const GROUP_LENGTH = 0x0002_0000;
const VERSION = 0x0002_0001;
const SOP_CLASS_UID = 0x0002_0002;
const SOP_INSTANCE_UID = 0x0002_0003;
const TRANSFER_SYNTAX_UID = 0x0002_0010;
/** Replaced whenever a file is written. */
const WRITER = new Set([GROUP_LENGTH, 0x0002_0012, 0x0002_0013]);

/** See the module. */
export async function editFileMeta(file: Part, actions: Actions): Promise<void> {
  const meta = file.meta as Part;
  const { tags, lengths } = meta.set.index;
  for (let at = meta.from; at < meta.end; at++) {
    const tag = tags[at] as number;
    if (WRITER.has(tag)) continue;
    const path = hex8(tag);
    if (find(meta.set.index, entriesIn(meta), tag) !== at) actions.remove(meta, at, path, 'repeated');
    else if (tag === SOP_INSTANCE_UID) {
      await actions.element(meta, at, 'UI', path, { act: 'uid', reason: 'table E.1-1: U' });
    } else if (tag === SOP_CLASS_UID) {
      const otherwise = { act: 'empty', reason: 'not a UID' } as const;
      await actions.element(meta, at, 'UI', path, { act: 'keep', reason: 'a UID', otherwise });
    } else if (tag === TRANSFER_SYNTAX_UID) {
      if (isUidLike((await codeIn(meta, tag)) ?? '')) continue;
      // As it was read.
      const readAs = file.set.explicit ? EXPLICIT_LITTLE_ENDIAN : IMPLICIT_LITTLE_ENDIAN;
      actions.put(meta, tag, UI, uidBytes(readAs), 'not a UID');
    } else if (tag !== VERSION || lengths[at] !== 2) actions.remove(meta, at, path, 'file meta information');
  }
}
