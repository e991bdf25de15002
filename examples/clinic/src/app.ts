import { fileURLToPath } from 'node:url';
import express, { type Express } from 'express';
import { Sessions } from './auth.js';
import type { Config } from './config.js';
import type { Connection } from './database/connect.js';
import { answerProblem, notFound } from './problem.js';
import { expectType } from './requestBody.js';
import { forecast } from './routes/forecast.js';
import { health } from './routes/health.js';
import { invoicePdf } from './routes/invoicePdf.js';
import { invoicesExport } from './routes/invoicesExport.js';
import { login, logout } from './routes/login.js';
import { storeStudy } from './routes/studies.js';

const pages = fileURLToPath(new URL('../public', import.meta.url));

/** The clinic as an Express application: each route with who may use it. */
export async function createApp(connection: Connection, config: Config): Promise<Express> {
  const { database } = connection;
  const sessions = new Sessions(database, config);
  const app = express();
  app.disable('x-powered-by');
  // The routes that can say what their answer depends on set an ETag themselves.
  app.disable('etag');
  app.use((_request, response, next) => {
    response.set({
      'Cache-Control': 'no-store',
      'Content-Security-Policy': "default-src 'self'; frame-ancestors 'none'",
      'Referrer-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
    });
    next();
  });

  app.get('/healthz', health(connection));
  app.post(
    '/auth/login',
    expectType('application/json'),
    express.json({ limit: '4kb' }),
    await login(database, sessions),
  );
  app.post('/auth/logout', logout(sessions));
  app.get('/products/:sku/forecast', sessions.allow('optician', 'manager'), forecast(database));
  app.get('/invoices/:id.pdf', sessions.allow('reception', 'manager'), invoicePdf(database));
  app.post('/studies', sessions.allow('optometrist'), expectType('application/dicom'), storeStudy(database, config));
  app.get('/exports/invoices.xlsx', sessions.allow('manager'), invoicesExport(database));

  app.use(express.static(pages, { cacheControl: false }));
  app.use(notFound);
  app.use(answerProblem);
  return app;
}
