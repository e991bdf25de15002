import { z } from 'zod';

/** What somebody is called who logs in. */
export const usernameField = z.string().regex(/^[a-z0-9._-]{1,64}$/, 'must be a user name');
