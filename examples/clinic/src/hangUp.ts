import type { Response } from 'express';

/** A signal that aborts when the client hangs up before it has the whole answer: pass it to every long call. */
export function hangUpSignal(response: Response): AbortSignal {
  const controller = new AbortController();
  const onClose = () => {
    if (!response.writableFinished) controller.abort();
  };
  if (response.closed) onClose();
  else response.once('close', onClose);
  return controller.signal;
}
