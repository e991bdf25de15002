import { useCallback, useEffect, useState } from 'react';
import { isAborted } from './problem';
import { fetchJson } from './request';

export type Loaded<T> =
  | { state: 'loading'; data?: undefined; error?: undefined }
  | { state: 'ready'; data: T; error?: undefined }
  | { state: 'failed'; data?: undefined; error: unknown };

export type Loading<T> = Loaded<T> & {
  /** Asks again; what is there is shown meanwhile. */
  reload: () => void;
  /** Puts in its place what another answer has told. */
  replace: (data: T) => void;
};

/**
 * What a `GET` answers with, asked for while the component that shows it is there: the request is stopped when that goes, and
 * when another path takes its place.
 *
 * @param path none for nothing yet
 */
export function useLoad<T>(path: string | undefined): Loading<T> {
  const [answer, setAnswer] = useState<Loaded<T> & { path?: string | undefined }>({ state: 'loading' });
  const [round, setRound] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another round is another request.
  useEffect(() => {
    if (path === undefined) return;
    const controller = new AbortController();
    fetchJson<T>(path, { signal: controller.signal }).then(
      (data) => setAnswer({ state: 'ready', data, path }),
      (error) => {
        if (!isAborted(error)) setAnswer({ state: 'failed', error, path });
      },
    );
    return () => controller.abort();
  }, [path, round]);

  const reload = useCallback(() => setRound((before) => before + 1), []);
  const replace = useCallback((data: T) => setAnswer({ state: 'ready', data, path }), [path]);
  // What was answered to another path is not this one's.
  const current: Loaded<T> = answer.path === path ? answer : { state: 'loading' };
  return { ...current, reload, replace };
}
