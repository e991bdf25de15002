import { fetchJson } from '../api/request';
import { Field } from '../ui/Field';
import { Form } from '../ui/Form';
import type { PatientAnswer } from './patient';

/** Changes how a patient is reached and insured. */
export function EditNumbers({
  patient,
  onChanged,
}: {
  patient: PatientAnswer;
  onChanged: (patient: PatientAnswer) => void;
}) {
  return (
    <Form
      submit="Save"
      work={async (fields, signal) => {
        // What was not touched is not sent: it is not written anew.
        const json = Object.fromEntries(
          (['phone', 'insuranceNumber'] as const)
            .map((name) => [name, fields[name]?.trim() || null] as const)
            .filter(([name, value]) => value !== patient[name]),
        );
        if (Object.keys(json).length === 0) return 'Nothing was changed.';
        onChanged(await fetchJson<PatientAnswer>(`/patients/${patient.id}`, { method: 'PATCH', json, signal }));
        return 'Saved.';
      }}
    >
      <Field
        label="Phone"
        name="phone"
        type="tel"
        defaultValue={patient.phone ?? ''}
        maxLength={40}
        autoComplete="off"
      />
      <Field
        label="Insurance number"
        name="insuranceNumber"
        hint="What is empty is removed."
        defaultValue={patient.insuranceNumber ?? ''}
        maxLength={40}
        autoComplete="off"
      />
    </Form>
  );
}
