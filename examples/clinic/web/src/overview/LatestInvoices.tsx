import { Link } from 'wouter';
import type { ShownInvoice } from '../../../src/routes/invoices.js';
import { useLoad } from '../api/useLoad';
import { InvoiceTable } from '../invoices/InvoiceTable';
import { Card } from '../ui/Card';
import { Loaded } from '../ui/Loaded';

const SHOWN = 8;

/** The latest invoices. */
export function LatestInvoices() {
  const loading = useLoad<{ invoices: ShownInvoice[] }>('/invoices');
  return (
    <Card heading="Latest invoices">
      <Loaded of={loading}>{({ invoices }) => <InvoiceTable invoices={invoices.slice(0, SHOWN)} isBrief />}</Loaded>
      <p>
        <Link href="/invoices">All invoices</Link>
      </p>
    </Card>
  );
}
