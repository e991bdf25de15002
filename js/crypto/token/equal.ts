import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { types } from 'node:util';
import { ClinicoreError } from '../../errors';
import { bytes, isWellFormed } from '../../validate';

/** Of this process alone: what is compared are MACs, whose differences nobody outside can steer. */
let key: Buffer | undefined;

/**
 * Whether two secrets are the same, in a time that does not tell where they differ, nor whether their lengths do.
 * Text is compared as UTF-8.
 *
 * @param a text or bytes
 * @param b text or bytes
 * @throws ClinicoreError `ERR_INVALID_ARGUMENT` (neither text nor bytes, or text with a lone surrogate), without its content
 *
 * @example
 * const given = request.get('x-webhook-secret');
 * if (!given || !crypto.constantTimeEqual(given, secret)) return response.status(401).end();
 */
export function constantTimeEqual(a: string | Uint8Array, b: string | Uint8Array): boolean {
  const [one, other] = [secret(a, 'a'), secret(b, 'b')];
  key ??= randomBytes(32);
  return timingSafeEqual(
    createHmac('sha256', key).update(one).digest(),
    createHmac('sha256', key).update(other).digest(),
  );
}

/** A secret that is text or bytes; no message holds any of it. */
function secret(value: unknown, path: string): string | Uint8Array {
  if (types.isUint8Array(value)) return bytes(value, path);
  const refuse = (got: string) =>
    new ClinicoreError('ERR_INVALID_ARGUMENT', `${path} must be a string, a Buffer or a Uint8Array, got ${got}`, {
      argument: path,
    });
  if (typeof value !== 'string') throw refuse(`a value of type ${typeof value}`);
  // As UTF-8 all lone surrogates are the same.
  if (!isWellFormed(value)) throw refuse('a lone surrogate');
  return value;
}
