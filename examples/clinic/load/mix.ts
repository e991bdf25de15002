/** What a clinic's staff ask for, and how often. */
import { randomUUID } from 'node:crypto';
import { photograph } from '../test/dicomFile';
import type { Answer, Line } from './line';
import { DEMO, json, logIn, newcomer, type Person, passwordStep, type Session } from './people';

export interface Kind {
  /** Of how many requests of the mix, against the other kinds. */
  weight: number;
  /** Sends one; gives the last answer that came. */
  send(line: Line): Promise<Answer | undefined>;
}

const NEWCOMERS = 24;
const INVOICES = 1000;
const PATIENTS = 400;
/** A photograph of half a million pixels: uploads are measured in files, not in what a network takes. */
const PIXELS = 512 * 1024;

const anyOf = <T>(items: readonly T[]): T => items[Math.floor(Math.random() * items.length)] as T;
const upTo = (count: number) => 1 + Math.floor(Math.random() * count);

/** The mixes of a clinic that has just started: accounts are made and sessions begun for them. */
export async function mixesOf(line: Line) {
  const sessions = {
    olga: await logIn(line, DEMO.olga),
    rita: await logIn(line, DEMO.rita),
    maria: await logIn(line, DEMO.maria),
  };
  const people: Person[] = [];
  for (let n = 1; n <= NEWCOMERS; n++) people.push(await newcomer(line, sessions.maria, n));
  const products = await line.ask({
    kind: '',
    path: '/exports/products.csv',
    headers: sessions.maria,
    wantsBody: true,
  });
  const skus = [...String(products?.body).matchAll(/^"?([A-Z]{2}-[A-Z0-9-]+)/gm)].map(([, sku]) => sku as string);
  if (skus.length === 0) throw new Error('The clinic has no products');
  // What has not been sold for long enough has no forecast.
  const sold: string[] = [];
  for (const sku of skus) {
    const answer = await line.ask({ path: `/products/${sku}/forecast`, headers: sessions.maria });
    if (answer?.status === 200) sold.push(sku);
  }

  const get = (weight: number, kind: string, path: () => string, session: Session = sessions.maria): Kind => ({
    weight,
    send: (line) => line.ask({ kind, path: path(), headers: session }),
  });
  const invoice = (query = '') => `/invoices/${upTo(INVOICES)}.pdf${query}`;
  const forecast = () => `/products/${anyOf(sold)}/forecast`;
  const kinds = {
    invoice: (weight: number) => get(weight, 'invoice PDF', invoice, sessions.rita),
    eInvoice: (weight: number) => get(weight, 'e-invoice PDF', () => invoice('?profile=einvoice'), sessions.rita),
    forecast: (weight: number) => get(weight, 'forecast', forecast),
    workbook: (weight: number) => get(weight, 'export xlsx', () => '/exports/invoices.xlsx'),
    csv: (weight: number) => get(weight, 'export csv', () => '/exports/prescriptions.csv'),
    parquet: (weight: number) => get(weight, 'export parquet', () => '/exports/sales.parquet'),
    session: (weight: number) => get(weight, 'session', () => '/auth/session'),
    search: (weight: number): Kind => ({ weight, send: (line) => search(line, sessions.rita) }),
    upload: (weight: number): Kind => ({ weight, send: (line) => upload(line, sessions.olga) }),
    logIn: (weight: number): Kind => ({ weight, send: (line) => logInAgain(line, anyOf(people)) }),
  };
  const { invoice: pdf, eInvoice, search: find, logIn: enter, ...more } = kinds;
  return {
    /** A busy morning. */
    mixed: [
      ...[pdf(30), find(25), more.forecast(15), enter(10), more.upload(6), more.session(5)],
      ...[more.workbook(3), more.csv(3), more.parquet(3)],
    ],
    /** What is made with the most work, and nothing else. */
    costly: [
      ...[pdf(25), eInvoice(10), more.forecast(20), enter(10), more.upload(5)],
      ...[more.workbook(15), more.csv(5), more.parquet(10)],
    ],
  };
}

/** By record number, or by a phone number, which is sealed. */
function search(line: Line, session: Session) {
  const record = { recordNumber: `P-${String(upTo(PATIENTS)).padStart(5, '0')}` };
  const phone = { phone: `030 23125 ${String(upTo(PATIENTS)).padStart(3, '0')}` };
  return line.ask({
    kind: 'patient search',
    path: '/patients/search',
    ...json('POST', anyOf([record, phone]), session),
  });
}

function upload(line: Line, session: Session) {
  // PS3.5 section B.2: a UUID as a UID.
  const uid = `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`;
  const boundary = 'study';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="files"; filename="photo.dcm"\r\n\r\n`;
  const file = photograph(uid, { pixels: PIXELS, study: `${uid.slice(0, 40)}.1`, series: `${uid.slice(0, 40)}.2` });
  const body = Buffer.concat([Buffer.from(head), file, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  const headers = { ...session, 'content-type': `multipart/form-data; boundary=${boundary}` };
  return line.ask({ kind: 'study upload', path: '/studies', method: 'POST', headers, body });
}

/** Both steps, as long as there is a code that was not used yet; else the first. */
async function logInAgain(line: Line, person: Person) {
  const first = await line.ask({
    kind: 'log-in, password',
    path: '/auth/login',
    ...passwordStep(person),
    expected: [202],
  });
  if (first?.status !== 202) return first;
  const code = person.code();
  if (code === undefined) return first;
  const headers = { cookie: first.cookies.at(-1) as string, 'x-forwarded-for': person.address };
  return line.ask({ kind: 'log-in, code', path: '/auth/login/code', ...json('POST', { code }, headers) });
}
