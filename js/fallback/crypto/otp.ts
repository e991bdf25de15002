import { createHmac } from 'node:crypto';
import type { OtpBackend, OtpHash } from '../../contract/otp';

/** See {@link OtpBackend}. */
export const otp: OtpBackend = {
  hotp,

  findHotp(hash, key, first, count, digits, code) {
    let found = -1;
    for (let place = count - 1; place >= 0; place--) {
      // Without a branch: which counter it was, if any, does not show in the time.
      const isOther = (hotp(hash, key, first + place) % 10 ** digits) ^ code;
      const mask = (isOther | -isOther) >> 31;
      found = (found & mask) | (place & ~mask);
    }
    return found;
  },
};

function hotp(hash: OtpHash, key: Uint8Array, counter: number): number {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac(`sha${hash}`, key).update(message).digest();
  return mac.readUInt32BE((mac.at(-1) as number) & 15) & 0x7fff_ffff;
}
