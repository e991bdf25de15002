import { type ReactNode, useRef } from 'react';
import { useAction } from '../api/useAction';
import { Button } from './Button';
import { ErrorNote } from './ErrorNote';

interface Props {
  /** What the button says, and the one that confirms. */
  label: string;
  /** For who hears the button by itself. */
  spoken?: string;
  /** What is asked before it is done. */
  question: ReactNode;
  work: (signal: AbortSignal) => Promise<void>;
}

/** A button for what cannot be taken back easily: it asks first. */
export function ConfirmButton({ label, spoken, question, work }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const doing = useAction(async (signal) => {
    await work(signal);
    dialog.current?.close();
    return undefined;
  });
  return (
    <>
      <Button type="button" look="danger" aria-label={spoken} onClick={() => dialog.current?.showModal()}>
        {label}
      </Button>
      <dialog ref={dialog} className="dialog" aria-label={spoken ?? label}>
        <p>{question}</p>
        {doing.error !== undefined && <ErrorNote error={doing.error} />}
        <div className="buttons">
          <Button type="button" look="danger" isBusy={doing.isRunning} onClick={() => void doing.run()}>
            {label}
          </Button>
          <Button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </Button>
        </div>
      </dialog>
    </>
  );
}
