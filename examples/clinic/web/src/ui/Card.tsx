import { type ReactNode, useId } from 'react';

interface Props {
  heading: string;
  children: ReactNode;
  /** Whether paper goes without it. */
  isForScreen?: boolean;
}

/** A part of a page, with a heading of its own. */
export function Card({ heading, children, isForScreen = false }: Props) {
  const id = useId();
  return (
    <section className={isForScreen ? 'card screen' : 'card'} aria-labelledby={id}>
      <h2 id={id}>{heading}</h2>
      {children}
    </section>
  );
}
