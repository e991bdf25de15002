import { Link } from 'wouter';
import { useLoad } from '../api/useLoad';
import { dayOf } from '../format';
import { Page } from '../layout/Page';
import { useSession } from '../session/session';
import { Card } from '../ui/Card';
import { Loaded } from '../ui/Loaded';
import { EditNumbers } from './EditNumbers';
import { History } from './History';
import type { PatientAnswer } from './patient';

/** A patient: who they are, and what there is about them. */
export default function Patient({ params: { id = '' } }: { params: Record<string, string> }) {
  const { role } = useSession().session;
  const loading = useLoad<PatientAnswer>(`/patients/${encodeURIComponent(id)}`);
  const patient = loading.data;
  return (
    <Page
      title="Patient"
      heading={patient?.name ?? 'Patient'}
      actions={
        role === 'manager' && (
          <Link className="button plain" href={`/patients/${id}/dossier`}>
            Dossier as PDF
          </Link>
        )
      }
    >
      <Loaded of={loading}>
        {(found) => (
          <>
            <div className="cards">
              <Card heading="Who">
                <Facts patient={found} />
              </Card>
              {found.phone !== undefined && (
                <Card heading="Change" isForScreen>
                  <EditNumbers patient={found} onChanged={loading.replace} />
                </Card>
              )}
            </div>
            <History id={found.id} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Facts({ patient }: { patient: PatientAnswer }) {
  const { recordNumber, birthDate, street, city, phone, insuranceNumber } = patient;
  const facts: [string, string | null | undefined][] = [
    ['Record', recordNumber],
    ['Born', birthDate && dayOf(birthDate)],
    ['Address', street && `${street}, ${city}`],
    ['Phone', phone],
    ['Insurance number', insuranceNumber],
  ];
  return (
    <dl className="facts">
      {facts
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value ?? <span className="quiet">none</span>}</dd>
          </div>
        ))}
    </dl>
  );
}
