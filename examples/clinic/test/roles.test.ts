/** Who may use which route: said here once more than in the code, so that a route without a role is found out. */
import type { Express } from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Admission } from '../src/admission';
import { createApp } from '../src/app';
import type { AuditLog } from '../src/audit/auditLog';
import type { Role } from '../src/auth';
import { readConfig } from '../src/config';
import type { Connection } from '../src/database/connect';
import type { FileStore } from '../src/imaging/fileStore';
import { readKeys } from '../src/keys';
import { newcomer } from './accounts';
import { backends, Clinic, emptyFolder, expectProblem, removeFolders, seededFolder } from './clinic';

afterAll(removeFolders);

const STAFF: Record<Role, string> = { optometrist: 'olga', optician: 'pavel', reception: 'rita', manager: 'maria' };
const ROLES = Object.keys(STAFF) as Role[];
const CARERS: Role[] = ['optometrist', 'optician', 'manager'];
const SELLERS: Role[] = ['optician', 'manager'];
const DESK: Role[] = ['reception', 'manager'];
const MANAGERS: Role[] = ['manager'];

/** Routes for anyone: those that make a session or need but a link, the end of one, and what tells nothing of anybody. */
const PUBLIC = [
  'POST /auth/login',
  'POST /auth/login/code',
  'POST /auth/link',
  'POST /auth/password',
  'POST /auth/logout',
  'GET /healthz',
  'GET /',
  'GET /app',
  'GET /app/*page',
];

const PRIVATE: Record<string, Role[]> = {
  'GET /auth/session': ROLES,
  'GET /account': ROLES,
  'POST /account/password': ROLES,
  'POST /account/second-factor': ROLES,
  'GET /account/second-factor.svg': ROLES,
  'POST /account/second-factor/confirm': ROLES,
  'POST /account/second-factor/remove': ROLES,
  'POST /account/recovery-codes': ROLES,
  'GET /staff': MANAGERS,
  'POST /staff': MANAGERS,
  'PATCH /staff/:id': MANAGERS,
  'POST /staff/:id/link': MANAGERS,
  'DELETE /staff/:id/second-factor': MANAGERS,
  'GET /products/outlook': SELLERS,
  'GET /products/:sku/forecast': SELLERS,
  'GET /products/:sku/forecast.svg': SELLERS,
  'GET /invoices': DESK,
  'GET /invoices/:id': DESK,
  'GET /invoices/:id.pdf': DESK,
  'GET /invoices/:id/receipt.pdf': DESK,
  'GET /prescriptions/:id.pdf': CARERS,
  'GET /orders/open': SELLERS,
  'GET /orders/:id/order-sheet.pdf': SELLERS,
  'GET /patients/:id/dossier.pdf': MANAGERS,
  'POST /patients/search': ROLES,
  'GET /patients/:id': ROLES,
  'PATCH /patients/:id': DESK,
  'GET /patients/:id/history': ROLES,
  'POST /studies': ['optometrist'],
  'POST /studies/search': CARERS,
  'POST /studies/:study': ['optometrist'],
  'GET /exports': ROLES,
  'GET /exports/progress/:name': ROLES,
  'GET /exports/invoices.zip': MANAGERS,
  'GET /exports/archive/:month.zip': MANAGERS,
  'POST /exports/archive/:month.zip': MANAGERS,
  'GET /exports/:list.:format': ROLES,
  'POST /imports/prices': MANAGERS,
  'GET /imports/prices/:id': MANAGERS,
  'DELETE /imports/prices/:id': MANAGERS,
  'POST /imports/prices/:id/confirm': MANAGERS,
  'GET /admin/status': MANAGERS,
  'GET /audit': MANAGERS,
  'GET /audit/verification': MANAGERS,
  'GET /audit.jsonl': MANAGERS,
};

/** Of DICOMweb, all that only reads, whatever of a study it is. */
const READS_STUDIES = /^GET \/(studies|series|instances)(\/|$)/;

/** What there is to do for who must enrol. */
const ENROLLING = /^\w+ \/(account|auth\/session)(\/|\.|$)/;

const rolesOf = (route: string): Role[] | undefined => (READS_STUDIES.test(route) ? CARERS : PRIVATE[route]);

interface Layer {
  /** Of the function that it calls. */
  name: string;
  route?: { path: string | string[]; stack: { method?: string }[] };
}

const layersOf = (app: Express) => (app.router as unknown as { stack: Layer[] }).stack;

/** Each method of each route of the application, as it was made; those that only say which methods there are have none. */
function routesOf(app: Express): string[] {
  return layersOf(app).flatMap(({ route }) => {
    const methods = new Set(route?.stack.flatMap(({ method }) => method ?? []));
    const paths = [route?.path ?? []].flat();
    return paths.flatMap((path) => [...methods].map((method) => `${method.toUpperCase()} ${path}`));
  });
}

/** An address that a route answers, of things that are not there. */
const addressOf = (path: string) =>
  path
    .replace(':study', '1.2.3')
    .replace(':series', '1.2.3.4')
    .replace(':instance', '1.2.3.4.5')
    .replace(':month', '1999-01')
    .replace(':list.:format', 'none.csv')
    .replace(/:\w+/g, '999999');

const app = await (async () => {
  const folder = emptyFolder();
  const keys = await readKeys(folder);
  const config = readConfig({ CLINIC_DATA: folder });
  // What routes ask for when they are asked is not asked for here.
  const nothing = {} as Connection & FileStore & AuditLog;
  return createApp(nothing, nothing, keys, nothing, config, new Admission(config.maxRequests));
})();
const routes = routesOf(app);

it('are all either for anyone or for certain roles, which stands here', () => {
  expect(routes.length).toBeGreaterThan(60);
  expect(routes.filter((route) => !PUBLIC.includes(route) && !rolesOf(route))).toEqual([]);
  const known = [...PUBLIC, ...Object.keys(PRIVATE)];
  expect(known.filter((route) => !routes.includes(route))).toEqual([]);
});

it('are all there is: nothing else that is mounted answers with more than a page or a problem', () => {
  const others = layersOf(app).filter(({ route }) => !route);
  // Headers, a turn, who stalls, two checks of where requests come from, the pages' files, the two that end in a problem.
  expect(others.map(({ name }) => name)).toEqual([
    ...[
      '<anonymous>',
      'guard',
      'cutOffWhoStalls',
      '<anonymous>',
      '<anonymous>',
      'serveStatic',
      'notFound',
      'notFound',
      'answerProblem',
    ],
  ]);
});

describe.each(backends)('the routes on the %s backend', (backend) => {
  let clinic: Clinic;

  beforeAll(async () => {
    clinic = await Clinic.start(backend, await seededFolder());
    for (const username of Object.values(STAFF)) await clinic.session(username);
  });
  afterAll(() => clinic?.stop());

  const ask = (route: string, as?: string) => {
    const [method = '', path = ''] = route.split(' ');
    return clinic.fetch(addressOf(path), { method, ...(as && { as }) });
  };

  it.each(routes.filter((route) => !PUBLIC.includes(route)))('%s: refused to others than its roles', async (route) => {
    await expectProblem(await ask(route), 401, 'ERR_NO_SESSION');
    const allowed = rolesOf(route) ?? [];
    for (const role of ROLES) {
      const response = await ask(route, STAFF[role]);
      if (allowed.includes(role)) {
        expect([401, 403]).not.toContain(response.status);
        await response.body?.cancel();
      } else {
        await expectProblem(response, 403, 'ERR_FORBIDDEN');
      }
    }
  });

  it('are refused to who must enrol a second factor first, but for those by which they do', async () => {
    const { session } = await newcomer(clinic, 'ines', 'manager');
    for (const route of routes.filter((route) => !PUBLIC.includes(route))) {
      const [method = '', path = ''] = route.split(' ');
      const response = await clinic.fetch(addressOf(path), { method, headers: { ...session } });
      if (ENROLLING.test(route)) {
        expect([401, 403]).not.toContain(response.status);
        await response.body?.cancel();
      } else {
        await expectProblem(response, 403, 'ERR_ENROL_FIRST');
      }
    }
  });

  it('change nothing without the token of the session, but for those that make one', async () => {
    const { cookie } = await clinic.session('maria');
    const isFree = (route: string) => PUBLIC.includes(route) && route !== 'POST /auth/logout';
    for (const route of routes.filter((route) => !route.startsWith('GET ') && !isFree(route))) {
      const [method = '', path = ''] = route.split(' ');
      await expectProblem(await clinic.fetch(addressOf(path), { method, headers: { cookie } }), 403, 'ERR_FORGED');
    }
  });

  it.each(PUBLIC)('%s: refused to nobody for who they are', async (route) => {
    const response = await ask(route);
    expect([401, 403]).not.toContain(response.status);
    await response.body?.cancel();
  });
});
