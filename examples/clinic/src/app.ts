import express, { type Express } from 'express';
import { openAccounts } from './accounts/accounts.js';
import { fromOwnPages, withToken } from './accounts/csrf.js';
import { type Admission, endTurn } from './admission.js';
import { AtOnce } from './atOnce.js';
import type { AuditLog } from './audit/auditLog.js';
import type { Config } from './config.js';
import type { Connection } from './database/connect.js';
import { cutOffWhoStalls } from './hangUp.js';
import type { FileStore } from './imaging/fileStore.js';
import type { Keys } from './keys.js';
import { listsOf } from './lists/index.js';
import { Previews } from './prices/previews.js';
import { answerProblem, notFound, only } from './problem.js';
import { ProgressBoard } from './progress.js';
import { formBody, jsonBody } from './requestBody.js';
import { accountRoutes, loginRoutes } from './routes/account/index.js';
import { adminStatus } from './routes/adminStatus.js';
import { monthlyArchive } from './routes/archive.js';
import { auditEntries, auditFile, auditVerification } from './routes/audit.js';
import { patientDossier } from './routes/dossierPdf.js';
import { exportProgress } from './routes/exportProgress.js';
import { forecast, forecastPicture } from './routes/forecast.js';
import { health } from './routes/health.js';
import { invoicePdf, receiptPdf } from './routes/invoicePdf.js';
import { listInvoices, showInvoice } from './routes/invoices.js';
import { invoicesZip } from './routes/invoicesZip.js';
import { exportable, listExport } from './routes/listExport.js';
import { listOpenOrders } from './routes/openOrders.js';
import { outlook } from './routes/outlook.js';
import { searchPatients, showHistory, showPatient, updatePatient } from './routes/patients.js';
import { orderSheetPdf, prescriptionPdf } from './routes/prescriptionPdf.js';
import { cancelImport, confirmImport, previewImport, showImport } from './routes/priceImport.js';
import { studyRoutes } from './routes/studies/index.js';
import { webPages } from './webPages.js';

/**
 * Lists, archives and logs that are sent at once: each holds a few pages of rows in memory, for as long as its client takes, and
 * now and then one of the database's ten connections.
 */
const MAX_EXPORTS = 8;

/** The clinic as an Express application: each route with who may use it. */
export async function createApp(
  connection: Connection,
  store: FileStore,
  keys: Keys,
  audit: AuditLog,
  config: Config,
  admission: Admission,
): Promise<Express> {
  const { database } = connection;
  const accounts = openAccounts(database, keys, audit, config);
  const { sessions } = accounts;
  const app = express();
  app.set('trust proxy', config.trustedProxies);
  app.disable('x-powered-by');
  // The routes that can say what their answer depends on set an ETag themselves.
  app.disable('etag');
  app.use((_request, response, next) => {
    response.set({
      'Cache-Control': 'no-store',
      'Content-Security-Policy': "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
      'Referrer-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
    });
    next();
  });

  const reads = only('GET', 'HEAD');
  const writes = only('POST');
  // Whoever watches over the clinic is answered however much there is to do.
  app.route('/healthz').get(health(connection)).all(reads);
  app.use(admission.guard);
  app.use(cutOffWhoStalls);
  app.use(fromOwnPages(config));
  // Only what needs no session stands before the check of its token.
  loginRoutes(app, accounts);
  app.use(withToken(accounts));
  const everyone = sessions.allow('optometrist', 'optician', 'reception', 'manager');
  accountRoutes(app, accounts);
  const sellers = sessions.allow('optician', 'manager');
  app.route('/products/outlook').get(sellers, outlook(database)).all(reads);
  app.route('/products/:sku/forecast').get(sellers, forecast(database)).all(reads);
  app.route('/products/:sku/forecast.svg').get(sellers, forecastPicture(database)).all(reads);
  const desk = sessions.allow('reception', 'manager');
  app.route('/invoices/:id.pdf').get(desk, invoicePdf(database, audit)).all(reads);
  app.route('/invoices/:id/receipt.pdf').get(desk, receiptPdf(database, audit)).all(reads);
  app.route('/invoices').get(desk, listInvoices(database, audit)).all(reads);
  app.route('/invoices/:id').get(desk, showInvoice(database, audit)).all(reads);
  const carers = sessions.allow('optometrist', 'optician', 'manager');
  app.route('/prescriptions/:id.pdf').get(carers, prescriptionPdf(database, audit)).all(reads);
  app.route('/orders/open').get(sellers, listOpenOrders(database, audit)).all(reads);
  app.route('/orders/:id/order-sheet.pdf').get(sellers, orderSheetPdf(database, audit)).all(reads);
  studyRoutes(app, sessions, database, store, audit, config);
  const managers = sessions.allow('manager');
  app.route('/patients/:id/dossier.pdf').get(managers, patientDossier(database, audit)).all(reads);
  const { vault } = keys;
  app
    .route('/patients/search')
    .post(everyone, jsonBody, searchPatients(database, vault, audit))
    .all(writes);
  app
    .route('/patients/:id')
    .get(everyone, showPatient(database, vault, audit))
    .patch(desk, jsonBody, updatePatient(database, vault, audit))
    .all(only('GET', 'HEAD', 'PATCH'));
  app.route('/patients/:id/history').get(everyone, showHistory(database, audit)).all(reads);
  const lists = listsOf(vault);
  const board = new ProgressBoard();
  const exports = new AtOnce(MAX_EXPORTS, 'exports');
  app.route('/exports').get(everyone, exportable(lists)).all(reads);
  app.route('/exports/progress/:name').get(everyone, exportProgress(board)).all(reads);
  app
    .route('/exports/invoices.zip')
    .get(managers, invoicesZip(database, audit, board, exports))
    .all(reads);
  const archive = monthlyArchive(database, lists, audit, board, exports);
  app
    .route('/exports/archive/:month.zip')
    .get(managers, archive)
    .post(managers, formBody, archive)
    .all(only('GET', 'HEAD', 'POST'));
  app
    .route('/exports/:list.:format')
    .get(everyone, listExport(database, lists, audit, board, exports))
    .all(reads);
  app.route('/admin/status').get(managers, adminStatus(connection, audit)).all(reads);
  app.route('/audit').get(managers, auditEntries(database, audit)).all(reads);
  app
    .route('/audit/verification')
    .get(managers, auditVerification(database, audit, board))
    .all(reads);
  app
    .route('/audit.jsonl')
    .get(managers, auditFile(database, audit, exports))
    .all(reads);
  const previews = new Previews();
  app.route('/imports/prices').post(managers, endTurn, previewImport(database, previews)).all(writes);
  app
    .route('/imports/prices/:id')
    .get(managers, showImport(previews))
    .delete(managers, cancelImport(previews))
    .all(only('GET', 'HEAD', 'DELETE'));
  app
    .route('/imports/prices/:id/confirm')
    .post(managers, jsonBody, confirmImport(database, previews, audit))
    .all(writes);

  webPages(app);
  app.use(notFound);
  app.use(answerProblem);
  return app;
}
