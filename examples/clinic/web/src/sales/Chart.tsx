import { counted, dayOf } from '../format';
import { Table } from '../ui/Table';
import type { ForecastAnswer } from './answers';

/** What was sold and will be, as a picture, and in figures for who cannot see it or wants to know exactly. */
export function Chart({ answer: { sku, name, forecast } }: { answer: ForecastAnswer }) {
  const levels = forecast.find(({ intervals }) => intervals)?.intervals?.map(({ level }) => level) ?? [];
  return (
    <>
      <img
        className="chart"
        src={`/products/${encodeURIComponent(sku)}/forecast.svg`}
        alt={`${name}: the last quarter's sales, days that stand out, and the next four weeks with their intervals; in figures below`}
        width="672"
        height="360"
      />
      <details>
        <summary>In figures</summary>
        <Table
          caption={`${name}: the next four weeks`}
          rows={forecast}
          keyOf={({ date }) => date}
          empty=""
          columns={[
            { header: 'Day', isRowHeader: true, cell: ({ date }) => dayOf(date) },
            {
              header: 'Expected',
              isNumber: true,
              cell: ({ quantity }) => (quantity === null ? 'closed' : counted(quantity)),
            },
            ...levels.map((level, i) => ({
              header: `${Math.round(level * 100)} %`,
              isNumber: true,
              isExtra: i > 0,
              cell: ({ intervals }: ForecastAnswer['forecast'][number]) =>
                intervals?.[i] ? `${intervals[i].lower} to ${intervals[i].upper}` : '',
            })),
          ]}
        />
      </details>
    </>
  );
}
