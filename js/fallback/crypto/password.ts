import { timingSafeEqual } from 'node:crypto';
import type { Job } from '../../contract';
import type { PasswordBackend } from '../../contract/password';
import { enqueue } from '../queue';
import { argon2id } from './argon2';
import { digest, passwordKey, saltKey } from './bcrypt';

/** See {@link PasswordBackend}. */
export const password: PasswordBackend = {
  async hashPassword(password, cost, salt, job) {
    const bytes = await bcrypt(password, false, cost, salt, job);
    return `$2b$${String(cost).padStart(2, '0')}$${encode(salt)}${encode(bytes)}`;
  },

  async verifyPassword(password, hash, job) {
    const [, variant, cost, text = ''] = hash.split('$');
    const bytes = await bcrypt(password, variant === '2x', Number(cost), decode(text.slice(0, 22)), job);
    const isRight = timingSafeEqual(bytes, decode(text.slice(22)));
    // That of a wrong password tells what the right one resembles.
    bytes.fill(0);
    return isRight;
  },

  argon2id,
};

async function bcrypt(
  password: Uint8Array,
  signExtended: boolean,
  cost: number,
  salt: Uint8Array,
  job: Job,
): Promise<Uint8Array> {
  // Both are read before the call waits, when the caller may change them.
  const key = passwordKey(password, signExtended);
  const saltWords = saltKey(salt);
  try {
    return await enqueue(job, (running) => digest(key, cost, saltWords, running));
  } finally {
    key.fill(0);
  }
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** bcrypt's base64 has the usual bits, another alphabet and no padding. */
const BCRYPT_BASE64 = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const encode = (bytes: Uint8Array): string =>
  translate(Buffer.from(bytes).toString('base64').replaceAll('=', ''), BASE64, BCRYPT_BASE64);

const decode = (text: string): Uint8Array => Buffer.from(translate(text, BCRYPT_BASE64, BASE64), 'base64');

const translate = (text: string, from: string, to: string): string =>
  text.replace(/./g, (character) => to[from.indexOf(character)] as string);
