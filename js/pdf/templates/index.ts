/** The clinic's documents: what data become a PDF. */

export type { EinvoiceDocumentOptions, InvoiceXmlOptions } from '../einvoice/options';
export type { ContactLens } from './contact-lens';
export {
  type CreditNoteData,
  type CreditNoteLabels,
  type CreditNoteOptions,
  creditNote,
  creditNoteDocument,
  creditNoteXml,
} from './credit-note';
export type { EpcPaymentCode } from './epc-code';
export type { EyeLabels } from './eyes';
export type { Frame, LensData, WearingPosition } from './frame';
export {
  type InvoiceData,
  type InvoiceLabels,
  type InvoiceOptions,
  invoice,
  invoiceDocument,
  invoiceXml,
} from './invoice';
export type { PdfTheme } from './look';
export {
  type OrderedLens,
  type OrderSheetData,
  type OrderSheetLabels,
  type OrderSheetOptions,
  orderSheet,
  orderSheetDocument,
} from './order-sheet';
export type { Party } from './party';
export type { BankAccount, PaymentCode, PaymentLabels } from './payment';
export {
  type Patient,
  type PrescriptionData,
  type PrescriptionLabels,
  type PrescriptionOptions,
  prescription,
  prescriptionDocument,
  type SpectaclePrescription,
} from './prescription';
export { type ReceiptData, type ReceiptLabels, type ReceiptOptions, receipt, receiptDocument } from './receipt';
export type { PowerStep, Prism, PupillaryDistance, Refraction } from './refraction';
export {
  type ReportChart,
  type ReportData,
  type ReportFigure,
  type ReportLabels,
  type ReportOptions,
  type ReportSection,
  type ReportTable,
  report,
  reportDocument,
} from './report';
export type {
  ExemptionReasons,
  InvoiceDiscount,
  InvoiceLine,
  InvoicePayment,
  InvoiceTotals,
  TaxCategory,
} from './sale';
export type { SaleLabels } from './sale-document';
export type { SwissAddress, SwissPaymentCode } from './swiss-code';
export type { DocumentOptions, PdfTemplateOptions } from './template';
export type { Radii, Tracing } from './tracing';
export type { TradeParty } from './trade-party';
