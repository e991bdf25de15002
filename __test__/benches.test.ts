/**
 * The benches are evidence: every function that a migration guide puts in another package's place is measured against it, and
 * the pages are what was measured.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crypto, dicom, export as exporting, pdf, stats } from 'clinicore';
import { beforeAll, describe, expect, it } from 'vitest';
import { explicit, part10 } from './dicom-bytes';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Row {
  contender: string;
  ratio?: number;
}
interface Case {
  name: string;
  of: string[];
  contenders: Record<string, unknown>;
  growth?: { family: string; n: number };
}
interface Measured {
  cases: { name: string; rows: Row[] }[];
}

// They are JavaScript, without types.
const { casesOf, domains } = (await import(`${root}/benches/cases.mjs`)) as {
  casesOf(domain: string): Promise<Case[]>;
  domains: string[];
};
const { readResults, reportsOf } = (await import(`${root}/benches/report/write.mjs`)) as {
  readResults(): Record<string, Measured>;
  reportsOf(results: Record<string, Measured>): Record<string, string>;
};
const cases = new Map(await Promise.all(domains.map(async (domain) => [domain, await casesOf(domain)] as const)));
/** A class is measured by its methods. */
const measured = new Set(
  [...cases.values()]
    .flat()
    .flatMap(({ of }) => of.flatMap((name) => [name, name.replace(/^([A-Z]\w*)\..*/, 'crypto.$1')])),
);

/** What the guides name and nothing is measured of, and why. */
const NOT_MEASURED: Record<string, string> = {
  'stats.histogram': 'simple-statistics has nothing like it',
  'stats.multipleRegression': 'regression has nothing like it',
  'pdf.registerFont': 'once for a process',
  'dicom.ophthalmic': 'dicom-parser has nothing like it, nor is there code that everybody wrote',
  'crypto.parseOtpauthUri': 'otplib does not read what it wrote',
  'crypto.qrPng': 'the package it replaces makes no PNG; qrSvg is measured, and finds the same modules',
  'crypto.recoveryCodes': 'no package makes them',
  'crypto.findRecoveryCode': 'no package has it; it takes its time on purpose',
  'crypto.Lockout': 'no package has it; it counts',
};

const domainsOf = new Map<string, object>(Object.entries({ stats, pdf, dicom, export: exporting, crypto }));

/** The names by which a guide calls the functions of its module, and what each is here. */
const modules: Record<string, Map<string, string>> = {};
const module = (domain: string) =>
  Object.keys(domainsOf.get(domain) ?? {}).map((name) => [name, `${domain}.${name}`] as const);
const methods = (of: object, name: string) =>
  Object.getOwnPropertyNames(of).map((method) => [method, `${name}.${method}`] as const);

const GUIDES: Record<string, string> = {
  'simple-statistics': 'stats',
  regression: 'stats',
  pdfkit: 'pdf',
  'dicom-parser': 'dicom',
  exceljs: 'export',
  bcrypt: 'crypto',
  otplib: 'crypto',
};

beforeAll(async () => {
  const file = await dicom.open(part10('1.2.840.10008.1.2.1', explicit(0x0008_0060, 'CS', 'LEN ')));
  const ofFile = [...methods(Object.getPrototypeOf(file), 'DicomFile'), ...methods(itemOf(file), 'DicomFile')];
  modules.stats = new Map(module('stats'));
  modules.pdf = new Map(module('pdf'));
  modules.dicom = new Map([...ofFile.filter(([, name]) => !/constructor|close/.test(name)), ...module('dicom')]);
  modules.export = new Map(module('export'));
  modules.crypto = new Map([...module('crypto'), ...methods(crypto.Vault.prototype, 'Vault')]);
  await file.close();
});

/** What a file inherits from: its elements are those of an item. */
const itemOf = (file: object) => Object.getPrototypeOf(Object.getPrototypeOf(file)) as object;

/** What a guide puts in another's place: its words in code, without the left column of its table and the old calls. */
function namedBy(guide: string): string[] {
  const text = read(`docs/migrating/${guide}.md`)
    .replace(/^\|[^|]*/gm, '')
    .replace(/^\/\/ before\n[\s\S]*?^(?=\/\/ after|```)/gm, '');
  const blocks = [...text.matchAll(/^```js\n([\s\S]*?)^```/gm)].flatMap(([, code]) => [
    ...(code as string).matchAll(/\b([A-Za-z]\w*)\(/g),
  ]);
  const spans = [...text.replace(/^```js\n[\s\S]*?^```/gm, '').matchAll(/`([^`\n]*)`/g)].flatMap(([, code]) => [
    ...(code as string).replace(/'[^']*'/g, "''").matchAll(/\b([A-Za-z]\w*)\b(?!\s*:)/g),
  ]);
  return [...new Set([...blocks, ...spans].map(([, name]) => name as string))];
}

describe.each(Object.entries(GUIDES))('the guide from %s', (guide, domain) => {
  const replaced = () =>
    namedBy(guide).flatMap((name) => {
      const ours = modules[domain]?.get(name);
      return ours === undefined ? [] : [ours];
    });

  it('names functions', () => {
    expect(replaced().length).toBeGreaterThan(4);
  });

  it('names nothing that is not measured against what it replaces', () => {
    expect(replaced().filter((name) => !measured.has(name) && !(name in NOT_MEASURED))).toEqual([]);
  });
});

it('has a guide for every page of docs/migrating', () => {
  expect(Object.keys(GUIDES).sort()).toEqual(
    readdirSync(join(root, 'docs/migrating')).map((file) => file.slice(0, -3)),
  );
});

it('gives reasons only for what is there and not measured', () => {
  const names = new Set(Object.values(modules).flatMap((names) => [...names.values()]));
  for (const name of Object.keys(NOT_MEASURED)) {
    expect(names, name).toContain(name);
    expect(measured, name).not.toContain(name);
  }
});

describe.each([...cases])('the cases of %s', (domain, ofDomain) => {
  it('have names of their own, and one contender of ours or more, which comes first', () => {
    expect(new Set(ofDomain.map(({ name }) => name)).size).toBe(ofDomain.length);
    for (const { name, contenders } of ofDomain) expect(Object.keys(contenders)[0], name).toMatch(/^clinicore/);
  });

  it('are of functions that there are', () => {
    const typings = read('index.d.ts');
    for (const [name, of] of ofDomain.flatMap((one) => one.of.map((of) => [one.name, of] as const))) {
      const [owner, member] = of.split('.') as [string, string];
      const functions = domainsOf.get(owner);
      const isThere = functions
        ? member in functions
        : new RegExp(`class ${owner}\\b`).test(typings) &&
          new RegExp(`^\\s+(?:async )?${member}\\(`, 'm').test(typings);
      expect(isThere, `${of}, of ${name} in ${domain}`).toBe(true);
    }
  });
});

describe('what was measured', () => {
  const results = readResults();

  it.each(Object.entries(reportsOf(results)))('is what %s says', (path, text) => {
    expect(existsSync(join(root, path)) && read(path) === text, 'npm run bench -- --report makes it anew').toBe(true);
  });

  it.each(Object.entries(results))('of %s is of the cases that there are', (domain, { cases: found }) => {
    expect(found.map(({ name }) => name).sort()).toEqual(
      cases
        .get(domain)
        ?.map(({ name }) => name)
        .sort(),
    );
  });
});
