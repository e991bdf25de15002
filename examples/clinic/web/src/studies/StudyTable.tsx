import { useState } from 'react';
import { Link } from 'wouter';
import { type Column, Table } from '../ui/Table';
import { type DicomJson, dateOf, first, nameOf, values } from './dicomweb';
import { Kinds } from './Kinds';

/** Modalities without pictures. */
const MEASUREMENTS = ['LEN', 'AR', 'KER', 'SRF', 'VA', 'OAM', 'IOL', 'OPV', 'SR'];

const uidOf = (study: DicomJson) => first(study, '0020000D') as string;

const COLUMNS: Column<DicomJson>[] = [
  { header: 'Picture', cell: (study) => <Thumbnail study={study} />, isExtra: true },
  {
    header: 'Patient',
    isRowHeader: true,
    cell: (study) => (
      <>
        <Link href={`/studies/${uidOf(study)}`}>{nameOf(study)}</Link>
        <small>{[first(study, '00100020'), dateOf(study, '00100030')].filter(Boolean).join(' · ')}</small>
      </>
    ),
  },
  {
    header: 'Study',
    cell: (study) => (
      <>
        {first(study, '00081030') ?? '–'}
        <small>{first(study, '00080050')}</small>
      </>
    ),
  },
  { header: 'Date', cell: (study) => <span className="date">{dateOf(study, '00080020') || '–'}</span> },
  { header: 'Kinds', cell: (study) => <Kinds kinds={values(study, '00080061')} />, isExtra: true },
  {
    header: 'Files',
    isNumber: true,
    isExtra: true,
    cell: (study) => {
      const series = first<number>(study, '00201206');
      return (
        <>
          {first<number>(study, '00201208')}
          <small>{series === 1 ? '1 series' : `${series} series`}</small>
        </>
      );
    },
  },
];

/** Studies, each a row that leads to it. */
export function StudyTable({ studies }: { studies: readonly DicomJson[] }) {
  return (
    <Table
      caption="Studies"
      columns={COLUMNS}
      rows={studies}
      keyOf={uidOf}
      empty="There is no such study."
      classOf={() => 'leading'}
    />
  );
}

/** A picture of a study, or an empty place for those that are measurements only. */
function Thumbnail({ study }: { study: DicomJson }) {
  const [isMissing, setMissing] = useState(false);
  const hasNone = values(study, '00080061').every((kind) => MEASUREMENTS.includes(kind));
  if (hasNone || isMissing) return <span className="no-picture" />;
  const src = `/studies/${uidOf(study)}/thumbnail?viewport=112,84`;
  return (
    <img
      className="thumbnail"
      {...{ src, width: 56, height: 42, loading: 'lazy' }}
      alt=""
      onError={() => setMissing(true)}
    />
  );
}
