import { lazy, Suspense } from 'react';
import { Redirect, Route, Router, Switch, useLocation } from 'wouter';
import { ErrorBoundary } from './layout/ErrorBoundary';
import { Layout } from './layout/Layout';
import { NotForRole } from './layout/NotForRole';
import { NotFound } from './layout/NotFound';
import { type PageRoute, routes } from './routes';
import { SessionProvider } from './session/SessionProvider';
import { useSession } from './session/session';
import { Busy } from './ui/Busy';

const SetPassword = lazy(() => import('./password/SetPassword'));

export function App() {
  return (
    <ErrorBoundary>
      <Router base="/app">
        <Switch>
          {/* Who comes by a link has no session yet. */}
          <Route path="/password">
            <Suspense fallback={<Busy />}>
              <SetPassword />
            </Suspense>
          </Route>
          <Route>
            <SessionProvider>
              <Layout>
                <Pages />
              </Layout>
            </SessionProvider>
          </Route>
        </Switch>
      </Router>
    </ErrorBoundary>
  );
}

function Pages() {
  const [location] = useLocation();
  const { session } = useSession();
  // There is nothing else to do for them.
  if (session.mustEnrol && location !== '/account') return <Redirect to="/account" replace />;
  return (
    // Each address begins anew, after an error too.
    <ErrorBoundary key={location}>
      <Suspense fallback={<Busy />}>
        <Switch>
          {routes.map((route) => (
            <Route key={route.path} path={route.path}>
              {(params) => <Shown route={route} params={params as Record<string, string>} />}
            </Route>
          ))}
          <Route>
            <NotFound />
          </Route>
        </Switch>
      </Suspense>
    </ErrorBoundary>
  );
}

function Shown({ route: { roles, page: Page }, params }: { route: PageRoute; params: Record<string, string> }) {
  const { session } = useSession();
  return roles && !roles.includes(session.role) ? <NotForRole roles={roles} /> : <Page params={params} />;
}
