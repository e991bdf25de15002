import type { RequestHandler } from 'express';
import { z } from 'zod';
import { loggedIn } from '../auth.js';
import { check, Problem } from '../problem.js';
import { type ProgressBoard, progressName } from '../progress.js';

const parameters = z.object({ name: progressName });

/** `GET /exports/progress/:name`: how much of a file is made, as events, until it is. */
export function exportProgress(board: ProgressBoard): RequestHandler {
  return (request, response) => {
    const watched = check(parameters, request.params).name;
    const tell = (event: string, data: object) => response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    const onEnd = () => {
      tell('end', {});
      response.end();
    };
    const stop = board.watch(loggedIn(response).id, watched, (progress) => tell('progress', progress), onEnd);
    if (!stop) throw new Problem('ERR_BUSY', 'Too many are watching');
    response.once('close', stop);
    response.type('text/event-stream').flushHeaders();
    tell('begin', {});
  };
}
