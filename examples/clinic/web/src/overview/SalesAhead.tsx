import { useState } from 'react';
import { Link } from 'wouter';
import { useLoad } from '../api/useLoad';
import { Anomalies } from '../sales/Anomalies';
import type { ForecastAnswer, SalesOutlook } from '../sales/answers';
import { Chart } from '../sales/Chart';
import { ToHave } from '../sales/ToHave';
import { Card } from '../ui/Card';
import { Select } from '../ui/Field';
import { Loaded } from '../ui/Loaded';

/** As many as are looked at every day. */
const SHOWN = 8;

/** What sells most: how it goes on, what to have there, what stood out. */
export function SalesAhead() {
  const loading = useLoad<SalesOutlook>('/products/outlook');
  return (
    <Loaded of={loading}>
      {({ products, anomalies }) => (
        <>
          <Card heading="Four weeks ahead">
            <Forecast products={products} />
          </Card>
          <div className="cards">
            <Card heading="To have there next week">
              <ToHave products={products.slice(0, SHOWN)} isBrief />
              <p>
                <Link href="/sales">All products</Link>
              </p>
            </Card>
            <Card heading="Days that stand out">
              <Anomalies anomalies={anomalies.slice(0, SHOWN)} />
            </Card>
          </div>
        </>
      )}
    </Loaded>
  );
}

function Forecast({ products }: Pick<SalesOutlook, 'products'>) {
  const [sku, setSku] = useState(products[0]?.sku);
  const loading = useLoad<ForecastAnswer>(sku && `/products/${encodeURIComponent(sku)}/forecast`);
  if (!sku) return <p className="empty">Nothing was sold yet.</p>;
  return (
    <>
      <Select label="Product" name="sku" value={sku} onChange={({ target }) => setSku(target.value)}>
        {products.map(({ sku: value, name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </Select>
      <Loaded of={loading}>{(answer) => <Chart answer={answer} />}</Loaded>
    </>
  );
}
