import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Vault } from 'clinicore/crypto';

/** The clinic's keys, each 32 random bytes in a file of its own, and none of them in the database. */
export interface Keys {
  /** Seals what the database must not tell by itself. */
  vault: Vault;
  /** Whether the vault has older keys than the one it seals with. */
  hasOlder: boolean;
  /** For CSRF tokens and links that end. */
  tokens: Buffer;
  /** For checkpoints of the audit log. */
  audit: Buffer;
}

const VAULT_KEY = /^vault-([1-9]\d{0,8})\.key$/;

/**
 * Reads the keys in a folder, which nobody else on this machine may read; the first start makes them. The vault seals with
 * its newest key, the one of the highest number, and opens with all.
 */
export async function readKeys(folder: string): Promise<Keys> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = (await readdir(folder)).flatMap((name) => VAULT_KEY.exec(name)?.[1] ?? []).map(Number);
  const ids = found.length === 0 ? [1] : found;
  const keys = await Promise.all(ids.map(async (id) => ({ id, key: await keyIn(join(folder, `vault-${id}.key`)) })));
  const indexKey = await keyIn(join(folder, 'vault-index.key'));
  const vault = new Vault({ current: Math.max(...ids), keys, indexKey });
  for (const { key } of [...keys, { key: indexKey }]) key.fill(0);
  return {
    vault,
    hasOlder: ids.length > 1,
    tokens: await keyIn(join(folder, 'tokens.key')),
    audit: await keyIn(join(folder, 'audit.key')),
  };
}

/** The key in a file, which is made at random if there is none. It appears whole: nobody reads half a key. */
export async function keyIn(path: string): Promise<Buffer> {
  const made = `${path}.${randomUUID()}`;
  await writeFile(made, randomBytes(32), { mode: 0o600, flush: true });
  try {
    await link(made, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(made);
  }
  return readFile(path);
}
