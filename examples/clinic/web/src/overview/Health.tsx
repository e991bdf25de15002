import { useLoad } from '../api/useLoad';
import { Busy } from '../ui/Busy';
import { ErrorNote } from '../ui/ErrorNote';

/** `GET /healthz`, of what it says here. */
interface HealthAnswer {
  clinicore: { version: string; backend: string; why: string };
  database: { kind: string };
}

/** What the clinic works with. */
export function Health() {
  const { state, data, error, reload } = useLoad<HealthAnswer>('/healthz');
  if (state === 'loading') return <Busy />;
  if (state === 'failed') return <ErrorNote error={error} onRetry={reload} />;
  const { clinicore, database } = data;
  return (
    <p className="quiet">
      Clinicore {clinicore.version} on its {clinicore.backend} backend ({clinicore.why}); database: {database.kind}.
    </p>
  );
}
