import type { OphthalmicRecord } from 'clinicore/dicom';
import { said } from '../api/problem';
import { useLoad } from '../api/useLoad';
import { type DicomJson, first, pathOf, titleOf } from '../studies/dicomweb';
import { Busy } from '../ui/Busy';
import { Button } from '../ui/Button';
import { type Column, Table } from '../ui/Table';
import { kindOf, type Measurement, measurementsOf, plain, SIDES } from './measurements';

/** Where on the page a file's record is. */
export const recordId = (instance: DicomJson): string => `record-${first(instance, '00080018')}`;

/** The record of an examination, or why there is none. */
export function EyeRecord({ instance }: { instance: DicomJson }) {
  const path = pathOf(instance);
  const { state, data, error, reload } = useLoad<OphthalmicRecord>(`${path}/eye-record`);
  return (
    <article className="card record" id={recordId(instance)} tabIndex={-1}>
      <h3>{data ? kindOf(data) : titleOf(instance)}</h3>
      {state === 'loading' && <Busy />}
      {state === 'failed' && (
        <>
          <p role="alert">{said(error)}</p>
          <div className="buttons">
            <Button type="button" onClick={reload}>
              Try again
            </Button>
          </div>
        </>
      )}
      {state === 'ready' && <Record record={data} title={titleOf(instance)} />}
      <p className="downloads screen">
        {data && (
          <a href={`${path}/fhir`} download>
            Download as FHIR
          </a>
        )}
        <a href={path} download>
          The DICOM file
        </a>
      </p>
    </article>
  );
}

function Record({ record, title }: { record: OphthalmicRecord; title: string }) {
  const { sides, rows } = measurementsOf(record);
  const columns: Column<Measurement>[] = [
    {
      header: 'Measured',
      isRowHeader: true,
      cell: ({ label, unit }) => (
        <>
          {label} {unit && <small>{unit}</small>}
        </>
      ),
    },
    ...sides.map(
      ([, name, short], at): Column<Measurement> => ({
        header: short ? `${name} (${short})` : name,
        cell: ({ cells }) => <Lines of={cells[at]} />,
      }),
    ),
  ];
  const kind = kindOf(record);
  return (
    <>
      <p className="quiet">{factsOf(record, title === kind ? undefined : title)}</p>
      <Findings record={record} />
      <Table
        caption={`${kind}: ${title}`}
        columns={columns}
        rows={rows}
        keyOf={({ label }) => label}
        empty="The file has no measurement that is shown here."
      />
    </>
  );
}

function Lines({ of: cell }: { of: string | string[] | undefined }) {
  if (cell === undefined) return <span className="quiet">–</span>;
  if (typeof cell === 'string') return cell;
  // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and stay where they are.
  return cell.map((line, at) => <div key={at}>{line}</div>);
}

function factsOf({ measuredAt, device: { manufacturer, model } }: OphthalmicRecord, title: string | undefined): string {
  const instrument = [manufacturer, model].filter(Boolean).join(' ');
  return [title, measuredAt?.slice(0, 16).replace('T', ', '), instrument].filter(Boolean).join(' · ');
}

/** What somebody must look at before the record is used. */
function Findings({ record: { conflicts } }: { record: OphthalmicRecord }) {
  if (conflicts.length === 0) return null;
  return (
    <div className="note warn" role="note" aria-label="Findings">
      <strong>{conflicts.length === 1 ? '1 finding to look at' : `${conflicts.length} findings to look at`}</strong>
      <ul className="findings">
        {conflicts.map(({ eye, path, kind, message, value }) => (
          <li key={`${path} ${kind} ${message}`}>
            {eye && <b>{SIDES.find(([side]) => side === eye)?.[1]}: </b>}
            {value === undefined ? message : `${message} (the file says ${plain(value)})`}
          </li>
        ))}
      </ul>
    </div>
  );
}
