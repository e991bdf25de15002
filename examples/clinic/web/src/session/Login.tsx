import { useEffect, useRef, useState } from 'react';
import icon from '../../icon.svg';
import { Refused } from '../api/problem';
import { request } from '../api/request';
import { useTitle } from '../layout/title';
import { Field } from '../ui/Field';
import { Form } from '../ui/Form';

/** The accounts of the made-up data, whose passwords are `demo-` and the role. */
const DEMO = { maria: 'manager', rita: 'reception', pavel: 'optician', olga: 'optometrist' };

/** User name and password, then, for who has a second factor, a code of it. */
export function Login({ hasEnded, onDone }: { hasEnded: boolean; onDone: () => Promise<void> }) {
  const [step, setStep] = useState<'password' | 'code'>('password');
  const [isTooLate, setTooLate] = useState(false);
  useTitle('Log in');
  const heading = useRef<HTMLHeadingElement>(null);
  // Who reads with a screen reader hears that it is another page now.
  useEffect(() => {
    if (hasEnded) heading.current?.focus();
  }, [hasEnded]);

  return (
    <main className="alone">
      <img src={icon} alt="" width="48" height="48" />
      <h1 ref={heading} tabIndex={-1}>
        {step === 'password' ? 'Log in' : 'Second step'}
      </h1>
      <p role="status">
        {hasEnded && step === 'password' && !isTooLate && 'Your session is over. Log in to go on where you were.'}
        {isTooLate && step === 'password' && 'That took too long: begin again.'}
      </p>
      {step === 'password' ? (
        <PasswordStep onDone={onDone} onCode={() => setStep('code')} />
      ) : (
        <CodeStep
          onDone={onDone}
          onTooLate={() => {
            setTooLate(true);
            setStep('password');
          }}
        />
      )}
    </main>
  );
}

function PasswordStep({ onDone, onCode }: { onDone: () => Promise<void>; onCode: () => void }) {
  return (
    <>
      <Form
        submit="Log in"
        work={async ({ username, password }, signal) => {
          const json = { username, password };
          const answer = await request('/auth/login', { method: 'POST', json, signal });
          if (answer.status === 202) onCode();
          else await onDone();
          return undefined;
        }}
      >
        <Field label="User name" name="username" autoComplete="username" autoCapitalize="none" required isFocused />
        <Field label="Password" name="password" type="password" autoComplete="current-password" required />
      </Form>
      <details className="demo">
        <summary>Accounts of the made-up data</summary>
        <dl>
          {Object.entries(DEMO).map(([name, role]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <code>demo-{role}</code>
              </dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  );
}

function CodeStep({ onDone, onTooLate }: { onDone: () => Promise<void>; onTooLate: () => void }) {
  return (
    <Form
      submit="Log in"
      work={async ({ code }, signal) => {
        try {
          await request('/auth/login/code', { method: 'POST', json: { code }, signal });
        } catch (error) {
          // The password was too long ago.
          if (!(error instanceof Refused && error.code === 'ERR_NO_SESSION')) throw error;
          onTooLate();
          return undefined;
        }
        await onDone();
        return undefined;
      }}
    >
      <p>The code that your authenticator app shows now, or one of your recovery codes.</p>
      <Field
        {...{ label: 'Code', name: 'code', autoComplete: 'one-time-code', maxLength: 100 }}
        spellCheck={false}
        required
        isFocused
      />
    </Form>
  );
}
