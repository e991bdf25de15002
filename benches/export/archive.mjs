/** Zip archives, written and read: against yazl and yauzl, which stream, and fflate, which does it in memory. */
import { createHash } from 'node:crypto';
import { both } from '../clinicore.mjs';

const FILES = 500;
const LEVEL = 6;

/** A file of each of so many visits, of some 25 KB, as a clinic keeps them; the same every time. */
function visits() {
  return Array.from({ length: FILES }, (_, at) => {
    const lines = Array.from(
      { length: 250 },
      (_, line) =>
        `${at}-${line},Patient ${(at * 48_271 + line * 7919) % 65_537},Progressive lens 1.${line % 7},${line * at}.50\n`,
    );
    return { name: `visits/${at}.csv`, data: Buffer.from(lines.join('').repeat(2)) };
  });
}

/** One file of 25 MB. */
const ledger = () => [
  {
    name: 'ledger.csv',
    data: Buffer.concat(
      visits()
        .map(({ data }) => data)
        .concat(...visits().map(({ data }) => data)),
    ),
  },
];

const write = {
  ...both(({ export: { zip } }, entries) => zip(entries, { level: LEVEL }).toBuffer()),
  yazl: async () => {
    const { default: yazl } = await import('yazl');
    return async (entries) => {
      const archive = new yazl.ZipFile();
      for (const { name, data } of entries) archive.addBuffer(data, name, { compressionLevel: LEVEL });
      archive.end();
      const chunks = [];
      for await (const chunk of archive.outputStream) chunks.push(chunk);
      return Buffer.concat(chunks);
    };
  },
  'fflate, asynchronous': async () => {
    const { zip } = await import('fflate');
    return (entries) =>
      new Promise((resolve, reject) => {
        const files = Object.fromEntries(entries.map(({ name, data }) => [name, data]));
        zip(files, { level: LEVEL }, (error, data) => (error ? reject(error) : resolve(data)));
      });
  },
};

const read = {
  ...both(async ({ export: { readZip } }, archive) => {
    const files = [];
    for await (const entry of readZip(archive)) files.push([entry.name, await entry.buffer()]);
    return files;
  }),
  yauzl: async () => {
    const { default: yauzl } = await import('yauzl');
    return async (archive) => {
      const zip = await yauzl.fromBufferPromise(archive, { lazyEntries: true });
      const files = [];
      for await (const entry of zip.eachEntry()) {
        const chunks = [];
        for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk);
        files.push([entry.fileName, Buffer.concat(chunks)]);
      }
      return files;
    };
  },
  'fflate, asynchronous': async () => {
    const { unzip } = await import('fflate');
    return (archive) =>
      new Promise((resolve, reject) => {
        unzip(archive, (error, files) => (error ? reject(error) : resolve(Object.entries(files))));
      });
  },
};

const digest = (files) => {
  const hash = createHash('sha256');
  for (const [name, data] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) hash.update(name).update(data);
  return hash.digest('hex');
};

/** What is packed differs; what is in it does not. */
const unpacked = async (archive) => ({
  content: digest(await (await read.yauzl())(Buffer.from(archive))),
  bytes: archive.length,
});
const agree = (a, b) => a.content === b.content;

const archived = (entries) => async () => (await write.yazl())(entries());

const packing = { of: ['export.zip'], contenders: write, summary: unpacked, agree };

export const cases = [
  { name: `zip, ${FILES} files of 25 KB`, input: visits, ...packing },
  { name: 'zip, a file of 25 MB', input: ledger, ...packing },
  {
    name: `readZip, ${FILES} files of 25 KB`,
    of: ['export.readZip'],
    input: archived(visits),
    contenders: read,
    summary: async (files) => ({ content: digest(files) }),
    agree,
  },
  {
    name: 'readZip, a file of 25 MB',
    of: ['export.readZip'],
    input: archived(ledger),
    contenders: read,
    summary: async (files) => ({ content: digest(files) }),
    agree,
  },
];
