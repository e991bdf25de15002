import { Link } from 'wouter';
import type { PatientHistory } from '../../../src/patients/history.js';
import { useLoad } from '../api/useLoad';
import { dayOf } from '../format';
import { InvoiceTable } from '../invoices/InvoiceTable';
import { Card } from '../ui/Card';
import { Loaded } from '../ui/Loaded';
import { type Column, Table } from '../ui/Table';

/** What was prescribed, measured, ordered and invoiced, as far as the role needs it. */
export function History({ id }: { id: number }) {
  const loading = useLoad<PatientHistory>(`/patients/${id}/history`);
  return (
    <Loaded of={loading}>
      {({ prescriptions, studies, orders, invoices }) => (
        <div className="cards">
          <Section
            heading="Prescriptions"
            rows={prescriptions}
            keyOf={(row) => row.id}
            empty="Nothing was prescribed."
            columns={[
              { header: 'Written', cell: (row) => dayOf(row.writtenOn) },
              { header: 'Visit', cell: (row) => row.reason },
              {
                header: 'Number',
                isNumber: true,
                cell: (row) => <Link href={`/prescriptions/${row.id}`}>RX {row.id}</Link>,
              },
            ]}
          />
          <Section
            heading="Studies"
            rows={studies}
            keyOf={(row) => row.uid}
            empty="Nothing was recorded."
            columns={[
              { header: 'Made', cell: (row) => (row.date ? dayOf(row.date) : 'unknown') },
              { header: 'What', cell: (row) => <Link href={`/studies/${row.uid}`}>{row.description ?? 'Study'}</Link> },
            ]}
          />
          <Section
            heading="Orders"
            rows={orders}
            keyOf={(row) => row.id}
            empty="Nothing was ordered."
            columns={[
              { header: 'Ordered', cell: (row) => dayOf(row.orderedOn) },
              { header: 'Status', cell: (row) => row.status },
              {
                header: 'Order',
                isNumber: true,
                cell: (row) => (row.hasLenses ? <Link href={`/orders/${row.id}`}>Sheet {row.id}</Link> : row.id),
              },
            ]}
          />
          {invoices && (
            <Card heading="Invoices">
              <InvoiceTable invoices={invoices} isBrief />
            </Card>
          )}
        </div>
      )}
    </Loaded>
  );
}

interface SectionProps<Row> {
  heading: string;
  /** None, where the role does not see them. */
  rows: readonly Row[] | undefined;
  keyOf: (row: Row) => string | number;
  empty: string;
  columns: readonly Column<Row>[];
}

function Section<Row>({ heading, rows, ...table }: SectionProps<Row>) {
  return (
    rows && (
      <Card heading={heading}>
        <Table caption={heading} rows={rows} {...table} />
      </Card>
    )
  );
}
