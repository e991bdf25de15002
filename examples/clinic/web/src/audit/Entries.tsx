import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { useLoad } from '../api/useLoad';
import { momentOf } from '../format';
import { Button } from '../ui/Button';
import { Card } from '../ui/Card';
import { Field, Select } from '../ui/Field';
import { Form } from '../ui/Form';
import { Loaded } from '../ui/Loaded';
import { Table } from '../ui/Table';

/** `GET /audit`. */
interface AuditAnswer {
  entries: {
    seq: number;
    at: string;
    staff: number | null;
    name: string | null;
    action: string;
    subject: string | null;
  }[];
  staff: { id: number; name: string }[];
}

interface Filter {
  staff?: string;
  subject?: string;
  before?: string;
}

const ENTRIES_A_PAGE = 50;

/** The latest entries, of somebody or about a record. */
export function Entries() {
  const [filter, setFilter] = useState<Filter>({});
  const loading = useLoad<AuditAnswer>(`/audit?${new URLSearchParams({ ...filter })}`);
  const [people, setPeople] = useState<AuditAnswer['staff']>([]);
  // Who is there to choose from stays while another page is awaited.
  if (loading.data && loading.data.staff !== people) setPeople(loading.data.staff);
  const { before: _, ...kept } = filter;
  const entries = loading.data?.entries ?? [];
  const oldest = entries.length < ENTRIES_A_PAGE ? undefined : entries.at(-1)?.seq;
  return (
    <Card heading="Entries" isForScreen>
      <Form
        submit="Show"
        look="plain"
        isRow
        work={async ({ staff, subject }) => {
          setFilter({ ...(staff && { staff }), ...(subject && { subject }) });
          return undefined;
        }}
      >
        <Select label="Who" name="staff">
          <option value="">Anybody</option>
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
        <Field
          label="What about"
          name="subject"
          placeholder="patient/42"
          pattern="[a-z]+/[\w.\-]{1,64}"
          title="A kind and an id, such as patient/42"
          autoComplete="off"
        />
      </Form>
      <Loaded of={loading}>
        {() => (
          <Table
            caption="Entries"
            rows={entries}
            keyOf={({ seq }) => seq}
            empty="There are none."
            columns={[
              { header: 'Entry', isNumber: true, isExtra: true, cell: ({ seq }) => seq },
              { header: 'When', cell: ({ at }) => momentOf(at) },
              {
                header: 'Who',
                cell: ({ staff, name }) => (staff === null ? 'Nobody logged in' : (name ?? `Staff ${staff}`)),
              },
              { header: 'What', cell: ({ action }) => action },
              { header: 'What about', cell: ({ subject }) => <span className="long">{linked(subject)}</span> },
            ]}
          />
        )}
      </Loaded>
      <div className="buttons">
        <Button type="button" onClick={() => (filter.before ? setFilter(kept) : loading.reload())}>
          Latest
        </Button>
        <Button
          type="button"
          disabled={oldest === undefined}
          onClick={() => setFilter({ ...kept, before: String(oldest) })}
        >
          Older
        </Button>
        <a href="/audit.jsonl" download>
          All as JSON Lines
        </a>
      </div>
    </Card>
  );
}

/** A record; one that has a page, with a link to it. */
function linked(subject: string | null): ReactNode {
  const [, kind, id] = /^(patient|invoice)\/(\d+)$/.exec(subject ?? '') ?? [];
  return kind ? <Link href={`/${kind}s/${id}`}>{subject}</Link> : subject;
}
