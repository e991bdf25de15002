import { useState } from 'react';
import { fetchJson, request } from '../api/request';
import { Field } from '../ui/Field';
import { Form } from '../ui/Form';

type Changed = (recoveryCodes?: readonly string[]) => Promise<void>;

/** Sets an authenticator app up: the password, then the app's first code. */
export function EnrolSecondFactor({ onChanged }: { onChanged: Changed }) {
  const [begun, setBegun] = useState<{ secret: string; picture: string }>();
  if (!begun) {
    return (
      <Form
        submit="Set it up"
        work={async ({ password }, signal) => {
          const json = { password };
          const path = '/account/second-factor';
          const { secret } = await fetchJson<{ secret: string }>(path, { method: 'POST', json, signal });
          // Each secret has another picture.
          setBegun({ secret, picture: `/account/second-factor.svg?${Date.now()}` });
          return undefined;
        }}
      >
        <Field label="Password" name="password" type="password" autoComplete="current-password" required />
      </Form>
    );
  }
  return (
    <Form
      submit="Confirm"
      work={async ({ code }, signal) => {
        const path = '/account/second-factor/confirm';
        const answer = await fetchJson<{ recoveryCodes: string[] }>(path, { method: 'POST', json: { code }, signal });
        await onChanged(answer.recoveryCodes);
        return undefined;
      }}
    >
      <p>Scan this with an authenticator app on your phone, then enter the six digits that it shows.</p>
      <img className="qr" src={begun.picture} alt="QR code for the authenticator app" width="240" height="240" />
      <p>
        Or type into the app: <code>{begun.secret.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      <Field
        label="Code"
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={7}
        required
        isFocused
      />
    </Form>
  );
}

/** Renews what helps without the app, or removes the app; both for who has a code of it. */
export function ChangeSecondFactor({ onChanged }: { onChanged: Changed }) {
  const [what, setWhat] = useState<'renew' | 'remove'>('renew');
  return (
    <Form
      submit={what === 'renew' ? 'Give me new recovery codes' : 'Remove it'}
      look={what === 'renew' ? 'main' : 'danger'}
      isEmptied
      work={async ({ code }, signal) => {
        const json = { code };
        if (what === 'remove') {
          await request('/account/second-factor/remove', { method: 'POST', json, signal });
          await onChanged();
          return undefined;
        }
        const path = '/account/recovery-codes';
        const answer = await fetchJson<{ recoveryCodes: string[] }>(path, { method: 'POST', json, signal });
        await onChanged(answer.recoveryCodes);
        return undefined;
      }}
    >
      <fieldset>
        <legend>What is to change</legend>
        <label>
          <input type="radio" name="what" checked={what === 'renew'} onChange={() => setWhat('renew')} /> New recovery
          codes
        </label>
        <label>
          <input type="radio" name="what" checked={what === 'remove'} onChange={() => setWhat('remove')} /> Remove it,
          or take another phone
        </label>
      </fieldset>
      <Field
        label="Code"
        name="code"
        hint="What your app shows now, or a recovery code."
        autoComplete="one-time-code"
        spellCheck={false}
        maxLength={100}
        required
      />
    </Form>
  );
}
