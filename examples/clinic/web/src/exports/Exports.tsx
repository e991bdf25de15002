import { Page } from '../layout/Page';
import { useSession } from '../session/session';
import { Checkbox, Field } from '../ui/Field';
import { DownloadForm } from './DownloadForm';
import { ListExport } from './ListExport';

/** The last month of the made-up data. */
const MONTH = '2025-12';

/** Lists as files, and, for managers, a month's archive and invoices. */
export default function Exports() {
  const { session } = useSession();
  return (
    <Page title="Exports">
      <p>Files are sent while they are made, however long they are.</p>
      <div className="cards">
        <ListExport />
        {session.role === 'manager' && (
          <div className="pile">
            <Archive />
            <Invoices />
          </div>
        )}
      </div>
    </Page>
  );
}

function Archive() {
  return (
    <section className="card" aria-labelledby="archive">
      <h2 id="archive">A month’s archive</h2>
      <p className="quiet">
        Every list of the month as Excel, CSV, Parquet and, if wanted, PDF in one zip, with a manifest and SHA-256 sums.
      </p>
      <DownloadForm
        pathOf={({ month, pdf }) => `/exports/archive/${month}.zip?pdf=${pdf !== undefined}`}
        // In the body: addresses are logged.
        optionsOf={({ password = '' }) => ({ method: 'POST', body: new URLSearchParams({ password }) })}
      >
        <Month />
        <Checkbox label="With a PDF" name="pdf" defaultChecked />
        <Field
          {...{ label: 'Password', name: 'password', type: 'password', autoComplete: 'new-password', maxLength: 200 }}
          hint="Encrypts the files with AES-256; empty for none."
        />
      </DownloadForm>
    </section>
  );
}

function Invoices() {
  return (
    <section className="card" aria-labelledby="invoices">
      <h2 id="invoices">A month’s invoices</h2>
      <p className="quiet">Each as a PDF, in one zip; what cannot be printed is listed in it.</p>
      <DownloadForm pathOf={({ month }) => `/exports/invoices.zip?month=${month}`}>
        <Month />
      </DownloadForm>
    </section>
  );
}

/** Browsers that have no field for months have one for text. */
const Month = () => (
  <Field
    {...{ label: 'Month', name: 'month', type: 'month', defaultValue: MONTH, required: true }}
    {...{ pattern: '\\d{4}-\\d{2}', placeholder: '2025-12' }}
  />
);
