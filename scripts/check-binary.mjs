/**
 * `node scripts/check-binary.mjs <file.node> [newest glibc]`: whether a Linux binary is fit to be published. It may need only
 * what every system has, of no newer glibc than is given, give away no symbol but the one Node asks for, and stay small.
 */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';

const MOST_MB = 20;
/** By glibc and musl; the loader stands in for libc on some processors. */
const EVERYWHERE =
  /^(libc\.so(\.6)?|libc\.musl-\w+\.so\.1|libm\.so\.6|libgcc_s\.so\.1|libdl\.so\.2|libpthread\.so\.0|librt\.so\.1|ld-(linux|musl)[\w-]*\.so\.[12])$/;

const [file, newestGlibc] = process.argv.slice(2);
const readelf = (...options) =>
  execFileSync('readelf', ['--wide', ...options, file], { encoding: 'utf8', maxBuffer: 1 << 28 });

const needed = [...readelf('--dynamic').matchAll(/\(NEEDED\).*\[(.*)\]/g)].map(([, name]) => name);
const glibc = [...new Set(readelf('--version-info').match(/GLIBC_\d[\d.]*/g) ?? [])]
  .map((name) => name.slice(6))
  .sort(byVersion)
  .at(-1);
const exported = readelf('--dyn-syms')
  .split('\n')
  .map((line) => line.trim().split(/\s+/))
  .filter(([, , , , bind, , section]) => (bind === 'GLOBAL' || bind === 'WEAK') && section !== 'UND')
  .map((columns) => columns[7]);
const megabytes = statSync(file).size / 1e6;

const wrong = [
  ...needed.filter((name) => !EVERYWHERE.test(name)).map((name) => `needs ${name}, which not every system has`),
  ...(newestGlibc && glibc && byVersion(glibc, newestGlibc) > 0
    ? [`needs glibc ${glibc}, newer than ${newestGlibc}`]
    : []),
  ...exported.filter((name) => !name.startsWith('napi_register_')).map((name) => `exports ${name}`),
  ...(exported.some((name) => name.startsWith('napi_register_')) ? [] : ['exports nothing that Node could load']),
  ...(megabytes > MOST_MB ? [`is larger than ${MOST_MB} MB`] : []),
];
console.log(
  `${file}: ${megabytes.toFixed(1)} MB, needs ${needed.join(', ')}${glibc ? ` of glibc ${glibc}` : ''}, exports ${exported.join(', ')}`,
);
for (const fault of wrong) console.error(`${file} ${fault}`);
process.exitCode = wrong.length > 0 ? 1 : 0;

function byVersion(a, b) {
  return a.localeCompare(b, 'en', { numeric: true });
}
