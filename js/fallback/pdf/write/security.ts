/** AES-256 encryption (ISO 32000-2, 7.6: revision 6), which pdfkit has only in the older revision 5. */
import { createCipheriv, createHash } from 'node:crypto';
import type { ProfileMessage } from '../../../contract/pdf';
import type { Pdfkit, Security } from './pdfkit';

type Protected = Extract<ProfileMessage, { name: 'protected' }>;

/** What encrypts a file, all from the random bytes it is given. */
export function security(pdf: Pdfkit, { userPassword, ownerPassword, permissions, random }: Protected): Security {
  const seed = Buffer.from(random, 'hex');
  const derived = (purpose: string) => createHash('sha256').update(seed).update(purpose).digest();
  const key = seed.subarray(0, 32);
  const [user, owner] = [password(userPassword), password(ownerPassword)];
  const salts = derived('salts');

  const entry = (of: Buffer, salt: Buffer, userEntry: Buffer) => {
    const [validation, keySalt] = [salt.subarray(0, 8), salt.subarray(8, 16)];
    const hash = Buffer.concat([hardened(of, validation, userEntry), validation, keySalt]);
    return { hash, key: cbc(hardened(of, keySalt, userEntry), Buffer.alloc(16), key, false) };
  };
  const userEntry = entry(user, salts.subarray(0, 16), Buffer.alloc(0));
  const ownerEntry = entry(owner, salts.subarray(16, 32), userEntry.hash);

  const rights = Buffer.alloc(16, 0xff);
  rights.writeInt32LE(permissions | 0, 0);
  rights.write('Tadb', 8, 'latin1');
  derived('permissions').copy(rights, 12, 0, 4);

  pdf._root.data.Extensions = { ADBE: { BaseVersion: '1.7', ExtensionLevel: 8 } };
  const dictionary = pdf.ref({
    Filter: 'Standard',
    V: 5,
    R: 6,
    Length: 256,
    CF: { StdCF: { AuthEvent: 'DocOpen', CFM: 'AESV3', Length: 32 } },
    StmF: 'StdCF',
    StrF: 'StdCF',
    O: ownerEntry.hash,
    OE: ownerEntry.key,
    U: userEntry.hash,
    UE: userEntry.key,
    P: permissions | 0,
    Perms: ecb(key, rights),
    EncryptMetadata: true,
  });
  let count = 0;
  return {
    dictionary,
    getEncryptFn: (id) => (data) => {
      const iv = derived(`${id} ${count++}`).subarray(0, 16);
      return Buffer.concat([iv, cbc(key, iv, Buffer.from(data), true)]);
    },
    end: () => dictionary.end(),
  };
}

/** At most 127 bytes count; the front door has prepared it (SASLprep). */
const password = (text: string) => Buffer.from(text, 'utf8').subarray(0, 127);

/** Algorithm 2.B: 64 rounds and more of AES over a hash that it chooses itself. */
function hardened(of: Buffer, salt: Buffer, userEntry: Buffer): Buffer {
  let hash = createHash('sha256').update(of).update(salt).update(userEntry).digest();
  for (let round = 0, last = 0; round < 64 || last > round - 32; round++) {
    const block = Buffer.concat([of, hash, userEntry]);
    const input = Buffer.concat(new Array<Buffer>(64).fill(block));
    const encrypted = cbc(hash.subarray(0, 16), hash.subarray(16, 32), input, false);
    const remainder = encrypted.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
    hash = createHash(['sha256', 'sha384', 'sha512'][remainder] as string)
      .update(encrypted)
      .digest();
    last = encrypted.at(-1) as number;
  }
  return hash.subarray(0, 32);
}

function cbc(key: Buffer, iv: Buffer, data: Buffer, padding: boolean): Buffer {
  const cipher = createCipheriv(key.length === 16 ? 'aes-128-cbc' : 'aes-256-cbc', key, iv).setAutoPadding(padding);
  return Buffer.concat([cipher.update(data), cipher.final()]);
}

function ecb(key: Buffer, data: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(data), cipher.final()]);
}
