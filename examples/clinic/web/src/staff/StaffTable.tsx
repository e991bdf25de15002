import { Link } from 'wouter';
import { fetchJson, request } from '../api/request';
import { useAction } from '../api/useAction';
import { type Role, useSession } from '../session/session';
import { Button } from '../ui/Button';
import { ConfirmButton } from '../ui/ConfirmButton';
import { ErrorNote } from '../ui/ErrorNote';
import { Table } from '../ui/Table';
import type { MadeLink } from './PasswordLink';

/** One of the staff, as `GET /staff` lists them. */
export interface Person {
  id: number;
  username: string;
  name: string;
  role: Role;
  isActive: boolean;
  isInvited: boolean;
  secondFactor: { isEnrolled: boolean; isRequired: boolean };
}

type Done = (said: string, link?: MadeLink) => void;

/** Who works here, how their accounts are secured, and what a manager may do about it. */
export function StaffTable({ staff, onDone }: { staff: readonly Person[]; onDone: Done }) {
  const { username } = useSession().session;
  return (
    <Table
      caption="Accounts"
      rows={staff}
      keyOf={({ id }) => id}
      empty="Nobody works here."
      columns={[
        { header: 'Name', isRowHeader: true, cell: ({ name }) => name },
        { header: 'User name', isExtra: true, cell: (person) => person.username },
        { header: 'Role', isExtra: true, cell: ({ role }) => role },
        {
          header: 'Account',
          cell: ({ isActive, isInvited }) => (isActive ? (isInvited ? 'invited' : 'active') : 'closed'),
        },
        {
          header: 'Second factor',
          isExtra: true,
          cell: ({ secondFactor: { isEnrolled, isRequired } }) =>
            isEnrolled ? 'set up' : isRequired ? 'to be set up' : 'none',
        },
        {
          header: 'Change',
          cell: (person) =>
            person.username === username ? (
              <Link href="/account">Your account</Link>
            ) : (
              <Changes person={person} onDone={onDone} />
            ),
        },
      ]}
    />
  );
}

function Changes({
  person: { id, name, isActive, isInvited, secondFactor },
  onDone,
}: {
  person: Person;
  onDone: Done;
}) {
  const linking = useAction(async (signal) => {
    const made = await fetchJson<Omit<MadeLink, 'name'>>(`/staff/${id}/link`, { method: 'POST', signal });
    onDone('The link is here.', { ...made, name });
    return undefined;
  });
  const opening = useAction(async (signal) => {
    await request(`/staff/${id}`, { method: 'PATCH', json: { isActive: true }, signal });
    onDone(`The account of ${name} is open again.`);
    return undefined;
  });
  if (!isActive) {
    return (
      <div className="buttons small">
        <Button
          type="button"
          isBusy={opening.isRunning}
          aria-label={`Open again: ${name}`}
          onClick={() => void opening.run()}
        >
          Open again
        </Button>
        {opening.error !== undefined && <ErrorNote error={opening.error} />}
      </div>
    );
  }
  const link = isInvited ? 'New invitation' : 'New password';
  return (
    <div className="buttons small">
      <Button
        type="button"
        isBusy={linking.isRunning}
        aria-label={`${link}: ${name}`}
        onClick={() => void linking.run()}
      >
        {link}
      </Button>
      {secondFactor.isEnrolled && (
        <ConfirmButton
          label="Reset second factor"
          spoken={`Reset second factor: ${name}`}
          question={`Can ${name} log in with the password alone, until another app is set up? Their sessions end now.`}
          work={async (signal) => {
            await request(`/staff/${id}/second-factor`, { method: 'DELETE', signal });
            onDone(`The second factor of ${name} is removed.`);
          }}
        />
      )}
      <ConfirmButton
        label="Close"
        spoken={`Close: ${name}`}
        question={`Close the account of ${name}? Their sessions end now.`}
        work={async (signal) => {
          await request(`/staff/${id}`, { method: 'PATCH', json: { isActive: false }, signal });
          onDone(`The account of ${name} is closed.`);
        }}
      />
      {linking.error !== undefined && <ErrorNote error={linking.error} />}
    </div>
  );
}
