import { Page } from '../layout/Page';
import { Entries } from './Entries';
import { Verify } from './Verify';

/** Who did what to which record, and whether the log of it is whole. */
export default function Audit() {
  return (
    <Page title="Audit log">
      <Verify />
      <Entries />
    </Page>
  );
}
