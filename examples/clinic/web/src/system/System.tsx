import type { ServiceStatus } from '../../../src/routes/adminStatus.js';
import { useLoad } from '../api/useLoad';
import { counted } from '../format';
import { Page } from '../layout/Page';
import { Button } from '../ui/Button';
import { Card } from '../ui/Card';
import { Loaded } from '../ui/Loaded';

/** What the service works with, and how much there is to do. */
export default function System() {
  const loading = useLoad<ServiceStatus>('/admin/status');
  return (
    <Page
      title="System"
      actions={
        <Button type="button" onClick={loading.reload}>
          Ask again
        </Button>
      }
    >
      <Loaded of={loading}>
        {({ clinicore, pool, node, platform, uptimeSeconds, memory, database, auditEntriesWritten }) => (
          <>
            {clinicore.loadError !== null && (
              <div className="note warn">
                <p>The native binary could not be loaded: the same work is done in JavaScript, and takes longer.</p>
                <p>
                  <code>{clinicore.loadError}</code>
                </p>
              </div>
            )}
            <div className="cards">
              <Card heading="Clinicore">
                <Facts
                  facts={[
                    ['Version', clinicore.version],
                    ['Backend', clinicore.backend === 'native' ? 'native' : 'JavaScript'],
                    ['Node.js', `${node}, ${platform}`],
                    ['Database', database === 'pglite' ? 'PGlite, in the process' : 'PostgreSQL'],
                  ]}
                />
              </Card>
              <Card heading="Work">
                <Facts
                  facts={[
                    ['Threads', pool.threads === 0 ? 'none: JavaScript has but the one' : counted(pool.threads)],
                    ['Running', counted(pool.running)],
                    ['Waiting for users', counted(pool.interactive)],
                    ['Waiting for exports', counted(pool.bulk)],
                    ['Refused beyond', `${counted(pool.maxQueue)} that wait`],
                  ]}
                />
              </Card>
              <Card heading="Process">
                <Facts
                  facts={[
                    ['Up for', durationOf(uptimeSeconds)],
                    ['Memory', `${counted(Math.round(memory / 2 ** 20))} MiB`],
                    ['Audit entries written', counted(auditEntriesWritten)],
                  ]}
                />
              </Card>
            </div>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Facts({ facts }: { facts: [string, string][] }) {
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function durationOf(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const parts: [number, string][] = [
    [Math.floor(minutes / 1440), 'd'],
    [Math.floor(minutes / 60) % 24, 'h'],
    [minutes % 60, 'min'],
  ];
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return said.join(' ') || `${seconds} s`;
}
