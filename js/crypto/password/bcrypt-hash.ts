import { ClinicoreError } from '../../errors';
import { invalid } from '../../validate';

/** The highest cost that is worked on unless the caller says otherwise. */
export const MAX_COST = 16;

/**
 * A bcrypt hash in its one spelling: the salt's last character encodes 2 bits and the digest's last 4, and what is
 * left of their 6 is 0.
 */
const BCRYPT_HASH = /^\$2[abxy]\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z\d]{21}[.Oeu][./A-Za-z\d]{30}[.CGKOSWaeimquy26]$/;

/** Refuses what is not a bcrypt hash, or takes too long. */
export function checkHash(hash: unknown, maxCost: number): void {
  if (typeof hash !== 'string') invalid('hash', 'a string', hash);
  const [, digits] = BCRYPT_HASH.exec(hash) ?? [];
  if (digits === undefined) {
    throw new ClinicoreError(
      'ERR_MALFORMED_INPUT',
      'hash is not a bcrypt hash: $2a$, $2b$, $2x$ or $2y$, a cost from 04 to 31, $, and 53 characters of its base64',
      { argument: 'hash' },
    );
  }
  const cost = Number(digits);
  if (cost > maxCost) {
    throw new ClinicoreError('ERR_LIMIT_EXCEEDED', `hash has cost ${cost}, more than maxCost ${maxCost} allows`, {
      argument: 'hash',
      given: cost,
      limit: maxCost,
      option: 'maxCost',
    });
  }
}
