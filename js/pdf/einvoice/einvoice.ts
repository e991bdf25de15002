/** An e-invoice: the XML of what obeys the rules, and how it is put into a PDF. */
import type { NumberFormat } from '../locale';
import type { Attachment } from '../model';
import { crossIndustryInvoice, type EinvoiceParts } from './cross-industry-invoice';
import { complete } from './rules';

/** Makes the XML, with turns of the event loop in between. */
export async function einvoice(parts: EinvoiceParts, numbers: NumberFormat, goOn: () => void): Promise<string> {
  complete(parts.sale, parts.terms, parts.totals);
  return crossIndustryInvoice(parts, numbers, goOn);
}

/** Factur-X 1.07, 6.2: the file's name, and that it says the same as the pages do, which Germany asks for from BASIC on. */
export const einvoiceAttachment = (xml: string): Attachment => ({
  name: 'factur-x.xml',
  data: Buffer.from(xml),
  mimeType: 'text/xml',
  description: 'Factur-X',
  relationship: 'Alternative',
});
