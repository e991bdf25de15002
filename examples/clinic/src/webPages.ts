import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type Express } from 'express';
import { notFound, only, Problem } from './problem.js';

/** What `vite build` makes of `web/`. */
const built = fileURLToPath(new URL('web', import.meta.url));
const page = join(built, 'index.html');

/** A name that says what is in a file is never another file's. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** Documents are shown from the memory of the page that has fetched them; all else comes from the server. */
const POLICY = "default-src 'self'; frame-src blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** The pages, under `/app`: one document for each of their addresses, whose script shows the page that is meant. */
export function webPages(app: Express): void {
  const reads = only('GET', 'HEAD');
  app
    .route('/')
    .get((_request, response) => response.redirect('/app/'))
    .all(reads);
  app.use(
    '/app/assets',
    express.static(join(built, 'assets'), {
      index: false,
      redirect: false,
      setHeaders: (response) => response.setHeader('Cache-Control', FOR_EVER),
    }),
    notFound,
  );
  app
    .route(['/app', '/app/*page'])
    .get((_request, response) => {
      if (!existsSync(page)) throw new Problem('ERR_UNAVAILABLE', 'The pages are not built');
      // It names the scripts by what is in them: an old one would look for those that are gone.
      response.sendFile(page, {
        cacheControl: false,
        headers: { 'Cache-Control': 'no-cache', 'Content-Security-Policy': POLICY },
      });
    })
    .all(reads);
}
