/** Argon2id where the system has not the memory that a stored hash asks for. */
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { backends } from './backends';

const isLinux = process.platform === 'linux';

/** Two GiB, in a process that may have less than three for all. */
const script = `
  const { crypto } = require('clinicore');
  const hash = '$argon2id$v=19$m=2097152,t=1,p=1$c2FsdHNhbHQ$MDEyMzQ1Njc4OTAxMjM0NQ';
  crypto.verifyPassword('secret', hash, { maxMemoryCost: 2097152 }).catch(async ({ code, message, details }) => {
    const after = await crypto.hashPassword('secret', { algorithm: 'argon2id' }).catch(String);
    console.log(JSON.stringify({ code, message, details, after: after.slice(0, 10) }));
  });`;

it.skipIf(!isLinux).each(backends)(
  `a hash that there is no memory for is refused on the %s backend, and the process goes on${isLinux ? '' : ' (left out: it needs ulimit -v)'}`,
  (name) => {
    const child = spawnSync('sh', ['-c', 'ulimit -v 2900000 && exec "$0" -e "$1"', process.execPath, script], {
      encoding: 'utf8',
      env: { ...process.env, CLINICORE_BACKEND: name },
    });
    expect(child.stderr).toBe('');
    expect(JSON.parse(child.stdout)).toEqual({
      code: 'ERR_LIMIT_EXCEEDED',
      message: 'there is no memory for an Argon2id hash of 2097152 KiB',
      details: { required: 2097152 },
      after: '$argon2id$',
    });
  },
);
