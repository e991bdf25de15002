/** Base32 (RFC 4648, 6), in which secrets of one-time codes are written. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The text of bytes, without padding. */
export function encodeBase32(bytes: Uint8Array): string {
  let text = '';
  let [bits, held] = [0, 0];
  for (const byte of bytes) {
    bits = ((bits & 31) << 8) | byte;
    for (held += 8; held >= 5; held -= 5) text += ALPHABET[(bits >> (held - 5)) & 31];
  }
  return held > 0 ? text + ALPHABET[(bits << (5 - held)) & 31] : text;
}

/** What a character of ASCII stands for; those that part groups are skipped. */
const SKIPPED = 32;
const VALUES = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[\s-]/.test(character)) return SKIPPED;
  const value = ALPHABET.indexOf(character.toUpperCase());
  return value < 0 ? SKIPPED + 1 : value;
});

/**
 * The bytes of a text, in either case, with or without padding, with spaces and hyphens as people type them; `undefined`
 * for any other. Bits that are left over at the end must be 0.
 */
export function decodeBase32(text: string): Uint8Array | undefined {
  let end = text.length;
  while (text[end - 1] === '=') end--;
  const bytes = new Uint8Array(Math.floor((end * 5) / 8));
  let [bits, held, at] = [0, 0, 0];
  for (let i = 0; i < end; i++) {
    const value = VALUES[text.charCodeAt(i)] ?? SKIPPED + 1;
    if (value === SKIPPED) continue;
    if (value > SKIPPED) return undefined;
    bits = ((bits & 127) << 5) | value;
    held += 5;
    if (held >= 8) {
      held -= 8;
      bytes[at++] = bits >> held;
    }
  }
  // A last digit that no byte ends in, or bits that belong to none.
  return held >= 5 || (bits & ((1 << held) - 1)) !== 0 ? undefined : bytes.subarray(0, at);
}
