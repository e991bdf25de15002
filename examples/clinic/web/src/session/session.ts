import { createContext, useContext } from 'react';
import type { Role, Staff } from '../../../src/auth.js';

export type { Role };

/** `GET /auth/session`. */
export type SessionAnswer = Pick<Staff, 'username' | 'name' | 'role' | 'mustEnrol'> & { csrf: string };

export interface SessionState {
  /** Who is logged in. */
  session: SessionAnswer;
  /** Asks again whose session it is: logging in, logging out and what is done to an account change it. */
  refresh: () => Promise<void>;
  logOut: () => Promise<void>;
}

export const SessionContext = createContext<SessionState | undefined>(undefined);

/** Who is logged in, on any page that asks for it. */
export function useSession(): SessionState {
  const state = useContext(SessionContext);
  if (!state) throw new Error('useSession belongs into a SessionProvider');
  return state;
}
