import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { AuditBackend, AuditFaultMessage, AuditLinesMessage } from '../../contract/audit';
import { canonical } from '../../crypto/audit/canonical';
import { ClinicoreError } from '../../errors';
import { enqueue } from '../queue';

/** See {@link AuditBackend}. */
export const audit: AuditBackend = {
  checkAuditLines(lines, wanted, job) {
    const copy = Buffer.from(lines);
    return enqueue(job, async (running) => {
      const found = new Found(wanted);
      for (let at = 0, count = 0; at < copy.length; count++) {
        // Some milliseconds' worth.
        if (count % 1000 === 999) await running.pause();
        const end = copy.indexOf(10, at);
        if (found.take(copy.subarray(at, end))) break;
        at = end + 1;
      }
      return found.message;
    });
  },
};

const ENTRY = /^\{"entry":(\{"at":"(.*),"previous":"([\da-f]{64})","seq":(\d{1,16})\}),"hash":"([\da-f]{64})"\}$/s;
/** `at` and `data` of an entry. */
const SAID = /^(.{24})","data":(.*)$/s;

class Found {
  readonly message: AuditLinesMessage = {
    ...{ lines: 0, entries: 0, firstSeq: 0, firstPrevious: '', lastSeq: 0, lastHash: '', wantedHash: '' },
    checkpoints: [],
  };
  readonly #wanted: number;

  constructor(wanted: number) {
    this.#wanted = wanted;
  }

  /** Takes a line; whether it is not sound. */
  take(line: Buffer): boolean {
    // Byte for byte: the hash is of the bytes.
    const text = line.toString('latin1');
    if (text.startsWith('{"checkpoint":')) this.#checkpoint(text);
    else this.message.fault = this.#entry(text);
    if (this.message.fault) return true;
    this.message.lines++;
    return false;
  }

  #checkpoint(text: string): void {
    const { checkpoints, lines, lastSeq, lastHash } = this.message;
    checkpoints.push({ line: lines, text, seq: lastSeq, hash: lastHash });
  }

  #entry(text: string): AuditFaultMessage | undefined {
    const [, content, said, previous, digits, hash] = ENTRY.exec(text) ?? [];
    const seq = Number(digits);
    if (content === undefined || previous === undefined || !isWhole(digits as string)) return 'malformed';
    const made = createHash('sha256').update('clinicore.audit.entry.v1\n').update(content, 'latin1').digest('hex');
    if (made !== hash) return 'changed';
    const [, at, data] = SAID.exec(said as string) ?? [];
    if (at === undefined || !isInstant(at) || !isCanonical(Buffer.from(data as string, 'latin1'))) return 'malformed';
    const { message } = this;
    if (message.entries > 0 && (seq !== message.lastSeq + 1 || previous !== message.lastHash)) return 'unlinked';
    if (message.entries === 0) Object.assign(message, { firstSeq: seq, firstPrevious: previous });
    Object.assign(message, { entries: message.entries + 1, lastSeq: seq, lastHash: hash });
    if (seq === this.#wanted) message.wantedHash = hash as string;
    return undefined;
  }
}

/** Whether digits are the one spelling of a number from 1 to 2^53 - 1. */
const isWhole = (digits: string): boolean => /^[1-9]/.test(digits) && Number.isSafeInteger(Number(digits));

/** Whether a time of 24 characters is in its one spelling, from 1970 on. */
const isInstant = (at: string): boolean =>
  at >= '1970' && !Number.isNaN(Date.parse(at)) && new Date(at).toISOString() === at;

/** Whether JSON is in its one spelling, within the limits of what an entry says. */
function isCanonical(json: Buffer): boolean {
  if (!isUtf8(json)) return false;
  const text = json.toString();
  try {
    return canonical(JSON.parse(text), 'data') === text;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof ClinicoreError) return false;
    throw error;
  }
}
