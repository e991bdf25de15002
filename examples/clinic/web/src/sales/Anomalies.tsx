import { Link } from 'wouter';
import { counted, dayOf } from '../format';
import { Table } from '../ui/Table';
import type { SalesAnomaly } from './answers';

type Row = Pick<SalesAnomaly, 'date' | 'quantity' | 'expected'> & Partial<Pick<SalesAnomaly, 'sku' | 'name'>>;

/** Days on which far more or less was sold than usual. */
export function Anomalies({ anomalies }: { anomalies: readonly Row[] }) {
  const isOfMany = anomalies[0]?.sku !== undefined;
  return (
    <Table
      caption="Days that stand out"
      rows={anomalies}
      keyOf={({ sku, date }) => `${sku} ${date}`}
      empty="No day stands out."
      columns={[
        { header: 'Day', cell: ({ date }) => dayOf(date) },
        ...(isOfMany
          ? [{ header: 'Product', cell: ({ sku, name }: Row) => <Link href={`/sales/${sku}`}>{name}</Link> }]
          : []),
        {
          header: 'Sold',
          isNumber: true,
          cell: ({ quantity, expected }) => `${quantity} ${quantity > expected ? '▲' : '▼'}`,
        },
        { header: 'Usual', isNumber: true, isExtra: isOfMany, cell: ({ expected }) => counted(Math.round(expected)) },
      ]}
    />
  );
}
