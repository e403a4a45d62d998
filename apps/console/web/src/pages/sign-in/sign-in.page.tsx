import type { ReactNode } from 'react';
import { useRef } from 'react';
import { useAct } from '../../api/use-api.js';
import { textIn } from '../../parts/search-text.js';
import { useSearchAs } from '../../shell/space.js';
import { signInSearch } from './search.js';

/** Where a person says who they are. */
export function SignInPage(): ReactNode {
  const { next = '/' } = useSearchAs(signInSearch);
  const form = useRef<HTMLFormElement>(null);
  // Loaded anew, so that nothing of whoever was here before is left.
  const signIn = useAct('POST /api/session', () => location.assign(next));
  const submit = (): void => {
    if (!form.current) return;
    const given = new FormData(form.current);
    signIn.mutate({ body: { email: textIn(given.get('email')) ?? '', password: textIn(given.get('password')) ?? '' } });
  };
  return (
    <main className="alone">
      <form
        className="sign-in card"
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <h1>
          <span className="mark" aria-hidden="true" />
          Waybill
        </h1>
        <label>
          E-mail
          <input name="email" type="email" autoComplete="username" required autoFocus />
        </label>
        <label>
          Password
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        {signIn.error && (
          <p className="error" role="alert">
            {signIn.error.status === 401 ? 'E-mail or password is wrong.' : signIn.error.message}
          </p>
        )}
        <button type="submit" className="button primary" disabled={signIn.isPending}>
          {signIn.isPending ? 'Signing in …' : 'Sign in'}
        </button>
        <p className="meta">
          The first administrator comes from the settings; <code>npm start</code> keeps it in{' '}
          <code>.waybill/credentials.json</code>.
        </p>
      </form>
    </main>
  );
}
