import { createContext, type ReactNode, useContext, useRef } from 'react';
import { Refused } from '../api/problem';
import { useAction } from '../api/useAction';
import { Button } from './Button';
import { ErrorNote } from './ErrorNote';

/** What the clinic found wrong, by the names of fields. */
const Faults = createContext<ReadonlyMap<string, string>>(new Map());

/** What the clinic found wrong with a field. */
export const useFault = (name: string): string | undefined => useContext(Faults).get(name);

interface Props {
  /** What its button says. */
  submit: string;
  /** Does what the form is for, with its fields as text; gives what to say of the outcome. */
  work: (fields: Record<string, string>, signal: AbortSignal, form: HTMLFormElement) => Promise<string | undefined>;
  /** Whether there is nothing to submit yet. */
  isDisabled?: boolean;
  /** Whether its fields are emptied when it was done. */
  isEmptied?: boolean;
  look?: 'main' | 'plain' | 'danger';
  /** Whether its fields stand side by side where there is room. */
  isRow?: boolean;
  /** Whether it takes so long that it may be stopped. */
  isLong?: boolean;
  /** How far it is, shown while it is under way. */
  progress?: ReactNode;
  name?: string;
  children?: ReactNode;
  /** Beside its button. */
  beside?: ReactNode;
}

/** A form: once at a time, with what came of it, and each field with what is wrong with it. */
export function Form({
  submit,
  work,
  isDisabled = false,
  isEmptied,
  look = 'main',
  isRow = false,
  isLong = false,
  progress,
  name,
  children,
  beside,
}: Props) {
  const form = useRef<HTMLFormElement>(null);
  const { run, cancel, isRunning, outcome, error } = useAction(async (signal, fields: Record<string, string>) => {
    const element = form.current as HTMLFormElement;
    const said = await work(fields, signal, element);
    if (isEmptied) element.reset();
    return said;
  });
  const faults = error instanceof Refused ? error.fields : new Map<string, string>();

  return (
    <form
      ref={form}
      className={isRow ? 'form row' : 'form'}
      aria-label={name}
      onSubmit={(event) => {
        event.preventDefault();
        void run(textOf(new FormData(event.currentTarget)));
      }}
    >
      <Faults value={faults}>{children}</Faults>
      <div className="buttons">
        <Button type="submit" look={look} isBusy={isRunning} disabled={isDisabled}>
          {submit}
        </Button>
        {isLong && isRunning && (
          <Button
            type="button"
            onClick={() => {
              cancel();
              // This button goes, and would take the focus with it.
              form.current?.querySelector<HTMLButtonElement>('[type="submit"]')?.focus();
            }}
          >
            Cancel
          </Button>
        )}
        {beside}
      </div>
      {isRunning && progress}
      {error !== undefined && <ErrorNote error={error} />}
      <p className="outcome" role="status">
        {outcome}
      </p>
    </form>
  );
}

/** A form's fields that are text. */
function textOf(data: FormData): Record<string, string> {
  return Object.fromEntries([...data].filter((field): field is [string, string] => typeof field[1] === 'string'));
}
