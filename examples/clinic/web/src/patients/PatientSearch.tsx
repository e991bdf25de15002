import { useState } from 'react';
import { Link } from 'wouter';
import { fetchJson } from '../api/request';
import { dayOf, numberOf } from '../format';
import { useSession } from '../session/session';
import { Field, Select } from '../ui/Field';
import { Form } from '../ui/Form';
import { type Column, Table } from '../ui/Table';
import type { PatientAnswer } from './patient';

/** Finds patients by a number. What is searched for goes in the request's body, into no address. */
export function PatientSearch({ isFocused = false }: { isFocused?: boolean }) {
  const { role } = useSession().session;
  const isDesk = role === 'reception' || role === 'manager';
  const [found, setFound] = useState<PatientAnswer[]>([]);
  return (
    <>
      <Form
        submit="Search"
        isRow
        work={async ({ by = 'recordNumber', number }, signal) => {
          setFound([]);
          const json = { [by]: number };
          const { patients } = await fetchJson<{ patients: PatientAnswer[] }>('/patients/search', {
            method: 'POST',
            json,
            signal,
          });
          setFound(patients);
          return patients.length === 0 ? 'Nobody has it.' : `${numberOf(patients.length, 'patient')} found.`;
        }}
      >
        {isDesk && (
          <Select label="By" name="by">
            <option value="recordNumber">Record number</option>
            <option value="phone">Phone</option>
            <option value="insuranceNumber">Insurance number</option>
          </Select>
        )}
        <Field
          label={isDesk ? 'Number' : 'Record number'}
          name="number"
          placeholder="P-00042"
          maxLength={40}
          autoComplete="off"
          required
          isFocused={isFocused}
        />
      </Form>
      {found.length > 0 && (
        <Table caption="Patients found" columns={columnsOf(found)} rows={found} keyOf={({ id }) => id} empty="" />
      )}
    </>
  );
}

/** The columns that there are for the role. */
function columnsOf([first]: PatientAnswer[]): Column<PatientAnswer>[] {
  const columns: (Column<PatientAnswer> & { needs?: keyof PatientAnswer })[] = [
    { header: 'Record', cell: ({ id, recordNumber }) => <Link href={`/patients/${id}`}>{recordNumber}</Link> },
    { header: 'Name', isRowHeader: true, cell: ({ name }) => name },
    { header: 'Born', needs: 'birthDate', cell: ({ birthDate = '' }) => dayOf(birthDate) },
    { header: 'City', needs: 'city', isExtra: true, cell: ({ city }) => city },
    { header: 'Phone', needs: 'phone', isExtra: true, cell: ({ phone }) => phone },
    {
      header: 'Insurance number',
      needs: 'insuranceNumber',
      isExtra: true,
      cell: ({ insuranceNumber }) => insuranceNumber,
    },
  ];
  return columns.filter(({ needs }) => !needs || (first && needs in first));
}
