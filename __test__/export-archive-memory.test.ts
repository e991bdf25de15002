/** Archives of any size in bounded memory, and disks that are full. */
import { spawnSync } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { export as exporting } from 'clinicore';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, useBackend } from './backends';
import { testFolder } from './export-archive';
import { sample } from './export-compression-bytes';

const { zip } = exporting;
const file = testFolder();

/** Writes 1 GB to an archive in a process of its own, reads it back, and says how much came and the most memory it took. */
const SCRIPT = `
  const { export: exporting } = require(process.argv[1]);
  const [path, kind] = process.argv.slice(2);
  const chunk = Buffer.alloc(1_000_000, 'Progressive lens 1.67, coated; ');
  const data = async function* () { for (let at = 0; at < 1000; at++) yield chunk; };
  const limits = { maxRatio: 1_000_000 };
  (async () => {
    const entries = [{ name: 'a', data: data(), ...(kind === 'tar' && { size: 1e9 }) }];
    const made = kind === 'tar' ? exporting.tar(entries, { compression: 'gzip', level: 1 }) : exporting.zip(entries, { level: 1 });
    await made.toFile(path);
    const read = kind === 'tar' ? exporting.readTar : exporting.readZip;
    let bytes = 0;
    for await (const entry of read(path, limits)) for await (const piece of entry.stream()) bytes += piece.length;
    console.log(JSON.stringify({ bytes, megabytes: process.resourceUsage().maxRSS / 1024 }));
  })();
`;

describe.each(backends)('archives on the %s backend', (name) => {
  beforeEach(() => useBackend(name));

  it.each(['zip', 'tar'])(
    '%s: 1 GB takes less than 250 MB of memory',
    (kind) => {
      const args = ['-e', SCRIPT, join(import.meta.dirname, '../dist/index.js'), file(`${name}.${kind}`), kind];
      const env = { ...process.env, CLINICORE_BACKEND: name };
      const { stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
      expect(stderr).toBe('');
      const { bytes, megabytes } = JSON.parse(stdout);
      expect(bytes).toBe(1_000_000_000);
      expect(megabytes).toBeLessThan(250);
    },
    120_000,
  );

  const noFull = !existsSync('/dev/full');
  it.skipIf(noFull)(
    `say so when the disk is full${noFull ? ' (left out: this system has no /dev/full)' : ''}`,
    async () => {
      let isClosed = false;
      async function* data() {
        try {
          for (;;) yield sample(1_000_000);
        } finally {
          isClosed = true;
        }
      }
      const stream = zip([{ name: 'a', data: data() }]).toStream();
      await expect(pipeline(stream, createWriteStream('/dev/full'))).rejects.toMatchObject({ code: 'ENOSPC' });
      await expect.poll(() => isClosed).toBe(true);
      expect(await failure(() => zip([{ name: 'a', data: 'a' }]).toFile('/dev/full/a'))).toMatchObject({
        code: 'ERR_IO',
      });
    },
  );
});
