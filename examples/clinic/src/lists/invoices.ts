import { invoices as table } from '../database/schema.js';
import { type InvoiceSummary, invoicePages } from '../invoices.js';
import { within } from '../period.js';
import { date, money, text } from './columns.js';
import { list } from './list.js';

export const invoices = list<InvoiceSummary>({
  title: 'Invoices',
  roles: ['manager'],
  periodOf: 'issued',
  columns: [
    text('Number', ({ number }) => number),
    date('Issued', ({ issuedOn }) => issuedOn),
    date('Due', ({ dueOn }) => dueOn),
    date('Paid', ({ paidOn }) => paidOn),
    text('Record', ({ recordNumber }) => recordNumber),
    text('Patient', ({ patient }) => patient),
    text('Currency', ({ currency }) => currency),
    money('Net', ({ net }) => net),
    money('Tax', ({ tax }) => tax),
    money('Gross', ({ net, tax }) => net + tax),
  ],
  pages: invoicePages,
  count: (database, period) => database.$count(table, within(table.issuedOn, period)),
});
