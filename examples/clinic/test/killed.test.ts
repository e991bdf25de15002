/** A clinic that is killed in the middle of its work, again and again, loses nothing that it has said is done. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { Random } from '../src/seed/random';
import { post, send } from './accounts';
import { backends, Clinic, emptyFolder, removeFolders, seededFolder, until } from './clinic';
import { photograph, STUDY } from './dicomFile';
import { PostgresServer, postgresPrograms } from './postgres';
import { confirm, csvFile, previewOf, productsOf } from './prices';

afterAll(removeFolders);

const KILLS = 3;
const SEED = 20_261_121;
const PATIENTS = [1, 2, 3, 4, 5];
/** Imported together: all have a new price, or none. */
const PRICED = ['LE-SV15-AR', 'FR-NOVA-01'];

/** Something with one value, which the clinic was asked to change. */
class Cell {
  /** What was answered last, and what has been asked for since. */
  #possible: string[] = [];

  async change(to: string, ask: () => Promise<void>): Promise<void> {
    this.#possible.push(to);
    await ask();
    this.#possible = [to];
  }

  /** Fails if it is nothing that it may be. */
  seen(value: string): void {
    if (this.#possible.length > 0) expect(this.#possible).toContain(value);
    this.#possible = [value];
  }
}

/** What the clinic was asked for, and what it has answered is done. */
class Book {
  answered = 0;
  readonly #asked = new Map<string, Buffer>();
  readonly #stored = new Set<string>();
  readonly #phones = new Map(PATIENTS.map((id) => [id, new Cell()]));
  readonly #prices = new Cell();
  readonly #invited: string[] = [];
  /** Of the audit log: for each change that was answered one. */
  readonly #entries: string[] = [];

  /** Changes everything at once, each thing again and again, until the clinic is gone. */
  async write(clinic: Clinic, from: number): Promise<void> {
    const writers = [this.#upload, this.#edit, this.#import, this.#invite].map(async (writer) => {
      for (let n = from; ; n++) {
        this.#entries.push(await writer(clinic, n));
        this.answered++;
      }
    });
    for (const writer of await Promise.allSettled(writers)) {
      // That it is gone is all that may end them.
      const { reason } = writer as PromiseRejectedResult;
      if (!(reason instanceof TypeError)) throw reason;
    }
  }

  #upload = async (clinic: Clinic, n: number) => {
    const uid = `1.2.826.0.5.${n}`;
    const file = photograph(uid, { pixels: 200_000, comments: `the ${n}th` });
    this.#asked.set(uid, file);
    const headers = { 'content-type': 'application/dicom' };
    const body = new Uint8Array(file);
    expect((await clinic.fetch('/studies', { as: 'olga', method: 'POST', headers, body })).status).toBe(200);
    this.#stored.add(uid);
    return `study.uploaded study/${STUDY}`;
  };

  #edit = async (clinic: Clinic, n: number) => {
    const id = PATIENTS[n % PATIENTS.length] as number;
    const phone = `+4930${1_000_000 + n}`;
    const session = await clinic.session('rita');
    await this.#phones.get(id)?.change(phone, async () => {
      expect((await send(clinic, 'PATCH', `/patients/${id}`, { phone }, session)).status).toBe(200);
    });
    return `patient.changed patient/${id}`;
  };

  #import = async (clinic: Clinic, n: number) => {
    const price = `${100 + n}.00`;
    const { id } = await previewOf(clinic, 'prices.csv', csvFile(...PRICED.map((sku) => [sku, '', '', price, ''])));
    await this.#prices.change(String(Number(price)), async () => {
      expect((await confirm(clinic, id)).status).toBe(200);
    });
    return 'prices.imported null';
  };

  #invite = async (clinic: Clinic, n: number) => {
    const invitation = { username: `guest${n}`, name: 'A guest', role: 'optician' };
    const response = await post(clinic, '/staff', invitation, await clinic.session('maria'));
    expect(response.status).toBe(201);
    this.#invited.push(invitation.username);
    return `account.invited staff/${((await response.json()) as { id: number }).id}`;
  };

  /** Fails unless the clinic has all that it has answered is done, and nothing by halves. */
  async check(clinic: Clinic): Promise<void> {
    for (const [uid, file] of this.#asked) {
      const path = `/studies/${STUDY}/instances/${uid}`;
      const response = await clinic.fetch(path, { as: 'olga', headers: { accept: '*/*' } });
      if (response.status === 404 && !this.#stored.has(uid)) continue;
      expect(response.status).toBe(200);
      expect(Buffer.from(await response.arrayBuffer()).includes(file)).toBe(true);
      this.#stored.add(uid);
    }
    for (const [id, cell] of this.#phones) {
      const { phone } = (await (await clinic.fetch(`/patients/${id}`, { as: 'rita' })).json()) as { phone: string };
      cell.seen(phone);
    }
    const products = await productsOf(clinic);
    const [first, second] = PRICED.map((sku) => String(products.get(sku)?.[0]));
    if (this.answered > 0) expect(first).toBe(second);
    this.#prices.seen(String(Number(first)));
    const staff = (await (await clinic.fetch('/staff', { as: 'maria' })).json()) as { staff: { username: string }[] };
    expect(staff.staff.map(({ username }) => username)).toEqual(expect.arrayContaining(this.#invited));

    expect(await (await clinic.fetch('/audit/verification', { as: 'maria' })).json()).toMatchObject({ ok: true });
    const lines = (await (await clinic.fetch('/audit.jsonl', { as: 'maria' })).text()).trim().split('\n');
    const entries = lines.map((line) => {
      const { entry } = JSON.parse(line) as { entry?: { data: { action: string; subject: string | null } } };
      return `${entry?.data.action} ${entry?.data.subject}`;
    });
    // What was answered is logged, each change by itself.
    for (const logged of entries) {
      const at = this.#entries.indexOf(logged);
      if (at >= 0) this.#entries.splice(at, 1);
    }
    expect(this.#entries).toEqual([]);
    this.#entries.push(
      ...entries.filter((logged) => /^(study\.uploaded|patient\.changed|prices|account\.inv)/.test(logged)),
    );
  }
}

/** Begins an upload of which the end never comes; gives back when a part of it is on disk. */
async function halfAnUpload(clinic: Clinic): Promise<void> {
  const headers = { 'content-type': 'application/dicom', 'content-length': 1_000_000 };
  const request = await clinic.open('/studies', { as: 'olga', method: 'POST', headers });
  const before = incoming(clinic.folder).length;
  request.write(photograph('1.2.826.0.6', { pixels: 100_000 }));
  await until(() => incoming(clinic.folder).length > before || undefined);
}

const incoming = (folder: string) =>
  existsSync(join(folder, 'studies/incoming')) ? readdirSync(join(folder, 'studies/incoming')) : [];

/** Fails unless every file has its place by what it is. */
function expectWholeFiles(folder: string): void {
  const files = join(folder, 'studies/files');
  for (const name of readdirSync(files, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.dcm'),
  )) {
    const hash = createHash('sha256')
      .update(readFileSync(join(files, name)))
      .digest('hex');
    expect(name.split(/[\\/]/).at(-1)).toBe(`${hash}.dcm`);
  }
}

/** Starts the clinic and kills it, again and again; each time it is looked at what it has. */
async function killAgainAndAgain(folder: string, settings: Record<string, string>, beforeStart = () => {}) {
  const random = new Random(SEED);
  const book = new Book();
  for (let kill = 0; kill <= KILLS; kill++) {
    beforeStart();
    const clinic = await Clinic.start(backends[0] ?? 'js', folder, settings);
    expect(incoming(folder)).toEqual([]);
    expectWholeFiles(folder);
    await book.check(clinic);
    if (kill === KILLS) {
      await clinic.stop();
      return;
    }

    await halfAnUpload(clinic);
    const enough = book.answered + random.integer(10, 40);
    const writing = book.write(clinic, 1 + kill * 1000);
    await until(() => book.answered >= enough || undefined);
    // Anywhere within what is under way then.
    await sleep(random.integer(0, 20));
    await clinic.stop('SIGKILL');
    await writing;
  }
}

describe('a clinic that is killed while it writes', () => {
  it('has all that it said is done, and nothing half, on PGlite', { timeout: 180_000 }, async () => {
    const folder = await seededFolder();
    await killAgainAndAgain(folder, {});
    expect(existsSync(join(folder, 'clinic.pid'))).toBe(false);
  });

  it.skipIf(!postgresPrograms)(
    'has all that it said is done, and nothing half, on a PostgreSQL server (where one is installed)',
    { timeout: 180_000 },
    async () => {
      const server = await PostgresServer.start();
      const folder = emptyFolder();
      const settings = { DATABASE_URL: await server.database() };
      await killAgainAndAgain(folder, settings, () => {
        // What another process might be receiving stays for an hour.
        const longAgo = Date.now() / 1000 - 86_400;
        for (const name of incoming(folder)) utimesSync(join(folder, 'studies/incoming', name), longAgo, longAgo);
      });
      await server.stop();
    },
  );
});
