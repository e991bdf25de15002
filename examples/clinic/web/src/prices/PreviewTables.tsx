import { type Column, Table } from '../ui/Table';
import type { PreviewAnswer, ShownProduct } from './preview';

/** The other columns than the price, by what the price list calls them. */
const OTHERS = { name: 'Name', category: 'Category', taxRate: 'Tax rate %' } as const;

/** What a table lists: as many rows as the clinic gives, and how many that is where there are more. */
const captionOf = (what: string, rows: readonly unknown[], { listed }: PreviewAnswer) =>
  rows.length === listed ? `${what} (the first ${listed})` : what;

const rowNumber = <Row extends { row: number }>(): Column<Row> => ({
  header: 'Row',
  isNumber: true,
  cell: ({ row }) => row,
});

export function Problems({ preview }: { preview: PreviewAnswer }) {
  const { problems } = preview;
  return (
    <Table
      caption={captionOf('Problems', problems, preview)}
      isCaptionShown
      rows={problems.map((problem, at) => ({ ...problem, at }))}
      keyOf={({ at }) => at}
      empty=""
      classOf={() => 'bad'}
      columns={[
        rowNumber(),
        { header: 'Column', cell: ({ column }) => column ?? 'All of it' },
        { header: 'What is wrong', cell: ({ reason }) => reason },
      ]}
    />
  );
}

export function Changed({ preview }: { preview: PreviewAnswer }) {
  const { changed } = preview;
  return (
    <Table
      caption={captionOf('Changed', changed, preview)}
      isCaptionShown
      rows={changed}
      keyOf={({ row }) => row}
      empty=""
      columns={[
        rowNumber(),
        { header: 'SKU', isRowHeader: true, cell: ({ after }) => after.sku },
        { header: 'Name', isExtra: true, cell: ({ before }) => before.name },
        { header: 'Price before', isNumber: true, cell: ({ before }) => before.unitPrice },
        {
          header: 'Price after',
          isNumber: true,
          cell: ({ before, after }) =>
            before.unitPrice === after.unitPrice ? after.unitPrice : <strong>{after.unitPrice}</strong>,
        },
        { header: 'Other changes', cell: ({ before, after }) => othersOf(before, after) },
      ]}
    />
  );
}

function othersOf(before: ShownProduct, after: ShownProduct): string {
  return Object.entries(OTHERS)
    .map(([key, name]) => ({ name, from: before[key as keyof typeof OTHERS], to: after[key as keyof typeof OTHERS] }))
    .filter(({ from, to }) => from !== to)
    .map(({ name, from, to }) => `${name}: ${from} → ${to}`)
    .join('; ');
}

export function New({ preview }: { preview: PreviewAnswer }) {
  return (
    <Table
      caption={captionOf('New', preview.new, preview)}
      isCaptionShown
      rows={preview.new}
      keyOf={({ row }) => row}
      empty=""
      columns={[
        rowNumber(),
        { header: 'SKU', isRowHeader: true, cell: ({ after }) => after.sku },
        { header: 'Name', cell: ({ after }) => after.name },
        { header: 'Category', isExtra: true, cell: ({ after }) => after.category },
        { header: 'Net price', isNumber: true, cell: ({ after }) => after.unitPrice },
        { header: 'Tax rate %', isNumber: true, isExtra: true, cell: ({ after }) => after.taxRate },
      ]}
    />
  );
}
