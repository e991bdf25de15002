/** What invoices and credit notes say of their own, as an e-invoice names it. */
export interface Terms {
  /** UNTDID 1001: 380 an invoice, 381 a credit note, 384 a corrected invoice. */
  typeCode: '380' | '381' | '384';
  dueDate?: string | undefined;
  deliveryDate?: string | undefined;
  buyerReference?: string | undefined;
  orderNumber?: string | undefined;
  /** The invoice that is corrected or given back (BG-3). */
  preceding?: { number: string; date: string | undefined } | undefined;
  /** Why. */
  reason?: string | undefined;
}
