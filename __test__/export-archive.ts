/** Archives in files, what is in them, and readers and writers that share nothing with ours. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArchiveEntry } from 'clinicore/export';
import { afterAll } from 'vitest';

/** What an archive holds: bytes by name; of a folder none. */
export type Content = [name: string, data: Buffer][];

/** Stands for content that would take long to compare. */
export const digests = (content: Content): string[] =>
  content.map(([name, data]) => `${name}: ${data.length} bytes, ${createHash('sha256').update(data).digest('hex')}`);

/** `Array.fromAsync`, which Node has from 22 on. */
export async function arrayOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** All that a reader gives. */
export async function contentOf(entries: AsyncIterable<ArchiveEntry>): Promise<Content> {
  const content: Content = [];
  for await (const entry of entries) content.push([entry.name, await entry.buffer()]);
  return content;
}

/** A folder of the test file's own, removed at its end, and the path of a file in it. */
export function testFolder(): (name: string, data?: Uint8Array) => string {
  const folder = mkdtempSync(join(tmpdir(), 'clinicore-archive-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  return (name, data) => {
    const path = join(folder, name);
    if (data) writeFileSync(path, data);
    return path;
  };
}

const python = process.env.CLINICORE_ARCHIVES ?? join(import.meta.dirname, '../target/archives/bin/python');
/** On a developer's machine it may be missing; in CI a test that needs it fails. */
export const noPython = process.env.CI !== 'true' && !existsSync(python);
export const needsPython = noPython
  ? ' (left out: it needs `python3 -m venv target/archives && target/archives/bin/pip install pyzipper==0.4.0`)'
  : '';

/** What Python calls an entry. */
export interface PythonEntry {
  name: string;
  data: string;
  mode?: number;
  mtime?: number;
  type?: string;
  link?: string;
  time?: number[];
  method?: number;
}

/** Runs a command of export-archive.py. */
export function inPython(args: string[], given: PythonEntry[] = []): PythonEntry[] {
  const script = join(import.meta.dirname, 'export-archive.py');
  const input = JSON.stringify(given);
  return JSON.parse(execFileSync(python, [script, ...args], { input, encoding: 'utf8', maxBuffer: 1 << 28 }));
}

/** What Python finds in an archive. */
export const pythonContent = (args: string[]): Content =>
  inPython(args).map(({ name, data }) => [name, Buffer.from(data, 'base64')]);

/** For Python to write. */
export const forPython = (content: Content): PythonEntry[] =>
  content.map(([name, data]) => ({ name, data: data.toString('base64') }));

/** Runs a program, which must find nothing wrong. */
export function finds(program: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`${program} says: ${stdout}${stderr}`);
  return stdout;
}
