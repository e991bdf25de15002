import { Link } from 'wouter';
import { Page } from './Page';

export function NotFound() {
  return (
    <Page title="There is no such page">
      <p>
        The address is wrong, or the page has moved. <Link href="/">Go to the overview</Link>
      </p>
    </Page>
  );
}
