/** The encryption of Office 2007 ([MS-OFFCRYPTO] 2.3.4.5 to 2.3.4.9): AES in blocks by themselves, and nothing that proves them whole. */
import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';
import { damaged, unsupported } from '../../../fallback/export/sheet/fault';
import type { Task } from '../../../task';
import { Turns } from '../../../turn';
import { notAuthentic, PART, type Sealed } from './sealed';
import { spun } from './spin';

/** How often the password is hashed. */
const SPINS = 50_000;
/** Of a cipher (2.3.2): bits of its key. */
const KEY_BITS: Readonly<{ [id: number]: number }> = { 26126: 128, 26127: 192, 26128: 256 };
const [BLOCK, SHA1, VERIFIER] = [16, 20, 16];
const DECRYPTED = 128 * 1024;

/** The document, once the password has proved right. */
export async function decryptStandard(
  { info, stream, size, password }: Sealed,
  task: Task,
): Promise<AsyncIterable<Uint8Array>> {
  // Behind its flags: how long the description of the cipher is, that, and the verifier (2.3.4.5).
  const from = 4 + (info.length < 4 ? 0 : info.readUInt32LE(0));
  if (info.length < Math.max(16, from + 40 + 2 * BLOCK)) throw damaged(PART);
  const bits = KEY_BITS[info.readUInt32LE(12)];
  if (bits === undefined) throw unsupported('it is encrypted in a way that is not known');
  const salt = info.subarray(from + 4, from + 20);
  const sealedVerifier = info.subarray(from + 20, from + 36);
  const sealedHash = info.subarray(from + 40, from + 40 + 2 * BLOCK);

  const passwordHash = await spun('sha1', password, salt, SPINS, task);
  const key = keyOf(createHash('sha1').update(passwordHash).update(Buffer.alloc(4)).digest(), bits / 8);
  const decipher = () => createDecipheriv(`aes-${bits}-ecb`, key, null).setAutoPadding(false);
  const verifier = decipher().update(sealedVerifier).subarray(0, VERIFIER);
  const hash = createHash('sha1').update(verifier).digest();
  if (!timingSafeEqual(hash, decipher().update(sealedHash).subarray(0, SHA1))) throw notAuthentic();

  return (async function* () {
    const turns = new Turns(task);
    const content = decipher();
    for (let at = 0; at < size; at += DECRYPTED) {
      yield content.update(stream.subarray(8 + at, 8 + at + DECRYPTED)).subarray(0, size - at);
      await turns.take(0, 0);
    }
  })();
}

/** 2.3.4.7: the key, out of the hash of the password and of the block's number, which is always 0. */
function keyOf(hash: Buffer, length: number): Buffer {
  const half = (fill: number) => {
    const bytes = Buffer.alloc(64, fill);
    for (const [at, byte] of hash.entries()) bytes[at] = fill ^ byte;
    return createHash('sha1').update(bytes).digest();
  };
  return Buffer.concat([half(0x36), half(0x5c)]).subarray(0, length);
}
