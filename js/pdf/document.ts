/** Documents on their way to a backend. */
import type { InvoiceLabels, InvoiceTotals } from '../pdf';
import type { NumberFormat } from './locale';

/**
 * An invoice as it crosses to a backend, as JSON: checked, composed, with the locale's rules worked out. Its lines cross
 * apart, for there may be many.
 */
export interface InvoiceDocument {
  data: {
    number: string;
    issueDate: PrintedDate;
    dueDate: PrintedDate | undefined;
    seller: CheckedParty;
    buyer: CheckedParty;
    lines: readonly CheckedLine[];
    paymentTerms: string | undefined;
    notes: string | undefined;
    totals: InvoiceTotals | undefined;
  };
  options: {
    language: string;
    numbers: NumberFormat;
    labels: InvoiceLabels;
    pageSize: 'A4' | 'Letter';
    accentColor: [number, number, number];
  };
}

/** A day, and how it is printed. */
export interface PrintedDate {
  year: number;
  month: number;
  day: number;
  text: string;
}

/** A {@link Party} that passed the front door. */
export interface CheckedParty {
  name: string;
  address: string[];
  taxId: string | undefined;
  email: string | undefined;
  phone: string | undefined;
}

/** An {@link InvoiceLine} that passed the front door. */
export interface CheckedLine {
  description: string;
  sku: string | undefined;
  quantity: string;
  unit: string | undefined;
  unitPrice: number;
  discount: number;
  taxRate: string;
}
