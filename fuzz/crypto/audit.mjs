/** Audit logs. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { below, chance, cuts, damaged, damagedBytes, oneOf, outcome } from '../shared/random.mjs';

const require = createRequire(import.meta.url);
const { crypto } = require('../../dist/index.js');

const chain = new crypto.AuditChain({ keys: [Buffer.alloc(32, 3)] });
const DATA = [
  { action: 'patient.read', patient: 42, staff: 7 },
  [null, true, '', {}, [], -1.5, 1e21, 5e-324, 123456789012345680000],
  '"\\\b\t\n\f\r\u0000\u001fé😀\ufb33',
  { '\r': 1, 1: 2, '\u0080': 3, ö: 4, '€': 5, '😀': 6, '\ufb33': 7 },
];
const AT = new Date('2026-03-01T09:30:00Z');
const START = '0'.repeat(64);

/** A log of which some entries say what is damaged, under hashes that are right. */
function forged(count) {
  const lines = [];
  let last = { seq: 0, hash: START };
  for (let i = 0; i < count; i++) {
    const entry = chain.append(last, { at: AT, data: oneOf(DATA) });
    const line = chain.line(entry);
    const said = line.slice('{"entry":{"at":"'.length, line.lastIndexOf(',"previous":"'));
    const content = `{"at":"${damaged(said, [said], oneOf([0, 0, 0, 1]))},"previous":"${last.hash}","seq":${i + 1}}`;
    const hash = createHash('sha256').update(`clinicore.audit.entry.v1\n${content}`).digest('hex');
    lines.push(`{"entry":${content},"hash":"${hash}"}\n`);
    last = { seq: i + 1, hash };
    if (chance(3)) lines.push(chain.line(chain.checkpoint(last, AT)));
  }
  return { lines, last };
}

export function log() {
  const { lines, last } = forged(1 + below(5));
  const text = chance(2) ? lines.join('') : damaged(lines.join(''), lines);
  const bytes = chance(3) ? damagedBytes(Buffer.from(text), 1) : Buffer.from(text);
  const pieces = cuts(bytes);
  const options = oneOf([
    {},
    { anchor: last },
    { anchor: { seq: 1 + below(5), hash: START } },
    { from: { seq: 1, hash: START } },
  ]);
  return [
    bytes,
    async () => {
      const whole = await outcome(() => chain.verify(bytes, options));
      assert.deepEqual(await outcome(() => chain.verify(Readable.from(pieces), options)), whole);
      return whole;
    },
    (verified) => {
      if (!verified.ok) return;
      // What is read is what would be written.
      const read = bytes
        .toString()
        .split('\n')
        .filter((line) => line.startsWith('{"entry":'));
      assert.equal(read.length, verified.entries);
      for (const line of read) {
        const { entry, hash } = JSON.parse(line);
        assert.equal(chain.line({ ...entry, hash }), `${line}\n`);
      }
    },
  ];
}
