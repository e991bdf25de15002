import { useCallback, useEffect, useState } from 'react';
import { isAborted } from '../api/problem';
import { fetchJson } from '../api/request';
import type { DicomJson } from './dicomweb';

/** How many are listed; who looks for others searches. */
const MOST = 100;

/** What is searched for; what is empty is not. */
export type Wanted = Record<'name' | 'recordNumber' | 'from' | 'to' | 'kind', string>;

export const everything: Wanted = { name: '', recordNumber: '', from: '', to: '', kind: '' };

interface Found {
  studies?: DicomJson[];
  error?: unknown;
}

/** The latest studies that match. Those that were found before are shown until there are others. */
export function useStudies(wanted: Wanted): Found & { reload: () => void } {
  const [found, setFound] = useState<Found>({});
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round is another search.
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const json = { limit: String(MOST), ...matchesOf(wanted) };
    // In the body: who is searched for is not to stand in addresses, which are logged.
    fetchJson<DicomJson[]>('/studies/search', { method: 'POST', json, signal }).then(
      (studies) => setFound({ studies }),
      (error) => {
        if (!isAborted(error)) setFound({ error });
      },
    );
    return () => controller.abort();
  }, [wanted, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { ...found, reload };
}

/** How many were found, in words. */
export function counted({ length }: readonly DicomJson[]): string {
  const count = length === 1 ? '1 study' : `${length} studies`;
  return length === MOST ? `The latest ${count}; search to see others.` : `${count}.`;
}

/** The attributes to match, as QIDO-RS has them (PS3.18 8.3.4). */
function matchesOf({ name, recordNumber, from, to, kind }: Wanted): Record<string, string> {
  const days = [from, to].map((day) => day.replaceAll('-', ''));
  return Object.fromEntries(
    Object.entries({
      PatientName: name.trim() && `*${name.trim()}*`,
      PatientID: recordNumber.trim(),
      StudyDate: days.some(Boolean) ? days.join('-') : '',
      ModalitiesInStudy: kind,
    }).filter(([, value]) => value !== ''),
  );
}
