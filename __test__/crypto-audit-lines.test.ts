/** What lines of an audit log are read, and which are refused though their hash is right. */
import { createHash } from 'node:crypto';
import { crypto } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, needsNative, onBoth, useBackend } from './backends';

const chain = new crypto.AuditChain({ keys: [Buffer.alloc(32, 1)] });
const TIME = '2026-03-01T09:30:00.000Z';
const START = '0'.repeat(64);
const hashOf = (content: Buffer) =>
  createHash('sha256').update('clinicore.audit.entry.v1\n').update(content).digest('hex');

/** The line of an entry whose hash is right, whatever it says: `data` is JSON as text, or any bytes. */
function forged(data: string | Buffer, { at = TIME, seq = '1', more = '' } = {}): Buffer {
  const content = Buffer.concat([
    Buffer.from(`{"at":"${at}","data":`),
    Buffer.from(data as string),
    Buffer.from(`${more},"previous":"${START}","seq":${seq}}`),
  ]);
  return Buffer.concat([Buffer.from('{"entry":'), content, Buffer.from(`,"hash":"${hashOf(content)}"}\n`)]);
}
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const sound = { ok: true, entries: 1 };
const malformed = { ok: false, reason: 'malformed', line: 1 };

describe.each(backends)('a line of an audit log on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it.each([
    ['a name with a line feed in it', '{"\\n":1,"a":"\\u001f\\u007f/"}'.replace('\\u007f', '\u007f')],
    ['names in the order of UTF-16', '{"\\r":1,"1":2,"\u0080":3,"ö":4,"€":5,"😀":6,"\ufb33":7}'],
    ['a name that objects have', '{"__proto__":{"constructor":1}}'],
    ['numbers as ECMAScript has them', '[0,-1,0.000001,1e-7,123456789012345680000,1e+21,5e-324,1424953923781206.2]'],
    ['32 arrays in one', nested(33)],
    ['65,536 bytes', `"${'a'.repeat(65_534)}"`],
  ])('is read: %s', async (_, data) => {
    expect(await chain.verify(forged(data))).toMatchObject(sound);
  });

  it.each([
    ['what is no JSON', 'yes'],
    ['nothing', ''],
    ['two values', '1,"data":2'],
    ['a comma too many', '[1,]'],
    ['a name twice', '{"patient":1,"patient":2}'],
    ['a name twice, once escaped', '{"a":1,"\\u0061":2}'],
    ['names in another order', '{"b":1,"a":2}'],
    ['names in the order of code points', '{"\ufb33":7,"😀":6}'],
    ['a space', '{"a": 1}'],
    ['a slash that is escaped', '"\\/"'],
    ['a letter that is escaped', '"\\u00e9"'],
    ['a line feed that is escaped at length', '"\\u000a"'],
    ['an escape in capitals', '"\\u001F"'],
    ['an escape that is none', '"\\x41"'],
    ['half of a surrogate pair', '"\\ud83d"'],
    ['a control character as it is', '"a\tb"'],
    ['NUL', '"a\0b"'],
    ['a carriage return', '"a\rb"'],
    ['a byte order mark', '\ufeff1'],
    ['bytes that are not UTF-8', Buffer.from('"\xff"', 'latin1')],
    ['a surrogate in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
    ['minus zero', '-0'],
    ['a zero in front', '01'],
    ['a fraction of zeros', '1.0'],
    ['a number with too many digits', '9007199254740993'],
    ['the other of two numbers that are as close', '1424953923781206.3'],
    ['an exponent that is not needed', '1e5'],
    ['a number beyond those of JSON', '1e999'],
    ['33 arrays in one', nested(34)],
    ['65,537 bytes', `"${'a'.repeat(65_535)}"`],
    ['a line of a megabyte', `"${'a'.repeat(1 << 20)}"`],
  ])('is refused, though its hash is right: %s', async (_, data) => {
    expect(await chain.verify(forged(data))).toMatchObject(malformed);
  });

  it.each([
    ['a day that never was', { at: '2026-02-30T09:30:00.000Z' }],
    ['a time before 1970', { at: '1969-12-31T23:59:59.999Z' }],
    ['a time with an offset', { at: '2026-03-01T09:30:00.0+1' }],
    ['a time without milliseconds', { at: '2026-03-01T09:30:00Z' }],
    ['another member', { more: ',"patient":1' }],
    ['a number with a zero in front', { seq: '01' }],
    ['number 0', { seq: '0' }],
    ['a number beyond 2^53 - 1', { seq: '9007199254740992' }],
  ])('is refused, though its hash is right: %s', async (_, parts) => {
    expect(await chain.verify(forged('1', parts))).toMatchObject(malformed);
  });

  it('ends in a line feed, which the last one may lack, and in nothing else', async () => {
    const line = forged('1');
    expect(await chain.verify(line.subarray(0, -1))).toMatchObject(sound);
    expect(await chain.verify(Buffer.from(line.toString().replace('\n', '\r\n')))).toMatchObject(malformed);
    expect(await chain.verify(Buffer.from(line.toString().replace('\n', ' \n')))).toMatchObject(malformed);
    expect(await chain.verify(Buffer.from(`\ufeff${line}`))).toMatchObject(malformed);
    expect(await chain.verify(Buffer.from(`${line}\n`))).toMatchObject({ ...malformed, line: 2 });
    expect(await chain.verify(Buffer.from(`${line}\0`))).toMatchObject({ ...malformed, line: 2 });
    expect(await chain.verify(Buffer.alloc(0))).toMatchObject({ ok: true, entries: 0 });
  });

  it('is changed, whatever it was changed to, where its hash is not its own', async () => {
    const line = forged('"a"').toString();
    for (const data of ['"b"', '"\\u0061"', '"a" ', 'a']) {
      expect(await chain.verify(Buffer.from(line.replace('"a"', data)))).toMatchObject({
        ok: false,
        reason: 'changed',
      });
    }
  });
});

describe.skipIf(backends.length < 2)(`both backends${needsNative}`, () => {
  const property = { seed: 20261121, numRuns: 500 };

  it('read what was logged, whatever it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 }), async (data) => {
        const line = Buffer.from(chain.line(chain.append(null, { at: TIME, data: data as never })));
        const { native, js } = await onBoth(() => chain.verify(line));
        expect(native).toMatchObject({ value: sound });
        expect(js).toEqual(native);
      }),
      property,
    );
  });

  it('say the same of any number', async () => {
    const digits = fc.stringMatching(/^-?\d{1,22}(\.\d{1,20})?(e[+-]?\d{1,3})?$/);
    const numbers = fc.oneof(digits, fc.double().map(String), fc.double().map(JSON.stringify));
    await fc.assert(
      fc.asyncProperty(numbers, async (number) => {
        const { native, js } = await onBoth(() => chain.verify(forged(number)));
        expect(native).toEqual(js);
        let isCanonical = false;
        try {
          isCanonical = JSON.stringify(JSON.parse(number)) === number;
        } catch {}
        expect(native).toMatchObject({ value: { ok: isCanonical } });
      }),
      property,
    );
  });
});
