import type { ReactNode } from 'react';
import type { Loading } from '../api/useLoad';
import { Busy } from './Busy';
import { ErrorNote } from './ErrorNote';

/** What was asked for, once it is there; until then, that it is awaited, or why it is not there. */
export function Loaded<T>({ of, children }: { of: Loading<T>; children: (data: T) => ReactNode }) {
  if (of.state === 'loading') return <Busy />;
  if (of.state === 'failed') return <ErrorNote error={of.error} onRetry={of.reload} />;
  return children(of.data);
}
