import { useState } from 'react';
import { Page } from '../layout/Page';
import { useSession } from '../session/session';
import { Busy } from '../ui/Busy';
import { ErrorNote } from '../ui/ErrorNote';
import { Search } from './Search';
import { StudyTable } from './StudyTable';
import { counted, everything, useStudies } from './search';
import { Upload } from './Upload';
import './studies.css';

/** The studies on record, to search, to open and, for optometrists, to add to. */
export default function Studies() {
  const { session } = useSession();
  const [wanted, setWanted] = useState(everything);
  const { studies, error, reload } = useStudies(wanted);
  return (
    <Page title="Studies">
      {session.role === 'optometrist' && <Upload onStored={reload} />}
      <section className="card" aria-labelledby="on-record">
        <h2 id="on-record">On record</h2>
        <Search onSearch={setWanted} />
        {error !== undefined && <ErrorNote error={error} onRetry={reload} />}
        {studies ? <StudyTable studies={studies} /> : error === undefined && <Busy />}
        <p className="quiet outcome" role="status">
          {studies && counted(studies)}
        </p>
      </section>
    </Page>
  );
}
