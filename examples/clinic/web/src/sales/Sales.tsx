import { useLoad } from '../api/useLoad';
import { dayOf } from '../format';
import { Page } from '../layout/Page';
import { Card } from '../ui/Card';
import { Loaded } from '../ui/Loaded';
import { Anomalies } from './Anomalies';
import type { SalesOutlook } from './answers';
import { ToHave } from './ToHave';

/** What all products will sell. */
export default function Sales() {
  const loading = useLoad<SalesOutlook>('/products/outlook');
  return (
    <Page title="Sales ahead">
      <Loaded of={loading}>
        {({ asOf, products, unknown, anomalies }) => (
          <>
            <Card heading="What will be sold">
              {asOf && (
                <p className="quiet">
                  From sales up to {dayOf(asOf)}. “Have there” is enough for the next week nine times out of ten.
                </p>
              )}
              <ToHave products={products} />
              {unknown.length > 0 && (
                <p className="quiet">Too little is known of: {unknown.map(({ name }) => name).join('; ')}.</p>
              )}
            </Card>
            <Card heading="Days of the last year that stand out">
              <Anomalies anomalies={anomalies} />
            </Card>
          </>
        )}
      </Loaded>
    </Page>
  );
}
