import { Link } from 'wouter';
import type { ShownInvoice } from '../../../src/routes/invoices.js';
import { dayOf, money } from '../format';
import { type Column, Table } from '../ui/Table';

type Row = Omit<ShownInvoice, 'patient' | 'recordNumber'> & Partial<Pick<ShownInvoice, 'patient'>>;

/**
 * Invoices; whose they are only where there are several patients'.
 *
 * @param isBrief whether there is little room for it
 */
export function InvoiceTable({ invoices, isBrief = false }: { invoices: readonly Row[]; isBrief?: boolean }) {
  const issued: Column<Row> = { header: 'Issued', cell: ({ issuedOn }) => dayOf(issuedOn), isExtra: true };
  const whose: Column<Row> = { header: 'Patient', cell: ({ patient }) => patient, isExtra: true };
  const paid: Column<Row> = {
    header: 'Paid',
    isShort: true,
    cell: ({ paidOn, dueOn }) => (paidOn ? dayOf(paidOn) : `due ${dayOf(dueOn)}`),
  };
  const due: Column<Row> = { header: 'Due', cell: ({ paidOn, dueOn }) => (paidOn ? 'paid' : dayOf(dueOn)) };
  return (
    <Table
      caption="Invoices"
      rows={invoices}
      keyOf={({ id }) => id}
      empty="There are none."
      columns={[
        { header: 'Number', cell: ({ id, number }) => <Link href={`/invoices/${id}`}>{number}</Link>, isShort: true },
        ...(isBrief ? [] : [issued]),
        ...(invoices[0]?.patient === undefined ? [] : [whose]),
        isBrief ? due : paid,
        { header: 'Total', isNumber: true, cell: ({ gross, currency }) => money(gross, currency) },
      ]}
    />
  );
}
