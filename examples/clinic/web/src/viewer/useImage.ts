import { useCallback, useEffect, useRef, useState } from 'react';
import { isAborted } from '../api/problem';
import { type Frame, Frames, isGrey } from './frames';
import type { Window } from './pixels';

/** How long each frame is shown of those that are played, in milliseconds. */
const FRAME_MS = 125;

export interface Image {
  /** How many frames it has. */
  count: number;
  /** The frame that is wanted, from 1. */
  number: number;
  /** The frame that is there; another one is, until the wanted one has come. */
  shown: { number: number; frame: Frame } | undefined;
  /** How grey is made of the values; none where the clinic renders the picture. */
  window: Window | undefined;
  isInverted: boolean;
  isPlaying: boolean;
  error: unknown;
  /** Shows another frame: the nearest that there is. */
  go: (to: (number: number) => number) => void;
  setWindow: (change: (window: Window, full: Window) => Window) => void;
  /** As the file wants to be seen. */
  reset: () => void;
  invert: () => void;
  setPlaying: (isPlaying: boolean) => void;
  retry: () => void;
}

/** An image of a study, of which a frame is shown at a time. */
export function useImage(path: string, count: number): Image {
  const [frames, setFrames] = useState<Frames>();
  // Of sections, the one in the middle shows most.
  const [number, setNumber] = useState(count > 2 ? Math.ceil(count / 2) : 1);
  const [shown, setShown] = useState<Image['shown']>();
  const [chosen, choose] = useState<Window>();
  const [isInverted, setInverted] = useState(false);
  const [isPlaying, setPlaying] = useState(false);
  const [error, setError] = useState<unknown>();
  const [round, setRound] = useState(0);

  useEffect(() => {
    const own = new Frames(path);
    setFrames(own);
    return () => own.close();
  }, [path]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another round is another try.
  useEffect(() => {
    if (!frames) return;
    let isWanted = true;
    frames.get(number).then(
      (frame) => {
        if (!isWanted) return;
        setShown({ number, frame });
        setError(undefined);
        // The window of the first one stays, so that others can be compared with it.
        if (isGrey(frame)) choose((before) => before ?? frame.given);
      },
      (failure) => {
        if (!isWanted || isAborted(failure)) return;
        setError(failure);
        setPlaying(false);
      },
    );
    return () => {
      isWanted = false;
    };
  }, [frames, number, round]);

  // The next one is waited for, however long it takes to come.
  useEffect(() => {
    if (!isPlaying || shown?.number !== number) return;
    const next = setTimeout(() => setNumber(number === count ? 1 : number + 1), FRAME_MS);
    return () => clearTimeout(next);
  }, [isPlaying, shown, number, count]);

  const grey = shown && isGrey(shown.frame) ? shown.frame : undefined;
  const latest = useRef(grey);
  useEffect(() => {
    latest.current = grey;
  });
  const go = useCallback<Image['go']>((to) => setNumber((before) => Math.min(count, Math.max(1, to(before)))), [count]);
  const setWindow = useCallback<Image['setWindow']>((change) => {
    const { given, full } = latest.current ?? {};
    if (given && full) choose((before) => change(before ?? given, full));
  }, []);
  const reset = useCallback(() => {
    setInverted(false);
    choose(latest.current?.given);
  }, []);
  const invert = useCallback(() => {
    if (latest.current) setInverted((before) => !before);
  }, []);
  const retry = useCallback(() => setRound((before) => before + 1), []);

  return {
    ...{ count, number, shown, isInverted, isPlaying, error, go, setWindow, reset, invert, setPlaying, retry },
    window: grey && (chosen ?? grey.given),
  };
}
