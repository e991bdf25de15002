import { randomToken, SignedLinks } from 'clinicore/crypto';
import { and, eq } from 'drizzle-orm';
import type { Database } from '../database/connect.js';
import { staff } from '../database/schema.js';
import { Problem } from '../problem.js';

const HOUR_MS = 3_600_000;
/** Somebody new may be away today; whoever has forgotten a password is waiting. */
const INVITATION_MS = 24 * HOUR_MS;
const RESET_MS = HOUR_MS;

const LINK = /^\/auth\/password\?staff=([1-9]\d{0,8})&/;

/** Whose password a link sets. */
export interface LinkedStaff {
  id: number;
  username: string;
  name: string;
  /** What the link is bound to. It goes when the link is used, and another link has another. */
  nonce: string;
}

/**
 * Links by which somebody sets a password without knowing one: for a while, once, and only the latest. Signed, so that who reads
 * the database can make none, and bound to a nonce in it, so that a link ends when that does.
 */
export class PasswordLinks {
  readonly #links: SignedLinks;

  constructor(key: Buffer) {
    this.#links = new SignedLinks({ keys: [key] });
  }

  /** Makes a link for somebody, in place of any before. */
  async make(within: Database, staffId: number) {
    const nonce = randomToken(16);
    const [found] = await within
      .update(staff)
      .set({ linkNonce: nonce })
      .where(and(eq(staff.id, staffId), staff.isActive))
      .returning({ passwordHash: staff.passwordHash });
    if (!found) throw new Problem('ERR_NOT_FOUND', 'Nobody with this id works here');
    const expiresAt = Date.now() + (found.passwordHash === null ? INVITATION_MS : RESET_MS);
    const link = this.#links.sign(`/auth/password?staff=${staffId}`, { expiresAt, audience: nonce });
    // Behind the #, which browsers keep to themselves: it comes into no log on the way.
    return { link: `/app/password#${link}`, expiresAt: new Date(expiresAt).toISOString() };
  }

  /**
   * Whose a link is.
   *
   * @throws Problem `ERR_LINK`, whether it was altered, used, replaced or is too old
   */
  async find(database: Database, link: string): Promise<LinkedStaff> {
    const [, id] = LINK.exec(link) ?? [];
    const [found] = id
      ? await database
          .select({ id: staff.id, username: staff.username, name: staff.name, nonce: staff.linkNonce })
          .from(staff)
          .where(and(eq(staff.id, Number(id)), staff.isActive))
      : [];
    const nonce = found?.nonce;
    if (!nonce || !this.#links.verify(link, { now: Date.now(), audience: nonce })) throw new Problem('ERR_LINK');
    return { ...found, nonce };
  }
}
