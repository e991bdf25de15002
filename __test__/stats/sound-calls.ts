/** A sound call of each exported function of `clinicore/stats`, for `front-door.test.ts` to spoil. */
import { smoothingCalls } from './smoothing.calls';

export const statsCalls: Record<string, () => unknown[]> = { ...smoothingCalls };
