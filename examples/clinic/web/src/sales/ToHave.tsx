import { Link } from 'wouter';
import { counted } from '../format';
import { type Column, Table } from '../ui/Table';
import type { ProductOutlook } from './answers';

/**
 * What will be sold, and how much of it is to be there: the upper end of an interval, not what is expected.
 *
 * @param isBrief whether there is little room for it
 */
export function ToHave({ products, isBrief = false }: { products: readonly ProductOutlook[]; isBrief?: boolean }) {
  const more: Column<ProductOutlook>[] = [
    { header: 'Last week', isNumber: true, isExtra: true, cell: ({ lastWeek }) => counted(lastWeek) },
    { header: 'Next four', isNumber: true, isExtra: true, cell: ({ nextFourWeeks }) => counted(nextFourWeeks) },
  ];
  return (
    <Table
      caption="Products by what they will sell"
      rows={products}
      keyOf={({ sku }) => sku}
      empty="Nothing was sold yet."
      columns={[
        { header: 'Product', isRowHeader: true, cell: ({ sku, name }) => <Link href={`/sales/${sku}`}>{name}</Link> },
        { header: 'Next week', isNumber: true, cell: ({ nextWeek }) => counted(nextWeek) },
        ...(isBrief ? [] : more),
        { header: 'Have there', isNumber: true, cell: ({ enough }) => <strong>{counted(enough)}</strong> },
      ]}
    />
  );
}
