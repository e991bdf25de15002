import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { Refused } from '../api/problem';
import { fetchJson, onSessionEvent, request, sendAs } from '../api/request';
import { Busy } from '../ui/Busy';
import { ErrorNote } from '../ui/ErrorNote';
import { Login } from './Login';
import { type SessionAnswer, SessionContext } from './session';

type State =
  | { is: 'asking' }
  | { is: 'nobody'; hasEnded: boolean }
  | { is: 'somebody'; session: SessionAnswer }
  | { is: 'unknown'; error: unknown };

/**
 * Shows its children to whoever is logged in, and asks everybody else to log in, at the same address: that is where they go on.
 */
export function SessionProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<State>({ is: 'asking' });

  const refresh = useCallback(async () => {
    try {
      const session = await fetchJson<SessionAnswer>('/auth/session');
      sendAs(session);
      setState({ is: 'somebody', session });
    } catch (error) {
      sendAs(undefined);
      const isNobody = error instanceof Refused && error.code === 'ERR_NO_SESSION';
      setState((before) =>
        isNobody
          ? { is: 'nobody', hasEnded: before.is === 'somebody' || (before.is === 'nobody' && before.hasEnded) }
          : { is: 'unknown', error },
      );
    }
  }, []);

  useEffect(() => {
    onSessionEvent((event) => {
      if (event !== 'ended') return void refresh();
      sendAs(undefined);
      // Nothing of a patient stays on the page.
      setState((before) => (before.is === 'somebody' ? { is: 'nobody', hasEnded: true } : before));
    });
    void refresh();
  }, [refresh]);

  const logOut = useCallback(async () => {
    await request('/auth/logout', { method: 'POST' });
    sendAs(undefined);
    setState({ is: 'nobody', hasEnded: false });
  }, []);

  const session = state.is === 'somebody' ? state.session : undefined;
  const context = useMemo(() => session && { session, refresh, logOut }, [session, refresh, logOut]);

  if (state.is === 'asking') return <Busy />;
  if (state.is === 'unknown') {
    return (
      <main className="alone">
        <ErrorNote error={state.error} onRetry={refresh} />
      </main>
    );
  }
  if (!context) return <Login hasEnded={state.is === 'nobody' && state.hasEnded} onDone={refresh} />;
  // Somebody else finds nothing of what the one before did.
  return (
    <SessionContext key={context.session.username} value={context}>
      {children}
    </SessionContext>
  );
}
