import { Page } from '../layout/Page';
import { PatientSearch } from '../patients/PatientSearch';
import { useSession } from '../session/session';
import { Card } from '../ui/Card';
import { Health } from './Health';
import { LatestInvoices } from './LatestInvoices';
import { OpenOrders } from './OpenOrders';
import { SalesAhead } from './SalesAhead';

/** What somebody sees first: what their role does most. */
export default function Overview() {
  const { role } = useSession().session;
  const isSeller = role === 'optician' || role === 'manager';
  const isDesk = role === 'reception' || role === 'manager';
  return (
    <Page title="Overview">
      <Card heading="Find a patient" isForScreen>
        <PatientSearch />
      </Card>
      <div className="cards">
        {isSeller && <OpenOrders />}
        {isDesk && <LatestInvoices />}
      </div>
      {isSeller && <SalesAhead />}
      <Health />
    </Page>
  );
}
