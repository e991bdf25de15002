import { useEffect, useRef } from 'react';
import { Button } from '../ui/Button';

/** New recovery codes: the one time that they are shown. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="card" aria-labelledby="recovery">
      <h2 ref={heading} id="recovery" tabIndex={-1}>
        Recovery codes
      </h2>
      <p>
        Each lets you in once when your phone is not at hand. Print them, or write them down, and keep them where your
        phone is not: they are not shown again. Older ones are not good any more.
      </p>
      <ul className="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="buttons">
        <Button type="button" look="main" onClick={() => print()}>
          Print
        </Button>
        <Button type="button" onClick={onKept}>
          I have them
        </Button>
      </div>
    </section>
  );
}
