import { type DragEvent, useId, useRef, useState } from 'react';
import { Link } from 'wouter';
import { Refused } from '../api/problem';
import { request } from '../api/request';
import { useAction } from '../api/useAction';
import { Button } from '../ui/Button';
import { ErrorNote } from '../ui/ErrorNote';
import { ProgressBar } from '../ui/ProgressBar';

/** What became of the files of an upload, by their places in it. */
interface Outcome {
  stored: { file: number; study: string }[];
  failed: { file: number; detail: string }[];
}

/** DICOM files from the disk to the clinic, chosen or dropped. */
export function Upload({ onStored }: { onStored: () => void }) {
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [isOver, setOver] = useState(false);
  const [share, setShare] = useState<number>();
  const [sent, setSent] = useState<{ names: string[]; outcome: Outcome }>();
  const { run, cancel, isRunning, error, outcome } = useAction(async (signal, files: readonly File[]) => {
    const names = files.map(({ name }) => name);
    setShare(0);
    setSent(undefined);
    try {
      setSent({ names, outcome: await send(files, signal, setShare) });
      form.current?.reset();
    } catch (refusal) {
      const failed = refusal instanceof Refused ? (refusal.problem.details?.failed as Outcome['failed']) : undefined;
      if (failed) setSent({ names, outcome: { stored: [], failed } });
      throw refusal;
    }
    onStored();
    return undefined;
  });

  const onDrag = (event: DragEvent, isAbove: boolean) => {
    event.preventDefault();
    setOver(isAbove);
  };
  return (
    <section className="card" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>Upload</h2>
      <form
        ref={form}
        className={isOver ? 'drop over' : 'drop'}
        onSubmit={(event) => {
          event.preventDefault();
          void run(new FormData(event.currentTarget).getAll('files') as File[]);
        }}
        onDragOver={(event) => onDrag(event, true)}
        onDragLeave={(event) => onDrag(event, false)}
        onDrop={(event) => {
          onDrag(event, false);
          const files = [...event.dataTransfer.files];
          if (files.length > 0) void run(files);
        }}
      >
        <div className="field">
          <label htmlFor={id}>DICOM files</label>
          <input id={id} name="files" type="file" multiple required aria-describedby={`${id}-hint`} />
          <p className="hint" id={`${id}-hint`}>
            Any number at once, images or measurements; choose them or drop them here.
          </p>
        </div>
        <div className="buttons">
          <Button type="submit" look="main" isBusy={isRunning}>
            Upload
          </Button>
          {isRunning && (
            <Button
              type="button"
              onClick={() => {
                cancel();
                form.current?.querySelector('input')?.focus();
              }}
            >
              Cancel
            </Button>
          )}
        </div>
        {isRunning && <ProgressBar label="Sent" share={share} {...(share === 1 && { says: 'Sent; being read …' })} />}
      </form>
      {error !== undefined && <ErrorNote error={error} />}
      <div className="outcome" role="status">
        {outcome}
        {sent && <Outcomes {...sent} />}
      </div>
    </section>
  );
}

async function send(files: readonly File[], signal: AbortSignal, onSent: (share: number) => void): Promise<Outcome> {
  const body = new FormData();
  for (const file of files) body.append('files', file);
  const headers = { accept: 'application/json' };
  return (await request('/studies', { method: 'POST', headers, body, signal, onSent })).json();
}

/** What became of the files, those that were not stored by name and with the reason. */
function Outcomes({ names, outcome: { stored, failed } }: { names: readonly string[]; outcome: Outcome }) {
  const counts = new Map<string, number>();
  for (const { study } of stored) counts.set(study, (counts.get(study) ?? 0) + 1);
  return (
    <ul className="outcomes">
      {[...counts].map(([study, count]) => (
        <li key={study} className="note good">
          <p>
            {count === 1 ? '1 file' : `${count} files`} stored. <Link href={`/studies/${study}`}>Open the study</Link>
          </p>
        </li>
      ))}
      {failed.map(({ file, detail }) => (
        <li key={file} className="note bad">
          <p>
            <b>{names[file] ?? 'A file'}</b>: {detail}
          </p>
        </li>
      ))}
    </ul>
  );
}
