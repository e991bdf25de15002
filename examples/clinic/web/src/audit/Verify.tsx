import { useState } from 'react';
import type { AuditResult } from '../../../src/audit/verify.js';
import { type Told, watching } from '../api/progress';
import { fetchJson } from '../api/request';
import { momentOf, numberOf } from '../format';
import { Button } from '../ui/Button';
import { Card } from '../ui/Card';
import { CopyButton } from '../ui/CopyButton';
import { Field } from '../ui/Field';
import { Form } from '../ui/Form';
import { ProgressBar } from '../ui/ProgressBar';

/** What is wrong, by its reason, from the last sound entry on. */
const FAULTS: Record<Extract<AuditResult, { ok: false }>['reason'], (after: number) => string> = {
  malformed: (after) => `Entry ${after + 1} is no entry any more.`,
  changed: (after) => `Entry ${after + 1} was changed.`,
  unlinked: (after) =>
    `What follows on entry ${after} is not what was written then: something was taken out, put in or moved.`,
  checkpoint: (after) => `A seal after entry ${after} is not genuine, or is of another entry.`,
  anchor: (after) => `The log, which ends at entry ${after}, does not hold the anchor: it was cut off or rewritten.`,
  head: (after) => `The log ends at entry ${after}, which is not the one that was written last: it was cut off.`,
};

/** Verifies all of the log, also against an anchor that was kept elsewhere. */
export function Verify() {
  const [result, setResult] = useState<AuditResult & { at: Date }>();
  const [share, setShare] = useState<number>();
  return (
    <Card heading="Verify">
      <p className="quiet screen">
        Each entry holds the hash of the one before: none can be changed, moved, put in or taken out unseen. What was
        cut off at the end, or rewritten altogether, shows against an anchor that is kept elsewhere: print it, and enter
        it the next time.
      </p>
      <Form
        submit="Verify"
        isLong
        progress={<ProgressBar label="Entries verified" share={share} />}
        work={async ({ anchor = '' }, signal) => {
          setResult(undefined);
          setShare(undefined);
          const [seq = '', hash = ''] = anchor.trim().split(/\s+/);
          const tell = ({ done, total }: Told) => setShare(total === null ? undefined : done / total);
          const found = await watching(tell, signal, (progress) => {
            const query = new URLSearchParams({ progress, ...(seq && { seq, hash }) });
            return fetchJson<AuditResult>(`/audit/verification?${query}`, { signal });
          });
          setResult({ ...found, at: new Date() });
          return undefined;
        }}
      >
        <Field
          label="Anchor, if you have one"
          name="anchor"
          pattern="\s*\d{1,15}\s+[0-9a-f]{64}\s*"
          title="The number of an entry and its hash"
          autoComplete="off"
          spellCheck={false}
        />
      </Form>
      <p role="status" className={result ? `note ${result.ok ? 'good' : 'bad'}` : 'outcome'}>
        {result && saidOf(result)}
      </p>
      {result?.ok && <Anchor {...result.head} at={result.at} />}
    </Card>
  );
}

function saidOf(result: AuditResult): string {
  if (!result.ok) return `Not whole. ${FAULTS[result.reason](result.soundUpTo.seq)}`;
  const { entries, sealed, head } = result;
  const whole = `Whole: ${numberOf(entries, 'entry', 'entries')}.`;
  if (sealed.seq === 0) return `${whole} None is sealed yet.`;
  if (sealed.seq === head.seq) return `${whole} All are sealed: nobody without the key has changed any.`;
  return `${whole} Sealed up to entry ${sealed.seq}: up to there, nobody without the key has changed any.`;
}

/** What to keep elsewhere. */
function Anchor({ seq, hash, at }: { seq: number; hash: string; at: Date }) {
  return (
    <section aria-labelledby="anchor">
      <h3 id="anchor">Anchor</h3>
      <dl className="facts">
        <div>
          <dt>Entry</dt>
          <dd>{seq}</dd>
        </div>
        <div>
          <dt>Hash</dt>
          <dd>
            <code>{hash}</code>
          </dd>
        </div>
        <div>
          <dt>Verified</dt>
          <dd>{momentOf(at)}</dd>
        </div>
      </dl>
      <div className="buttons screen">
        <CopyButton text={`${seq} ${hash}`} />
        <Button type="button" onClick={() => print()}>
          Print
        </Button>
      </div>
    </section>
  );
}
