import { useEffect, useRef, useState } from 'react';
import { fetchJson, request } from '../api/request';
import { useAction } from '../api/useAction';
import { numberOf } from '../format';
import { Button } from '../ui/Button';
import { ErrorNote } from '../ui/ErrorNote';
import { Checkbox } from '../ui/Field';
import { Form } from '../ui/Form';
import { Changed, New, Problems } from './PreviewTables';
import type { PreviewAnswer } from './preview';

/** What a file would change, to be written or not. */
export function Confirm({ preview, onDone }: { preview: PreviewAnswer; onDone: (said: string) => void }) {
  const { id, file, counts } = preview;
  const [isLeftOut, setLeftOut] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const discarding = useAction(async (signal) => {
    await request(`/imports/prices/${id}`, { method: 'DELETE', signal });
    onDone('Discarded; nothing was written.');
    return undefined;
  });
  const isFaulty = counts.withProblems > 0;
  const isNothing = counts.new + counts.changed === 0;
  return (
    <section className="card" aria-labelledby="preview">
      <h2 ref={heading} id="preview" tabIndex={-1}>
        What {file} would change
      </h2>
      <p>
        {[
          numberOf(counts.new, 'product new', 'products new'),
          numberOf(counts.changed, 'changed', 'changed'),
          numberOf(counts.unchanged, 'unchanged', 'unchanged'),
          numberOf(counts.withProblems, 'row with problems', 'rows with problems'),
        ].join(', ')}
        .
      </p>
      {isFaulty && <Problems preview={preview} />}
      {counts.changed > 0 && <Changed preview={preview} />}
      {counts.new > 0 && <New preview={preview} />}
      <Form
        submit="Write the prices"
        isDisabled={isNothing || (isFaulty && !isLeftOut)}
        beside={
          <Button type="button" isBusy={discarding.isRunning} onClick={() => void discarding.run()}>
            Discard
          </Button>
        }
        work={async (_fields, signal) => {
          const json = { leaveOutProblems: isLeftOut };
          const path = `/imports/prices/${id}/confirm`;
          const written = await fetchJson<{ new: number; changed: number }>(path, { method: 'POST', json, signal });
          onDone(`Written: ${numberOf(written.new, 'product new', 'products new')}, ${written.changed} changed.`);
          return undefined;
        }}
      >
        {isFaulty && (
          <Checkbox
            label="Leave out the rows with problems"
            name="leaveOut"
            checked={isLeftOut}
            onChange={({ target }) => setLeftOut(target.checked)}
          />
        )}
      </Form>
      {discarding.error !== undefined && <ErrorNote error={discarding.error} />}
    </section>
  );
}
