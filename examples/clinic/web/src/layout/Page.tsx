import { type ReactNode, useEffect, useRef } from 'react';
import { useNavigated } from './navigated';
import { useTitle } from './title';

interface Props {
  /** Of the browser's tab, which remembers it: never a patient's name. */
  title: string;
  /** Of the page, where that is another. */
  heading?: ReactNode;
  /** What the page is for, or what can be done on it. */
  children: ReactNode;
  /** Beside its heading. */
  actions?: ReactNode;
}

/**
 * A page's heading and content. Who comes from another page finds the focus on the heading, so that it is read out and the
 * next key goes on from there.
 */
export function Page({ title, heading = title, actions, children }: Props) {
  useTitle(title);
  const element = useRef<HTMLHeadingElement>(null);
  const hasNavigated = useNavigated();
  useEffect(() => {
    if (!hasNavigated) return;
    element.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [hasNavigated]);
  return (
    <>
      <div className="heading">
        <h1 ref={element} tabIndex={-1}>
          {heading}
        </h1>
        {actions}
      </div>
      {children}
    </>
  );
}
