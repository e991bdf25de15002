import { Suspense } from 'react';
import { Route, Router, Switch, useLocation } from 'wouter';
import { ErrorBoundary } from './layout/ErrorBoundary';
import { Layout } from './layout/Layout';
import { NotForRole } from './layout/NotForRole';
import { NotFound } from './layout/NotFound';
import { type PageRoute, routes } from './routes';
import { SessionProvider } from './session/SessionProvider';
import { useSession } from './session/session';
import { Busy } from './ui/Busy';

export function App() {
  return (
    <ErrorBoundary>
      <Router base="/app">
        <SessionProvider>
          <Layout>
            <Pages />
          </Layout>
        </SessionProvider>
      </Router>
    </ErrorBoundary>
  );
}

function Pages() {
  const [location] = useLocation();
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
