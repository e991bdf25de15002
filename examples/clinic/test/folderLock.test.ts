import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from '../src/database/folderLock';
import { emptyFolder, removeFolders } from './clinic';

afterAll(removeFolders);

/** The number of a process that has gone. */
const GONE = spawnSync(process.execPath, ['--version']).pid;

/**
 * Takes the lock again and again; each time, `held` shows whether another has it too. Every other time it leaves the lock
 * behind in the name of a process that has gone, as one does that is killed.
 */
const CONTENDER = `
  import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
  import { setTimeout as sleep } from 'node:timers/promises';
  const [module, lock, gone, turns] = process.argv.slice(1);
  const { lockFolder } = await import(module);
  for (let turn = 0; turn < turns; ) {
    let unlock;
    try {
      unlock = await lockFolder(lock);
    } catch (error) {
      if (!error.message.includes('in use by process')) throw error;
      await sleep(0);
      continue;
    }
    writeFileSync(lock + '.held', '', { flag: 'wx' });
    rmSync(lock + '.held');
    turn++;
    if (turn % 2 === 0) {
      unlock();
    } else {
      writeFileSync(lock + process.pid, readFileSync(lock, 'utf8').replace(/^\\d+/, gone));
      renameSync(lock + process.pid, lock);
    }
  }
`;

describe('the lock of a data folder', () => {
  let folder: string;
  let lock: string;

  beforeEach(() => {
    folder = emptyFolder();
    lock = join(folder, 'clinic.pid');
  });

  const abandon = async () => {
    await lockFolder(lock);
    writeFileSync(lock, readFileSync(lock, 'utf8').replace(/^\d+/, String(GONE)));
  };

  it('has one holder at a time, however many ask for it and however often one dies with it', async () => {
    const module = new URL('../dist/database/folderLock.js', import.meta.url).href;
    const contender = () =>
      promisify(execFile)(process.execPath, [
        '--input-type=module',
        '-e',
        CONTENDER,
        module,
        lock,
        String(GONE),
        '1000',
      ]);
    await Promise.all([contender(), contender(), contender()]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['a process that has gone', () => abandon()],
    ['a start from before the power went', () => writeFileSync(lock, '')],
  ])('is taken over from %s', async (_, leave) => {
    await leave();
    const unlock = await lockFolder(lock);
    expect(readFileSync(lock, 'utf8')).toMatch(new RegExp(`^${process.pid}\\n`));
    unlock();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is left alone when its process is of another container: nobody can see whether it lives', async () => {
    await abandon();
    writeFileSync(lock, `${GONE}\npid:[1]`);
    await expect(lockFolder(lock)).rejects.toThrow(
      new RegExp(`process ${GONE} of another container or system: .* delete ${lock}$`),
    );
    expect(readFileSync(lock, 'utf8')).toBe(`${GONE}\npid:[1]`);
  });

  it('names what a process left that was killed while it took over', async () => {
    await abandon();
    mkdirSync(`${lock}.takeover`);
    await expect(lockFolder(lock)).rejects.toThrow(`delete ${lock}.takeover`);
    expect(readdirSync(folder)).toEqual(['clinic.pid', 'clinic.pid.takeover']);
  });

  it('is not given back by one that has lost it', async () => {
    const unlock = await lockFolder(lock);
    writeFileSync(`${lock}.other`, '1\npid:[1]');
    renameSync(`${lock}.other`, lock);
    unlock();
    expect(readFileSync(lock, 'utf8')).toBe('1\npid:[1]');
  });
});
