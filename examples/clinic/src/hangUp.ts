import type { Response } from 'express';
import { Problem } from './problem.js';

/** What work for a client that has gone ends with. */
export const hungUp = () => new Problem('ERR_ABORTED', 'The client hung up');

/** A signal that aborts when the client hangs up before it has the whole answer: pass it to every long call. */
export function hangUpSignal(response: Response): AbortSignal {
  const controller = new AbortController();
  const onClose = () => {
    if (!response.writableFinished) controller.abort(hungUp());
  };
  if (response.closed) onClose();
  else response.once('close', onClose);
  return controller.signal;
}
