import { useState } from 'react';
import { fetchJson } from '../api/request';
import { Page } from '../layout/Page';
import { Card } from '../ui/Card';
import { Field, Select } from '../ui/Field';
import { Form } from '../ui/Form';
import { ProgressBar } from '../ui/ProgressBar';
import { Confirm } from './Confirm';
import type { PreviewAnswer } from './preview';

/** New prices from a spreadsheet: shown before they are written. */
export default function Prices() {
  const [preview, setPreview] = useState<PreviewAnswer>();
  const [outcome, setOutcome] = useState('');
  const [sent, setSent] = useState<number>();
  return (
    <Page title="Price list">
      <Card heading="Import" isForScreen>
        <p>
          From Excel (.xlsx, .xlsb, .xls), OpenDocument (.ods) or CSV. The first row names the columns as the{' '}
          <a href="/exports/products.xlsx">price list as it is now</a> does: SKU, Name, Category, Net price, Tax rate %.
          The price is needed; another cell that is empty changes nothing. Nothing is written before you have seen what
          would change.
        </p>
        <Form
          submit="Check"
          isRow
          isLong
          progress={
            <ProgressBar
              label="The file"
              share={sent === 1 ? undefined : sent}
              says={sent === 1 ? 'It is read …' : 'It is sent …'}
            />
          }
          work={async ({ decimals = 'point' }, signal, form) => {
            setPreview(undefined);
            setOutcome('');
            setSent(undefined);
            const body = new FormData(form);
            body.delete('decimals');
            const path = `/imports/prices?decimals=${decimals}`;
            setPreview(await fetchJson<PreviewAnswer>(path, { method: 'POST', body, signal, onSent: setSent }));
            return undefined;
          }}
        >
          <Field label="File" name="file" type="file" accept=".xlsx,.xlsm,.xlsb,.xls,.ods,.csv" required />
          <Select label="Decimals in CSV" name="decimals">
            <option value="point">12.90</option>
            <option value="comma">12,90</option>
          </Select>
        </Form>
        <p className="outcome" role="status">
          {outcome}
        </p>
      </Card>
      {preview && (
        <Confirm
          key={preview.id}
          preview={preview}
          onDone={(said) => {
            setPreview(undefined);
            setOutcome(said);
          }}
        />
      )}
    </Page>
  );
}
