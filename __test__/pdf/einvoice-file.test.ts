/** The PDF an e-invoice is in: PDF/A-3b with the XML as an associated file, as Factur-X asks for it. */
import { pdf } from 'clinicore';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { beforeEach, describe, expect, it } from 'vitest';
import { backends, useBackend } from '../backends';
import { readPdf } from '../pdf-reader';
import { creditNote, invoice } from './einvoice-samples';
import { isMissing, needs, said } from './tools';

/** What is attached, and what the file says of itself. */
async function inside(file: Uint8Array) {
  const document = await getDocument({ data: new Uint8Array(file), verbosity: 0 }).promise;
  const attachments = (await document.getAttachments()) as Record<string, { filename: string; content: Uint8Array }>;
  const { metadata } = await document.getMetadata();
  await document.destroy();
  const files = Object.values(attachments).map(({ filename, content }) => [
    filename,
    new TextDecoder().decode(content),
  ]);
  return { files, xmp: metadata?.getRaw() as string };
}

/** A property of XMP, written as an element or as an attribute. */
const property = (xmp: string, name: string) => new RegExp(`${name}(?:>|=")([^<"]*)`).exec(xmp)?.[1];

/** The objects of a file that have a key. */
function objectsWith(file: Uint8Array, key: string): Record<string, unknown>[] {
  const { qpdf } = JSON.parse(said('qpdf', ['--json', '--json-key=qpdf', 'FILE'], file)) as { qpdf: object[] };
  const objects = Object.values(qpdf[1] as Record<string, { value?: object; stream?: { dict: object } }>);
  const dictionaries = objects.map(({ value, stream }) => (stream?.dict ?? value) as Record<string, unknown> | null);
  return dictionaries.filter((one) => one !== null && typeof one === 'object' && key in one) as Record<
    string,
    unknown
  >[];
}

describe.each(backends)('an e-invoice of the %s backend', (name) => {
  beforeEach(() => {
    useBackend(name);
  });

  it.each([
    ['EN 16931', 'einvoice'],
    ['BASIC', { name: 'archive', level: 'b', facturX: 'BASIC' }],
  ] as const)('in the profile %s holds its XML, and says so (Factur-X 1.07, 6.2 and 6.3)', async (facturX, profile) => {
    const { files, xmp } = await inside(await pdf.invoice(invoice, { profile }));
    expect(files).toEqual([['factur-x.xml', await pdf.invoiceXml(invoice, { facturX })]]);
    expect(property(xmp, 'pdfaid:part')).toBe('3');
    expect(property(xmp, 'pdfaid:conformance')).toBe('B');
    expect(xmp).toContain('urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#');
    expect(property(xmp, 'fx:DocumentType')).toBe('INVOICE');
    expect(property(xmp, 'fx:DocumentFileName')).toBe('factur-x.xml');
    expect(property(xmp, 'fx:Version')).toBe('1.0');
    expect(property(xmp, 'fx:ConformanceLevel')).toBe(facturX);
  });

  it.skipIf(isMissing('qpdf'))(`associates the XML with the document (ISO 19005-3, 6.8)${needs('qpdf')}`, async () => {
    const file = await pdf.invoice(invoice, { profile: 'einvoice' });
    const [specification] = objectsWith(file, '/AFRelationship');
    expect(specification?.['/AFRelationship']).toBe('/Alternative');
    expect(specification?.['/UF']).toBe('u:factur-x.xml');
    const [embedded] = objectsWith(file, '/Params');
    expect(embedded?.['/Subtype']).toBe('/text/xml');
    expect(objectsWith(file, '/AF')).toMatchObject([{ '/Type': '/Catalog' }]);
  });

  it('is otherwise the invoice that is printed', async () => {
    const texts = async (options?: pdf.InvoiceOptions) =>
      (await readPdf(await pdf.invoice(invoice, options))).pages.flatMap(({ runs }) => runs.map(({ text }) => text));
    const printed = await texts({ profile: 'einvoice' });
    expect(printed).toEqual(await texts());
    // Both of the seller's numbers stand there.
    expect(printed.join(' ')).toMatch(/29\/815\/08154.*DE123456789/);
  });

  it('can be a credit note too', async () => {
    const { files } = await inside(await pdf.creditNote(creditNote, { profile: 'einvoice' }));
    expect(files).toEqual([['factur-x.xml', await pdf.creditNoteXml(creditNote)]]);
  });

  it('names the invoice it corrects', async () => {
    const corrects = { number: 'INV-2026-00041', date: '2026-02-27' };
    const read = await readPdf(await pdf.invoice({ ...invoice, corrects }));
    const texts = read.pages.flatMap(({ runs }) => runs.map(({ text }) => text));
    expect(texts.join(' ')).toContain('Corrects invoice INV-2026-00041 Feb 27, 2026');
  });

  it.each(['einvoice', { name: 'archive', level: 'b', facturX: 'BASIC' }] as const)(
    'can be one of a batch, the same as by itself, in the profile %j',
    async (profile) => {
      const documents = [
        () => pdf.invoiceDocument(invoice, { profile }),
        () => pdf.creditNoteDocument(creditNote, { profile }),
      ];
      const alone = [await pdf.invoice(invoice, { profile }), await pdf.creditNote(creditNote, { profile })];
      for await (const { index, file } of pdf.renderMany(documents, { profile })) expect(file).toEqual(alone[index]);
    },
  );

  it('is no document of another profile, and none without what its rules ask for', async () => {
    const refused = (options: object, data: object = invoice) =>
      pdf.invoiceDocument(data as pdf.InvoiceData, options).then(
        () => undefined,
        (error) => error.details,
      );
    expect(await refused({ profile: 'archive' })).toEqual({ argument: 'options.profile' });
    expect(await refused({ profile: { name: 'archive', facturX: 'EXTENDED' } })).toEqual({
      argument: 'options.profile.facturX',
    });
    const { country: _, ...buyer } = invoice.buyer;
    expect(await refused({ profile: 'einvoice' }, { ...invoice, buyer })).toEqual({ argument: 'data.buyer.country' });
  });
});
