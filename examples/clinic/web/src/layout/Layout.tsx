import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import icon from '../../icon.svg';
import { said } from '../api/problem';
import { useAction } from '../api/useAction';
import { routes } from '../routes';
import { useSession } from '../session/session';
import { Button } from '../ui/Button';
import { Navigated } from './navigated';

/** What all pages have around them: who is logged in, and where else they may go. */
export function Layout({ children }: { children: ReactNode }) {
  const [location] = useLocation();
  const first = useRef(location);
  const [hasNavigated, setNavigated] = useState(false);
  if (!hasNavigated && location !== first.current) setNavigated(true);
  const [isOpen, setOpen] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: who has gone somewhere is done with the menu.
  useEffect(() => setOpen(false), [location]);

  return (
    <>
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <header className="top">
        <Link href="/" className="brand">
          <img src={icon} alt="" width="28" height="28" /> The example clinic
        </Link>
        <button
          type="button"
          className="button plain menu"
          aria-expanded={isOpen}
          aria-controls="navigation"
          onClick={() => setOpen(!isOpen)}
        >
          Menu
        </button>
        <Who />
      </header>
      <div className="columns">
        <nav id="navigation" className={isOpen ? 'open' : undefined} aria-label="Pages">
          <Navigation />
        </nav>
        <main id="content" tabIndex={-1}>
          <Navigated value={hasNavigated}>{children}</Navigated>
        </main>
      </div>
    </>
  );
}

/** The pages that the role may open. */
function Navigation() {
  const { session } = useSession();
  const [location] = useLocation();
  const isHere = (path: string) => (path === '/' ? location === '/' : `${location}/`.startsWith(`${path}/`));
  return (
    <ul>
      {routes
        .filter(({ label, roles }) => label && (!roles || roles.includes(session.role)))
        // Who must enrol a second factor can do so, and nothing else.
        .filter(({ path }) => !session.mustEnrol || path === '/account')
        .map(({ path, label }) => (
          <li key={path}>
            <Link href={path} aria-current={isHere(path) ? 'page' : undefined}>
              {label}
            </Link>
          </li>
        ))}
    </ul>
  );
}

function Who() {
  const { session, logOut } = useSession();
  const leaving = useAction(async () => {
    await logOut();
    return undefined;
  });
  return (
    <div className="who">
      <span>
        {session.name}, <span className="role">{session.role}</span>
      </span>
      <Button type="button" isBusy={leaving.isRunning} onClick={() => void leaving.run()}>
        Log out
      </Button>
      {leaving.error !== undefined && <span role="alert">{said(leaving.error)}</span>}
    </div>
  );
}
