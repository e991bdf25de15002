/** Pages that are a document each. */
import { Page } from '../layout/Page';
import { DocumentView } from './DocumentView';

interface Props {
  params: Record<string, string>;
}

export const Prescription = ({ params: { id = '' } }: Props) => (
  <Printed title="Prescription" id={id} path={`/prescriptions/${encodeURIComponent(id)}.pdf`} />
);

export const OrderSheet = ({ params: { id = '' } }: Props) => (
  <Printed title="Order sheet" id={id} path={`/orders/${encodeURIComponent(id)}/order-sheet.pdf`} />
);

export const Dossier = ({ params: { id = '' } }: Props) => (
  <Printed title="Dossier of patient" id={id} path={`/patients/${encodeURIComponent(id)}/dossier.pdf`} />
);

export const Receipt = ({ params: { id = '' } }: Props) => (
  <Printed title="Receipt of invoice" id={id} path={`/invoices/${encodeURIComponent(id)}/receipt.pdf`} />
);

export const EInvoice = ({ params: { id = '' } }: Props) => (
  <Printed title="E-invoice" id={id} path={`/invoices/${encodeURIComponent(id)}.pdf?profile=einvoice`} />
);

function Printed({ title, id, path }: { title: string; id: string; path: string }) {
  const heading = `${title} ${id}`;
  return (
    <Page title={title} heading={heading}>
      <DocumentView path={path} title={heading} />
    </Page>
  );
}
