/** Whether the backends give the right answers on this machine. */
import { isDeepStrictEqual } from 'node:util';
import type { Finding } from './doctor';

type Package = typeof import('..');

/** A call of each domain whose answer is known. */
const KNOWN: Record<string, { call: (clinicore: Package) => unknown; answer: unknown }> = {
  stats: {
    // NIST Statistical Reference Datasets, NumAcc1.
    call: ({ stats }) => {
      const values = [10_000_001, 10_000_003, 10_000_002];
      return [stats.mean(values), stats.standardDeviation(values)];
    },
    answer: [10_000_002, 1],
  },
  pdf: {
    call: async ({ pdf }) => {
      const file = await pdf.render({ title: 'Test', created: '2026-01-01', content: ['Right eye -2.25'] });
      return (await pdf.extractText(file)).map((text) => text.trim());
    },
    answer: ['Right eye -2.25'],
  },
  dicom: {
    // (0010,0020) LO "P-1042", a bare data set in explicit little endian.
    call: ({ dicom }) => dicom.parse(Buffer.from('100020004c4f0600502d31303432', 'hex')),
    answer: { '00100020': { vr: 'LO', Value: ['P-1042'] } },
  },
  export: {
    call: async (clinicore) => {
      const table = await clinicore.export.readCsv(Buffer.from('price\n12.90\n')).toTable();
      return (await clinicore.export.csv(table).toBuffer()).toString();
    },
    answer: 'price\r\n12.90\r\n',
  },
  crypto: {
    // Of "U*U", from Openwall's vectors.
    call: ({ crypto }) => crypto.verifyPassword('U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'),
    answer: true,
  },
};

/** Calls each domain on each backend that there is. */
export async function selfTest(): Promise<Finding> {
  const about = 'Self-test';
  let clinicore: Package;
  try {
    clinicore = require('..') as Package;
  } catch {
    return { about, ok: false, says: 'not done, since the package does not load' };
  }
  const { useBackend } = require('../backend') as typeof import('../backend');
  const backends = clinicore.backend === 'native' ? (['native', 'js'] as const) : (['js'] as const);
  const wrong: string[] = [];
  for (const backend of backends) {
    useBackend(backend);
    for (const [domain, { call, answer }] of Object.entries(KNOWN)) {
      try {
        if (!isDeepStrictEqual(await call(clinicore), answer)) wrong.push(`${domain} (${backend}) answers wrongly`);
      } catch (error) {
        wrong.push(`${domain} (${backend}): ${(error as Error).message.split('\n')[0]}`);
      }
    }
  }
  useBackend(clinicore.backend);
  if (wrong.length === 0)
    return { about, ok: true, says: `${Object.keys(KNOWN).join(', ')} answer right on ${backends.join(' and ')}` };
  return {
    about,
    ok: false,
    says: wrong.join('; '),
    mend: ['Please report it, with all of this: npx clinicore doctor --json'],
  };
}
