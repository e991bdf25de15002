import { useState } from 'react';
import { useLoad } from '../api/useLoad';
import { Page } from '../layout/Page';
import { Card } from '../ui/Card';
import { Loaded } from '../ui/Loaded';
import { Invite } from './Invite';
import { type MadeLink, PasswordLink } from './PasswordLink';
import { type Person, StaffTable } from './StaffTable';

/** The staff's accounts, for managers: invited, helped back in, closed. */
export default function Staff() {
  const loading = useLoad<{ staff: Person[] }>('/staff');
  const [link, setLink] = useState<MadeLink>();
  const [outcome, setOutcome] = useState('');
  const done = (said: string, made?: MadeLink) => {
    setOutcome(said);
    setLink(made);
    loading.reload();
  };
  return (
    <Page title="Staff">
      <p role="status" className="outcome">
        {outcome}
      </p>
      {link && <PasswordLink key={link.link} {...link} />}
      <Card heading="Invite" isForScreen>
        <Invite onDone={done} />
      </Card>
      <Card heading="Accounts">
        <Loaded of={loading}>{({ staff }) => <StaffTable staff={staff} onDone={done} />}</Loaded>
      </Card>
    </Page>
  );
}
