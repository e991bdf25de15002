import { createHash, createHmac } from 'node:crypto';
import { Readable } from 'node:stream';
import { crypto } from 'clinicore';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, failure, needsNative, onBoth, useBackend } from './backends';

const [OLD, NEW] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
const chain = new crypto.AuditChain({ keys: [NEW, OLD] });
const at = (seq: number) => new Date(1_800_000_000_000 + 1000 * seq);

/** A log of entries, with a checkpoint after each tenth. */
function logged(count: number) {
  const lines: string[] = [];
  const heads: { seq: number; hash: string }[] = [];
  for (let seq = 1; seq <= count; seq++) {
    const entry = chain.append(heads.at(-1), {
      at: at(seq),
      data: { staff: seq % 7, action: 'patient.read', n: [seq] },
    });
    heads.push({ seq: entry.seq, hash: entry.hash });
    lines.push(chain.line(entry));
    if (seq % 10 === 0) lines.push(chain.line(chain.checkpoint(entry, at(seq))));
  }
  return { lines, heads, text: Buffer.from(lines.join('')) };
}

const log = logged(35);
const last = log.heads.at(-1) as (typeof log.heads)[0];
/** The log with one line in place of another. */
const spoilt = (line: number, change: (text: string) => string) =>
  Buffer.from(log.lines.map((text, i) => (i === line ? change(text) : text)).join(''));

describe('an entry of an audit log', () => {
  const first = chain.append(null, { at: '2026-03-01T09:30:00Z', data: { b: [1, null, 'é\n'], a: true } });
  const content =
    '{"at":"2026-03-01T09:30:00.000Z","data":{"a":true,"b":[1,null,"é\\n"]},"previous":"0000000000000000000000000000000000000000000000000000000000000000","seq":1}';

  it('has the hash that the format says, which sha256sum would find', () => {
    const hash = createHash('sha256').update(`clinicore.audit.entry.v1\n${content}`).digest('hex');
    expect(first).toEqual({
      seq: 1,
      at: '2026-03-01T09:30:00.000Z',
      data: { a: true, b: [1, null, 'é\n'] },
      previous: '0'.repeat(64),
      hash,
    });
    expect(chain.line(first)).toBe(`{"entry":${content},"hash":"${hash}"}\n`);
    expect(JSON.parse(chain.line(first)).entry.data).toEqual(first.data);
  });

  it('holds a copy of what it was given', () => {
    const data = { to: ['a'] };
    const entry = chain.append(null, { at: at(1), data });
    data.to.push('b');
    expect(entry.data).toEqual({ to: ['a'] });
    expect(chain.line(entry)).toContain('{"to":["a"]}');
  });

  it('has the same line when a database gives it back in another order, with a Date', () => {
    const { seq, at: time, data, previous, hash } = first;
    const { a, b } = data as { a: boolean; b: crypto.JsonValue };
    expect(chain.line({ hash, previous, data: { a, b }, at: new Date(time), seq })).toBe(chain.line(first));
  });

  // The sample of RFC 8785, 3.2.3, and its numbers of appendix B that JSON can have.
  it('is written as RFC 8785 has it', () => {
    const data = {
      ...{ '\u20ac': 'Euro Sign', '\r': 'Carriage Return', '\ufb33': 'Hebrew Letter Dalet With Dagesh', '1': 'One' },
      ...{
        '\ud83d\ude00': 'Emoji: Grinning Face',
        '\u0080': 'Control',
        '\u00f6': 'Latin Small Letter O With Diaeresis',
      },
    };
    const names = [...chain.line(chain.append(null, { at: at(1), data })).matchAll(/"([^"]+)":"[A-Z]/g)].map(
      ([, n]) => n,
    );
    expect(names).toEqual(['\\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33']);
    const numbers = [
      -0, 5e-324, -1.7976931348623157e308, 9007199254740992, 295147905179352830000, 1e23, 9.999999999999997e22,
    ];
    expect(chain.line(chain.append(null, { at: at(1), data: numbers }))).toContain(
      '[0,5e-324,-1.7976931348623157e+308,9007199254740992,295147905179352830000,1e+23,9.999999999999997e+22]',
    );
  });

  it.each([
    ['undefined', { a: undefined }, 'input.data.a'],
    ['NaN', [Number.NaN], 'input.data[0]'],
    ['a bigint', 1n, 'input.data'],
    ['a Date', { when: new Date(0) }, 'input.data.when'],
    ['a Map', new Map(), 'input.data'],
    ['bytes', { key: Buffer.alloc(4) }, 'input.data.key'],
    ['a function', () => 1, 'input.data'],
    ['a lone surrogate', ['\ud800'], 'input.data[0]'],
    ['a lone surrogate in a name', { '\ud800': 1 }, 'input.data'],
  ])('cannot hold %s', async (_, data, argument) => {
    expect(await failure(() => chain.append(null, { at: at(1), data: data as never }))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument },
    });
  });

  it('is not too large, nor too deep, nor of itself', async () => {
    const itself: unknown[] = [];
    itself.push(itself);
    for (const data of ['a'.repeat(65_535), itself, Array(65_537).fill(0), 'é'.repeat(32_768)]) {
      expect(await failure(() => chain.append(null, { at: at(1), data: data as never }))).toMatchObject({
        code: 'ERR_LIMIT_EXCEEDED',
      });
    }
    expect(chain.append(null, { at: at(1), data: 'a'.repeat(65_534) }).seq).toBe(1);
  });

  it.each([
    ['no time', { data: 1 }, 'input.at'],
    ['a local time', { at: '2026-03-01T09:30:00', data: 1 }, 'input.at'],
    ['a day that is not', { at: '2026-02-30T09:30:00Z', data: 1 }, 'input.at'],
    ['a clock before 1970', { at: new Date(-1), data: 1 }, 'input.at'],
    ['an invalid Date', { at: new Date(Number.NaN), data: 1 }, 'input.at'],
    ['a property that is not known', { at: at(1), data: 1, seq: 5 }, 'input'],
  ])('is refused with %s', async (_, input, argument) => {
    expect(await failure(() => chain.append(null, input as never))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument },
    });
  });
});

describe.each(backends)('verifying an audit log on the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it('finds a whole log whole, however it comes', async () => {
    const whole = { ok: true, entries: 35, checkpoints: 3, head: last, sealed: log.heads[29] };
    expect(await chain.verify(log.text)).toEqual(whole);
    expect(await chain.verify(log.text.subarray(0, -1))).toEqual(whole);
    const bytes = Array.from(log.text.subarray(0), (byte) => Uint8Array.of(byte));
    expect(await chain.verify(Readable.from(bytes))).toEqual(whole);
    expect(await chain.verify(log.text, { anchor: last })).toEqual({ ...whole, sealed: last });
    expect(await chain.verify(log.text, { anchor: log.heads[3] as never })).toEqual(whole);
    expect(await chain.verify(Buffer.alloc(0))).toMatchObject({ ok: true, entries: 0, head: { seq: 0 } });
  });

  it('reads logs of many blocks', async () => {
    const long = logged(12_000);
    const verified = await chain.verify(long.text, { anchor: long.heads[5000] as never });
    expect(verified).toMatchObject({ ok: true, entries: 12_000, checkpoints: 1200, head: long.heads.at(-1) });
    const middle = long.lines.findIndex((line) => line.includes('"seq":9001}'));
    const without = Buffer.from(long.lines.toSpliced(middle, 1).join(''));
    expect(await chain.verify(without)).toEqual({
      ok: false,
      reason: 'unlinked',
      line: middle + 1,
      head: long.heads[8999],
    });
  });

  it('goes on where another file ended', async () => {
    const second = Buffer.from(log.lines.slice(11).join(''));
    expect(await chain.verify(second, { from: log.heads[9] as never })).toMatchObject({ ok: true, entries: 25 });
    expect(await chain.verify(second)).toMatchObject({ ok: false, reason: 'unlinked', line: 1 });
    expect(await chain.verify(second, { from: log.heads[8] as never })).toMatchObject({
      ok: false,
      reason: 'unlinked',
    });
  });

  it('finds out any byte that was changed', async () => {
    // A byte of every line, and every byte of three.
    for (let i = 0, line = 0; i < log.text.length; i++) {
      if (i > 0 && log.text[i - 1] === 10) line++;
      if (line > 2 && i % 97 !== 0) continue;
      const changed = Buffer.from(log.text);
      changed[i] = (changed[i] as number) ^ 1;
      const verified = await chain.verify(changed);
      expect(verified.ok, `byte ${i}`).toBe(false);
      expect((verified as { line: number }).line, `byte ${i}`).toBe(line + 1);
    }
  });

  it.each([
    ['an edit', 3, (line: string) => line.replace('patient.read', 'patient.edit'), 'changed'],
    ['an edit of a time', 3, (line: string) => line.replace('"at":"2027', '"at":"2028'), 'changed'],
    ['a deletion', 3, () => '', 'unlinked'],
    ['a repetition', 3, (line: string) => line + line, 'unlinked'],
    ['another order', 3, () => `${log.lines[4]}${log.lines[3]}`, 'unlinked'],
    ['a blank line', 3, (line: string) => `\n${line}`, 'malformed'],
    ['a space', 3, (line: string) => line.replace(',', ', '), 'changed'],
    ['a line that is text', 3, () => 'text\n', 'malformed'],
    ['a line of a megabyte and more', 3, () => `${'a'.repeat(3e6)}\n`, 'malformed'],
    ['a line return', 3, (line: string) => line.replace('\n', '\r\n'), 'malformed'],
    ['a MAC that is not', 10, (line: string) => line.replace(/"mac":".{43}/, `"mac":"${'A'.repeat(43)}`), 'checkpoint'],
    ['a checkpoint of another entry', 10, () => log.lines[21] as string, 'checkpoint'],
    ['a checkpoint with a space', 10, (line: string) => line.replace(':', ': '), 'malformed'],
    [
      'a checkpoint with another spelling of its number',
      10,
      (line: string) => line.replace('"seq":', '"seq":0'),
      'malformed',
    ],
    ['a checkpoint that is nothing', 10, () => '{"checkpoint":\n', 'malformed'],
  ])('finds out %s', async (_, line, change, reason) => {
    const verified = await chain.verify(spoilt(line, change));
    expect(verified).toMatchObject({ ok: false, reason });
    expect((verified as { line: number }).line).toBe(line + (reason === 'unlinked' && change('x') === 'xx' ? 2 : 1));
  });

  it('finds out what was cut off, given where the log must reach', async () => {
    for (const count of [0, 5, 34]) {
      const short = Buffer.from(log.lines.slice(0, count).join(''));
      expect(await chain.verify(short)).toMatchObject({ ok: true });
      expect(await chain.verify(short, { anchor: last })).toMatchObject({
        ok: false,
        reason: 'anchor',
        line: count + 1,
      });
    }
    // In the middle of a line it is not even a line.
    expect(await chain.verify(log.text.subarray(0, -10))).toMatchObject({ ok: false, reason: 'malformed', line: 38 });
  });

  it('finds out a log that was written anew by who has no key', async () => {
    const forger = new crypto.AuditChain({ keys: [Buffer.alloc(32, 9)] });
    const lines: string[] = [];
    let head = null as Parameters<typeof forger.append>[0];
    for (let seq = 1; seq <= 35; seq++) {
      const entry = forger.append(head, { at: at(seq), data: 'nothing happened' });
      lines.push(forger.line(entry));
      head = entry;
    }
    const forged = Buffer.from(lines.join(''));
    expect(await chain.verify(forged)).toMatchObject({ ok: true, sealed: { seq: 0 } });
    expect(await chain.verify(forged, { anchor: last })).toMatchObject({ ok: false, reason: 'anchor' });
    const sealed = Buffer.concat([forged, Buffer.from(forger.line(forger.checkpoint(head as never, at(35))))]);
    expect(await chain.verify(sealed)).toMatchObject({ ok: false, reason: 'checkpoint', line: 36 });
  });

  it('verifies checkpoints of an older key', async () => {
    const old = new crypto.AuditChain({ keys: [OLD] });
    const sealed = Buffer.concat([log.text, Buffer.from(old.line(old.checkpoint(last, at(35))))]);
    expect(await chain.verify(sealed)).toMatchObject({ ok: true, sealed: last });
    expect(await new crypto.AuditChain({ keys: [NEW] }).verify(sealed)).toMatchObject({
      reason: 'checkpoint',
      line: 39,
    });
  });

  it('seals what its format says', () => {
    const { mac } = chain.checkpoint(last, at(35));
    const time = at(35).toISOString();
    const sealed = `29:clinicore.audit.checkpoint.v124:${time}64:${last.hash}2:35`;
    expect(mac).toBe(createHmac('sha256', NEW).update(sealed).digest('base64url'));
  });

  it('can be stopped, and tells how many bytes are done', async () => {
    const long = logged(12_000);
    expect(await failure(() => chain.verify(long.text, { signal: AbortSignal.abort() }))).toMatchObject({
      code: 'ERR_ABORTED',
    });
    const controller = new AbortController();
    const { signal } = controller;
    const onProgress = () => controller.abort();
    expect(await failure(() => chain.verify(long.text, { signal, onProgress }))).toMatchObject({ code: 'ERR_ABORTED' });
    const told: [number, number][] = [];
    await chain.verify(long.text, { onProgress: (...progress) => told.push(progress) });
    expect(told.length).toBeGreaterThan(0);
    for (const [done, total] of told) expect(done).toBeLessThanOrEqual(total);
  });

  it.each([
    ['no source', undefined, {}, 'source'],
    ['an anchor before the beginning', log.text, { from: last, anchor: log.heads[3] }, 'options.anchor'],
    ['an anchor that is a hash alone', log.text, { anchor: last.hash }, 'options.anchor'],
    ['an anchor in capitals', log.text, { anchor: { seq: 1, hash: 'A'.repeat(64) } }, 'options.anchor.hash'],
    ['an unknown option', log.text, { to: last }, 'options'],
  ])('refuses %s', async (_, source, options, argument) => {
    expect(await failure(() => chain.verify(source as never, options as never))).toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      details: { argument },
    });
  });

  it('says what went wrong with a file', async () => {
    expect(await failure(() => chain.verify('/nowhere/audit.jsonl'))).toMatchObject({ code: 'ERR_IO' });
  });
});

describe.skipIf(backends.length < 2)(`both backends${needsNative}`, () => {
  it('say the same of any log that was tampered with', async () => {
    const edits = fc.array(
      fc.record({
        at: fc.nat({ max: log.text.length }),
        remove: fc.nat({ max: 400 }),
        insert: fc.oneof(
          fc.uint8Array({ maxLength: 5 }),
          fc.constantFrom(...log.lines).map((line) => Buffer.from(line)),
        ),
      }),
      { minLength: 1, maxLength: 3 },
    );
    await fc.assert(
      fc.asyncProperty(edits, async (edits) => {
        const text = edits.reduce(
          (text, { at, remove, insert }) => Buffer.concat([text.subarray(0, at), insert, text.subarray(at + remove)]),
          log.text,
        );
        const { native, js } = await onBoth(() => chain.verify(text, { anchor: last }));
        expect(native).toEqual(js);
      }),
      { seed: 20261121, numRuns: 300 },
    );
  });
});
