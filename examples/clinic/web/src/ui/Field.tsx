import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, useEffect, useId, useRef } from 'react';
import { useFault } from './Form';

interface Labelled {
  label: string;
  name: string;
  /** What helps to fill it in. */
  hint?: ReactNode;
}

type InputProps = Labelled &
  Omit<InputHTMLAttributes<HTMLInputElement>, 'name' | 'id'> & {
    /** Whether it has the focus when it appears: the one field that the page is for. */
    isFocused?: boolean;
  };

/** A field for a line of text, a number or a date, with its label, what helps, and what is wrong with it. */
export function Field({ label, name, hint, isFocused = false, ...input }: InputProps) {
  const { id, described, notes } = useNotes(name, hint);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isFocused) field.current?.focus();
  }, [isFocused]);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input {...input} {...described} ref={field} id={id} name={name} />
      {notes}
    </div>
  );
}

/** A choice of a few. */
export function Select({
  label,
  name,
  hint,
  children,
  ...select
}: Labelled & Omit<SelectHTMLAttributes<HTMLSelectElement>, 'name' | 'id'>) {
  const { id, described, notes } = useNotes(name, hint);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select {...select} {...described} id={id} name={name}>
        {children}
      </select>
      {notes}
    </div>
  );
}

/** A box to tick. */
export function Checkbox({ label, name, hint, ...input }: InputProps) {
  const { id, described, notes } = useNotes(name, hint);
  return (
    <div className="field tick">
      <input {...input} {...described} id={id} name={name} type="checkbox" />
      <label htmlFor={id}>{label}</label>
      {notes}
    </div>
  );
}

/** What stands under a field, and how the field refers to it. */
function useNotes(name: string, hint: ReactNode) {
  const id = useId();
  const fault = useFault(name);
  const describedBy = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ');
  return {
    id,
    described: {
      ...(describedBy && { 'aria-describedby': describedBy }),
      ...(fault && { 'aria-invalid': true as const }),
    },
    notes: (
      <>
        {hint && (
          <p className="hint" id={`${id}-hint`}>
            {hint}
          </p>
        )}
        {fault && (
          <p className="fault" id={`${id}-fault`}>
            {fault}
          </p>
        )}
      </>
    ),
  };
}
