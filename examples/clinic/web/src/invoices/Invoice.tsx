import { Link } from 'wouter';
import type { InvoiceAnswer } from '../../../src/routes/invoices.js';
import { useLoad } from '../api/useLoad';
import { DocumentView } from '../documents/DocumentView';
import { dayOf, money } from '../format';
import { Page } from '../layout/Page';
import { Card } from '../ui/Card';
import { Loaded } from '../ui/Loaded';
import { Table } from '../ui/Table';

/** An invoice: what it says, and how it is printed. */
export default function Invoice({ params: { id = '' } }: { params: Record<string, string> }) {
  const loading = useLoad<InvoiceAnswer>(`/invoices/${encodeURIComponent(id)}`);
  const invoice = loading.data;
  return (
    <Page
      title="Invoice"
      heading={invoice ? `Invoice ${invoice.number}` : 'Invoice'}
      actions={
        invoice && (
          <div className="buttons">
            {invoice.paidOn && (
              <Link className="button plain" href={`/invoices/${id}/receipt`}>
                Receipt
              </Link>
            )}
            <Link className="button plain" href={`/invoices/${id}/e-invoice`}>
              E-invoice
            </Link>
          </div>
        )
      }
    >
      <Loaded of={loading}>
        {(found) => (
          <>
            <Facts invoice={found} />
            <Card heading="As it is printed" isForScreen>
              <DocumentView path={`/invoices/${found.id}.pdf`} title={`Invoice ${found.number}`} />
            </Card>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Facts({ invoice }: { invoice: InvoiceAnswer }) {
  const { patient, issuedOn, dueOn, paidOn, lines, net, tax, gross, currency } = invoice;
  return (
    <Card heading="What it says">
      <dl className="facts">
        <div>
          <dt>Patient</dt>
          <dd>
            <Link href={`/patients/${patient.id}`}>{patient.name}</Link>, {patient.recordNumber}
          </dd>
        </div>
        <div>
          <dt>Issued</dt>
          <dd>{dayOf(issuedOn)}</dd>
        </div>
        <div>
          <dt>{paidOn ? 'Paid' : 'Due'}</dt>
          <dd>{dayOf(paidOn ?? dueOn)}</dd>
        </div>
        <div>
          <dt>Total</dt>
          <dd>
            <strong>{money(gross, currency)}</strong>, of which {money(tax, currency)} tax on {money(net, currency)}
          </dd>
        </div>
      </dl>
      <Table
        caption="Lines"
        rows={lines.map((line, position) => ({ ...line, position }))}
        keyOf={({ position }) => position}
        empty="It has no lines."
        columns={[
          { header: 'What', isRowHeader: true, cell: ({ description }) => description },
          { header: 'Pieces', isNumber: true, cell: ({ quantity }) => quantity },
          { header: 'Each', isNumber: true, isExtra: true, cell: ({ unitPrice }) => money(unitPrice, currency) },
          { header: 'Tax', isNumber: true, isExtra: true, cell: ({ taxRate }) => `${Number(taxRate)} %` },
          { header: 'Net', isNumber: true, cell: (line) => money(line.net, currency) },
        ]}
      />
    </Card>
  );
}
