import { useState } from 'react';
import { Link } from 'wouter';
import { useLoad } from '../api/useLoad';
import { Page } from '../layout/Page';
import { type DicomJson, dateOf, first, isImage, nameOf, pathOf } from '../studies/dicomweb';
import { Busy } from '../ui/Busy';
import { Button } from '../ui/Button';
import { ErrorNote } from '../ui/ErrorNote';
import { EyeRecord } from './EyeRecord';
import { Files } from './Files';
import { Stage } from './Stage';
import './viewer.css';

/** A study: its images on the stage, and what was measured. */
export default function Viewer({ params: { study = '' } }: { params: Record<string, string> }) {
  const uid = encodeURIComponent(study);
  const { state, data, error, reload } = useLoad<DicomJson[]>(`/studies?StudyInstanceUID=${uid}`);
  const about = data?.[0];
  if (about) return <Study about={about} path={`/studies/${uid}`} />;
  return (
    <Page title="Study">
      {state === 'loading' && <Busy />}
      {state === 'failed' && <ErrorNote error={error} onRetry={reload} />}
      {state === 'ready' && <p>There is no such study.</p>}
      <p>
        <Link href="/studies">All studies</Link>
      </p>
    </Page>
  );
}

function Study({ about, path }: { about: DicomJson; path: string }) {
  const { state, data, error, reload } = useLoad<DicomJson[]>(`${path}/instances?limit=1000`);
  const born = dateOf(about, '00100030');
  const facts = [
    first(about, '00100020'),
    born && `born ${born}`,
    first(about, '00081030'),
    dateOf(about, '00080020'),
  ].filter(Boolean);
  return (
    <Page
      title="Study"
      heading={nameOf(about)}
      actions={
        <div className="buttons screen">
          <Link href="/studies" className="button plain">
            All studies
          </Link>
          <Button type="button" onClick={() => window.print()}>
            Print
          </Button>
        </div>
      }
    >
      <p className="quiet">{facts.join(' · ')}</p>
      {state === 'loading' && <Busy />}
      {state === 'failed' && <ErrorNote error={error} onRetry={reload} />}
      {state === 'ready' && <Opened instances={data} />}
    </Page>
  );
}

/** Images on the stage one at a time, measurements all together. */
function Opened({ instances }: { instances: readonly DicomJson[] }) {
  const [image, setImage] = useState(() => instances.find(isImage));
  const examinations = instances.filter((instance) => !isImage(instance));
  return (
    <>
      <div className={image ? 'viewing' : 'listing'}>
        <Files instances={instances} current={image} onOpen={setImage} />
        {image && <Stage key={pathOf(image)} instance={image} />}
      </div>
      <section className="records" aria-labelledby="eye-record">
        <h2 id="eye-record">Eye record</h2>
        {examinations.length === 0 && <p className="empty">Nothing was measured in this study.</p>}
        <div className="cards">
          {examinations.map((instance) => (
            <EyeRecord key={pathOf(instance)} instance={instance} />
          ))}
        </div>
      </section>
    </>
  );
}
