import { fetchJson } from '../api/request';
import type { Role } from '../session/session';
import { Field, Select } from '../ui/Field';
import { Form } from '../ui/Form';
import type { MadeLink } from './PasswordLink';

const ROLES: readonly Role[] = ['optometrist', 'optician', 'reception', 'manager'];

/** Invites somebody; gives the link for them. */
export function Invite({ onDone }: { onDone: (said: string, link: MadeLink) => void }) {
  return (
    <Form
      submit="Invite"
      isRow
      isEmptied
      work={async (fields, signal) => {
        const made = await fetchJson<Omit<MadeLink, 'name'>>('/staff', { method: 'POST', json: fields, signal });
        onDone(`${fields.name} is invited.`, { ...made, name: fields.name ?? '' });
        return undefined;
      }}
    >
      <Field label="Name" name="name" maxLength={100} autoComplete="off" required />
      <Field
        label="User name"
        name="username"
        pattern="[a-z0-9._\-]{1,64}"
        title="Small letters, digits, dots, dashes"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <Select label="Role" name="role">
        {ROLES.map((role) => (
          <option key={role}>{role}</option>
        ))}
      </Select>
    </Form>
  );
}
