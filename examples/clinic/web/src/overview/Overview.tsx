import { Page } from '../layout/Page';
import { useSession } from '../session/session';
import { Health } from './Health';

/** What somebody sees first. */
export default function Overview() {
  const { session } = useSession();
  return (
    <Page title="Overview">
      <p>Good to see you, {session.name}.</p>
      <Health />
    </Page>
  );
}
