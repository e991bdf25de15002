import { Link } from 'wouter';
import type { OpenOrder } from '../../../src/orders.js';
import { useLoad } from '../api/useLoad';
import { dayOf, numberOf } from '../format';
import { Card } from '../ui/Card';
import { Loaded } from '../ui/Loaded';
import { Table } from '../ui/Table';

const SHOWN = 8;

/** The orders that wait to be made. */
export function OpenOrders() {
  const loading = useLoad<{ orders: OpenOrder[]; total: number }>('/orders/open');
  return (
    <Card heading="To be ordered and made">
      <Loaded of={loading}>
        {({ orders, total }) => (
          <>
            <p className="quiet">{numberOf(total, 'order waits', 'orders wait')}, the oldest first.</p>
            <Table
              caption="Open orders"
              rows={orders.slice(0, SHOWN)}
              keyOf={({ id }) => id}
              empty="All orders are made."
              columns={[
                { header: 'Ordered', cell: ({ orderedOn }) => dayOf(orderedOn) },
                {
                  header: 'Patient',
                  cell: ({ patientId, recordNumber }) => <Link href={`/patients/${patientId}`}>{recordNumber}</Link>,
                },
                {
                  header: 'Order',
                  isNumber: true,
                  cell: ({ id, hasLenses }) => (hasLenses ? <Link href={`/orders/${id}`}>Sheet {id}</Link> : id),
                },
              ]}
            />
          </>
        )}
      </Loaded>
    </Card>
  );
}
