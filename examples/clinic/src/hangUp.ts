import type { RequestHandler, Response } from 'express';
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

/** How long a client may take nothing of an answer that is there to be sent. */
const STALL_MS = 60_000;

/** Hangs up on clients that stop reading, and so would hold for ever what their answer is made of. */
export const cutOffWhoStalls: RequestHandler = (_request, response, next) => {
  response.setTimeout(STALL_MS, () => {
    const { socket } = response;
    // Nothing waits to be sent: it is the clinic that takes its time.
    if (socket?.writableLength === 0) socket.setTimeout(STALL_MS);
    else socket?.destroy();
  });
  next();
};
