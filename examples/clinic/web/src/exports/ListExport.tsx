import { useState } from 'react';
import { useLoad } from '../api/useLoad';
import { Busy } from '../ui/Busy';
import { ErrorNote } from '../ui/ErrorNote';
import { Field, Select } from '../ui/Field';
import { DownloadForm } from './DownloadForm';

/** `GET /exports`. */
interface ExportsAnswer {
  formats: string[];
  lists: { name: string; title: string; periodOf: string | null; columns: string[] }[];
}

const FORMATS: Record<string, string> = { xlsx: 'Excel', csv: 'CSV', parquet: 'Parquet', arrow: 'Arrow' };

/** One of the lists, in one of the formats, of a period where it has one. */
export function ListExport() {
  const { state, data, error, reload } = useLoad<ExportsAnswer>('/exports');
  return (
    <section className="card" aria-labelledby="list">
      <h2 id="list">A list as a file</h2>
      <p className="quiet">Which lists and columns there are depends on who asks.</p>
      {state === 'loading' && <Busy />}
      {state === 'failed' && <ErrorNote error={error} onRetry={reload} />}
      {state === 'ready' && <Choice {...data} />}
    </section>
  );
}

function Choice({ lists, formats }: ExportsAnswer) {
  const [name, setName] = useState(lists[0]?.name);
  const chosen = lists.find((list) => list.name === name);
  return (
    <DownloadForm
      pathOf={({ list, format, from, to }) => {
        const period = Object.entries({ from, to }).filter((end): end is [string, string] => Boolean(end[1]));
        return `/exports/${list}.${format}?${new URLSearchParams(period)}`;
      }}
    >
      <Select label="List" name="list" required value={name} onChange={({ target }) => setName(target.value)}>
        {lists.map((list) => (
          <option key={list.name} value={list.name}>
            {list.title}
          </option>
        ))}
      </Select>
      <Select label="Format" name="format">
        {formats.map((format) => (
          <option key={format} value={format}>
            {FORMATS[format] ?? format} (.{format})
          </option>
        ))}
      </Select>
      {chosen?.periodOf && (
        <fieldset>
          <legend>When they were {chosen.periodOf}</legend>
          <Field label="From" name="from" type="date" />
          <Field label="To" name="to" type="date" />
          <p className="hint">Both days included; empty for all.</p>
        </fieldset>
      )}
      {chosen && <p className="quiet">Columns: {chosen.columns.join(', ')}.</p>}
    </DownloadForm>
  );
}
