import { useLoad } from '../api/useLoad';
import { dayOf } from '../format';
import { Page } from '../layout/Page';
import { Card } from '../ui/Card';
import { Loaded } from '../ui/Loaded';
import { Anomalies } from './Anomalies';
import type { ForecastAnswer } from './answers';
import { Chart } from './Chart';

/** What a product has sold and will. */
export default function ProductSales({ params: { sku = '' } }: { params: Record<string, string> }) {
  const loading = useLoad<ForecastAnswer>(`/products/${encodeURIComponent(sku)}/forecast`);
  return (
    <Page title={`Sales of ${sku}`} heading={loading.data?.name ?? sku}>
      <Loaded of={loading}>
        {(answer) => (
          <>
            <Card heading="Four weeks ahead">
              <Chart answer={answer} />
              <p className="quiet">
                Worked out with “{answer.method}” from {answer.history.openDays} open days, {dayOf(answer.history.from)}{' '}
                to {dayOf(answer.history.to)}. An 80 % interval holds four of five days.
              </p>
            </Card>
            <Card heading="Days that stand out">
              <Anomalies anomalies={answer.anomalies.toReversed()} />
            </Card>
          </>
        )}
      </Loaded>
    </Page>
  );
}
