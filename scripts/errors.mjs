/** Writes `docs/errors.md` from the one list of error codes in `js/errors.ts`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { ERROR_CODES } = createRequire(import.meta.url)('../dist/errors.js');

const rows = Object.entries(ERROR_CODES).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
mkdirSync('docs', { recursive: true });
writeFileSync(
  'docs/errors.md',
  [
    '<!-- Generated from js/errors.ts by `npm run docs:errors`. -->',
    '# Error codes',
    '',
    'Every error the package throws or rejects with is a `ClinicoreError`: `instanceof Error`, with a stable `code`, a',
    '`message` that says what was wrong, where, and what would be right, `details` for machines, and `cause` where',
    "another error is behind it. No message or detail holds a patient's data, a password or a key. Both backends refuse",
    'the same input with the same code and words.',
    '',
    'One error is not ours: what your own `onProgress` throws stops the call and is what the promise rejects with, as it was thrown.',
    '',
    '| code | meaning |',
    '|---|---|',
    ...rows,
    '',
  ].join('\n'),
);
