/** How much an e-invoice says, and how that is asked for. */
import type { ProfileMessage } from '../../contract/pdf';
import { abortError } from '../../errors';
import { taskOptions } from '../../task';
import { type Fields, oneOf, optionalRecord } from '../../validate';
import type { ArchiveProfile } from '../profile';
import { profileOption } from '../render';
import type { DocumentOptions } from '../templates/template';

/** The profiles of Factur-X that are whole invoices, as far as the data of `pdf.invoice` can fill them. */
export type FacturXLevel = 'BASIC' | 'EN 16931';

/**
 * Options of `invoiceDocument` and `creditNoteDocument`.
 *
 * @typeParam Options the options of the PDF
 */
export type EinvoiceDocumentOptions<Options> = DocumentOptions<Options> & {
  /** That of an e-invoice: attaches the XML. Render the document in the same. Default none is attached. */
  profile?:
    | 'einvoice'
    | (ArchiveProfile & {
        /** The level of Factur-X. */
        facturX: FacturXLevel;
      });
};

/** Options of `invoiceXml`. */
export interface InvoiceXmlOptions {
  /**
   * The profile of Factur-X: `'EN 16931'` says all that the European standard knows, `'BASIC'` no article numbers,
   * contacts, BIC, account's holder, nor descriptions apart from names. Default `'EN 16931'`.
   */
  facturX?: FacturXLevel | undefined;
  /** Aborts the call. */
  signal?: AbortSignal | undefined;
}

const LEVELS = ['BASIC', 'EN 16931'] as const;

/** Reads `options.profile` of an invoice or a credit note. */
export function saleProfile(options: Fields): ProfileMessage {
  const profile = profileOption(options);
  const facturX = 'facturX' in profile ? profile.facturX : null;
  if (facturX !== null) oneOf(facturX, `${options.path('profile')}.facturX`, LEVELS);
  return profile;
}

/** The level of an e-invoice; `undefined` of what is none. */
export function levelOf(profile: ProfileMessage): FacturXLevel | undefined {
  const facturX = 'facturX' in profile ? profile.facturX : null;
  return LEVELS.find((level) => level === facturX);
}

export function xmlOptions(options: unknown): { level: FacturXLevel; goOn: () => void } {
  const fields = optionalRecord(options, 'options').only(['facturX', 'signal']);
  const { signal } = taskOptions(fields, 'interactive');
  return {
    level: fields.optional('facturX', 'EN 16931', (value, path) => oneOf(value, path, LEVELS)),
    goOn: () => {
      if (signal?.aborted) throw abortError(signal.reason);
    },
  };
}
