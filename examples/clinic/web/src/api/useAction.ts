import { useCallback, useEffect, useRef, useState } from 'react';
import { isAborted } from './problem';

export interface Action<Args extends unknown[]> {
  /** Begins it, unless it is under way. */
  run: (...args: Args) => Promise<void>;
  /** Stops it. */
  cancel: () => void;
  isRunning: boolean;
  /** What came of it, in words. */
  outcome: string;
  /** What it ended with. */
  error: unknown;
}

/**
 * Something a user asks for: one at a time, stopped when the component goes.
 *
 * @param work gives what to say of the outcome, if anything
 */
export function useAction<Args extends unknown[]>(
  work: (signal: AbortSignal, ...args: Args) => Promise<string | undefined>,
): Action<Args> {
  const [state, setState] = useState<{ isRunning: boolean; outcome: string; error: unknown }>({
    isRunning: false,
    outcome: '',
    error: undefined,
  });
  const controller = useRef<AbortController | undefined>(undefined);
  const latest = useRef(work);
  useEffect(() => {
    latest.current = work;
  });
  useEffect(() => () => controller.current?.abort(), []);

  const run = useCallback(async (...args: Args) => {
    if (controller.current) return;
    const own = new AbortController();
    controller.current = own;
    setState({ isRunning: true, outcome: '', error: undefined });
    try {
      const outcome = await latest.current(own.signal, ...args);
      setState({ isRunning: false, outcome: outcome ?? '', error: undefined });
    } catch (error) {
      const isOver = isAborted(error) && own.signal.aborted;
      setState({ isRunning: false, outcome: isOver ? 'Cancelled.' : '', error: isOver ? undefined : error });
    } finally {
      controller.current = undefined;
    }
  }, []);
  const cancel = useCallback(() => controller.current?.abort(), []);
  return { run, cancel, ...state };
}
