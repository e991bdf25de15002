import { useState } from 'react';
import { useLoad } from '../api/useLoad';
import { numberOf } from '../format';
import { Page } from '../layout/Page';
import { useSession } from '../session/session';
import { Card } from '../ui/Card';
import { Loaded } from '../ui/Loaded';
import { ChangePassword } from './ChangePassword';
import { RecoveryCodes } from './RecoveryCodes';
import { ChangeSecondFactor, EnrolSecondFactor } from './SecondFactor';

/** `GET /account`. */
export interface AccountAnswer {
  username: string;
  name: string;
  role: string;
  secondFactor: { isEnrolled: boolean; isRequired: boolean };
  /** How many are left. */
  recoveryCodes: number;
}

/** One's own account: second factor, recovery codes, password. */
export default function Account() {
  const { session, refresh } = useSession();
  const loading = useLoad<AccountAnswer>('/account');
  const [codes, setCodes] = useState<readonly string[]>([]);
  /** What changes how somebody logs in gives them another session. */
  const changed = async (fresh: readonly string[] = []) => {
    setCodes(fresh);
    await refresh();
    loading.reload();
  };
  return (
    <Page title="Your account">
      <Loaded of={loading}>
        {(account) => (
          <>
            <p className="quiet">
              {account.name} ({account.username}), {account.role}
            </p>
            {codes.length > 0 && <RecoveryCodes codes={codes} onKept={() => setCodes([])} />}
            <div className="cards screen">
              <Card heading="Second factor">
                <p>{stateOf(account)}</p>
                {account.secondFactor.isEnrolled ? (
                  <ChangeSecondFactor onChanged={changed} />
                ) : (
                  <EnrolSecondFactor onChanged={changed} />
                )}
              </Card>
              {!session.mustEnrol && (
                <Card heading="Password">
                  <ChangePassword username={account.username} onChanged={changed} />
                </Card>
              )}
            </div>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function stateOf({ secondFactor, recoveryCodes }: AccountAnswer): string {
  if (secondFactor.isEnrolled) {
    const left = numberOf(recoveryCodes, 'recovery code is left', 'recovery codes are left');
    return `Logging in needs a code of your authenticator app; ${left}.`;
  }
  if (secondFactor.isRequired) {
    return 'Set up an authenticator app first: there is nothing else you can do without.';
  }
  return 'Logging in needs your password only. With an app on your phone, nobody gets in who has but learnt that.';
}
