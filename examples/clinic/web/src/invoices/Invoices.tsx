import { useState } from 'react';
import type { ShownInvoice } from '../../../src/routes/invoices.js';
import { useLoad } from '../api/useLoad';
import { Page } from '../layout/Page';
import { Button } from '../ui/Button';
import { Card } from '../ui/Card';
import { Checkbox } from '../ui/Field';
import { Loaded } from '../ui/Loaded';
import { InvoiceTable } from './InvoiceTable';

/** The invoices, the latest first, a page at a time. */
export default function Invoices() {
  const [isUnpaid, setUnpaid] = useState(false);
  const [before, setBefore] = useState<number>();
  const query = new URLSearchParams({ unpaid: String(isUnpaid), ...(before && { before: String(before) }) });
  const loading = useLoad<{ invoices: ShownInvoice[] }>(`/invoices?${query}`);
  const oldest = loading.data?.invoices.at(-1)?.id;
  return (
    <Page title="Invoices">
      <Card heading={isUnpaid ? 'To be paid' : 'All invoices'}>
        <Checkbox
          label="Only those that are to be paid"
          name="unpaid"
          checked={isUnpaid}
          onChange={({ target }) => {
            setUnpaid(target.checked);
            setBefore(undefined);
          }}
        />
        <Loaded of={loading}>{({ invoices }) => <InvoiceTable invoices={invoices} />}</Loaded>
        <div className="buttons">
          <Button type="button" disabled={before === undefined} onClick={() => setBefore(undefined)}>
            Latest
          </Button>
          <Button type="button" disabled={oldest === undefined} onClick={() => setBefore(oldest)}>
            Older
          </Button>
        </div>
      </Card>
    </Page>
  );
}
