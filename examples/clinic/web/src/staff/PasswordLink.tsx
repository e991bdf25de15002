import { useEffect, useRef } from 'react';
import { momentOf } from '../format';
import { CopyButton } from '../ui/CopyButton';

export interface MadeLink {
  /** Whom it is for. */
  name: string;
  link: string;
  expiresAt: string;
}

/** A link by which somebody sets a password, to be passed on. */
export function PasswordLink({ name, link, expiresAt }: MadeLink) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const address = new URL(link, location.origin).href;
  return (
    <section className="card" aria-labelledby="made">
      <h2 ref={heading} id="made" tabIndex={-1}>
        Link for {name}
      </h2>
      <p>
        For {name} alone, good once, until {momentOf(expiresAt)}. The clinic sends no mail: pass it on yourself.
      </p>
      <input aria-label="Link" value={address} readOnly spellCheck={false} onFocus={({ target }) => target.select()} />
      <div className="buttons">
        <CopyButton text={address} />
      </div>
    </section>
  );
}
