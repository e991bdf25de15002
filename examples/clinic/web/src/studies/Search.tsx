import { Field, Select } from '../ui/Field';
import { Form } from '../ui/Form';
import { everything, type Wanted } from './search';

/** Modalities as people know them. */
const KINDS = {
  '': 'All',
  OP: 'Photographs (OP)',
  OPT: 'Tomograms (OPT)',
  'AR,SRF': 'Refraction (AR, SRF)',
  KER: 'Keratometry (KER)',
  'OAM,IOL': 'Biometry (OAM, IOL)',
  OPV: 'Visual fields (OPV)',
};

/** By whom, when and what. */
export function Search({ onSearch }: { onSearch: (wanted: Wanted) => void }) {
  return (
    <search>
      <Form
        submit="Search"
        isRow
        name="Search for studies"
        work={async (fields) => {
          onSearch({ ...everything, ...fields });
          return undefined;
        }}
      >
        <Field label="Patient" name="name" type="search" placeholder="Name" autoComplete="off" />
        <Field label="Record number" name="recordNumber" type="search" placeholder="P-00042" autoComplete="off" />
        <Field label="From" name="from" type="date" />
        <Field label="To" name="to" type="date" />
        <Select label="Kind" name="kind">
          {Object.entries(KINDS).map(([modalities, label]) => (
            <option key={modalities} value={modalities}>
              {label}
            </option>
          ))}
        </Select>
      </Form>
    </search>
  );
}
