import { Page } from '../layout/Page';
import { Card } from '../ui/Card';
import { PatientSearch } from './PatientSearch';

/** Where patients are found. */
export default function Patients() {
  return (
    <Page title="Patients">
      <Card heading="Search">
        <p className="quiet">
          Phone and insurance numbers are sealed in the database, and found however they are written. Each search is
          logged.
        </p>
        <PatientSearch />
      </Card>
    </Page>
  );
}
