/** Verifying an audit log of a hundred thousand entries, on both backends. No package in use has one to compare with. */
import { both } from '../clinicore.mjs';

const ENTRIES = 100_000;

const input = async () => {
  const { crypto } = await import('clinicore');
  const chain = new crypto.AuditChain({ keys: [Buffer.alloc(32, 1)] });
  const lines = [];
  let head = null;
  for (let i = 0; i < ENTRIES; i++) {
    const data = { staff: i % 40, action: 'patient.read', patient: (i * 7919) % 100_000 };
    head = chain.append(head, { at: new Date(1_800_000_000_000 + i), data });
    lines.push(chain.line(head));
  }
  return { chain, log: Buffer.from(lines.join('')) };
};

export const cases = [
  {
    name: `AuditChain.verify, ${ENTRIES.toLocaleString('en')} entries`,
    of: ['AuditChain.verify'],
    input,
    contenders: both((_, { chain, log }) => chain.verify(log)),
    summary: (verification) => verification,
    agree: (a, b) => a.ok && JSON.stringify(a) === JSON.stringify(b),
  },
];
