import { useEffect } from 'react';

const CLINIC = 'The example clinic';

/** Names the browser's tab. It stays in the browser's history: never a patient's name. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${CLINIC}`;
  }, [title]);
}
