import type { ButtonHTMLAttributes } from 'react';

type Look = 'plain' | 'main' | 'danger';

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  type: 'button' | 'submit';
  look?: Look;
  /** Whether what it began is under way: it keeps the focus, and does nothing. */
  isBusy?: boolean;
}

/** A button that says when it is busy without losing the focus, as a disabled one would. */
export function Button({ look = 'plain', isBusy = false, type, onClick, ...rest }: Props) {
  return (
    <button
      {...rest}
      type={type}
      className={`button ${look}`}
      aria-disabled={isBusy || undefined}
      onClick={(event) => (isBusy ? event.preventDefault() : onClick?.(event))}
    />
  );
}
