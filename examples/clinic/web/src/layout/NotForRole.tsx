import type { Role } from '../session/session';
import { Page } from './Page';

/** In place of a page that the clinic would refuse to fill. */
export function NotForRole({ roles }: { roles: readonly Role[] }) {
  return (
    <Page title="Not for your role">
      <p>This page is for: {roles.join(', ')}.</p>
    </Page>
  );
}
