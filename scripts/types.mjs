/**
 * Writes the public types: everything into `index.d.ts`, the one contract, and for each subpath a file that points into
 * it. With `--check`, fails when the committed `index.d.ts` is not what the source gives.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';

const DOMAINS = ['stats', 'pdf', 'dicom', 'export', 'crypto'];

const bundle = await rollup({ input: 'dist/.types/index.d.ts', plugins: [dts()], external: /^node:/ });
const { output } = await bundle.generate({ format: 'es' });
const contract = `// Generated from js/ by \`npm run build:js\`. The whole public contract of the package.\n${output[0].code}`;

if (process.argv.includes('--check')) {
  if (readFileSync('index.d.ts', 'utf8') !== contract) {
    console.error('index.d.ts is stale: run `npm run build:js` and commit it.');
    process.exit(1);
  }
} else {
  writeFileSync('index.d.ts', contract);
}

rmSync('dist/types', { recursive: true, force: true });
mkdirSync('dist/types', { recursive: true });
for (const domain of DOMAINS) {
  writeFileSync(`dist/types/${domain}.d.ts`, `import { ${domain} as domain } from '../../index';\nexport = domain;\n`);
}
