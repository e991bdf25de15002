/** On what, and with which versions, something was measured. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Whose calls are replaced, or who else does the work. */
const PEERS = [
  '@cornerstonejs/codec-charls',
  '@cornerstonejs/codec-libjpeg-turbo-8bit',
  '@cornerstonejs/codec-openjpeg',
  '@duckdb/node-api',
  '@node-rs/bcrypt',
  'apache-arrow',
  'bcrypt',
  'bcryptjs',
  'csv-parse',
  'dcmjs',
  'dicom-parser',
  'exceljs',
  'fflate',
  'hucre',
  'hyparquet',
  'hyparquet-writer',
  'nodejs-polars',
  'otplib',
  'papaparse',
  'pdf-lib',
  'pdfjs-dist',
  'pdfkit',
  'qrcode-generator',
  'regression',
  'simple-statistics',
  'speakeasy',
  'xlsx',
  'yauzl',
  'yazl',
];

const version = (name) => {
  try {
    return JSON.parse(readFileSync(`${root}node_modules/${name}/package.json`, 'utf8')).version;
  } catch {
    return undefined;
  }
};

const git = (...words) => execFileSync('git', words, { cwd: root, encoding: 'utf8' }).trim();

/** What is measured, and where. */
export async function thisRun() {
  const { diagnostics } = await import('../native/binding.js');
  const [{ model }] = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: git('rev-parse', '--short=12', 'HEAD'),
    isChanged: git('status', '--porcelain', '--', 'crates', 'js', 'native', 'Cargo.lock', 'package.json') !== '',
    build: diagnostics.buildProfile(),
    cpu: model.trim(),
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    os: `${type()} ${release().split('.', 2).join('.')}`,
    node: process.version,
    versions: Object.fromEntries(PEERS.flatMap((name) => (version(name) ? [[name, version(name)]] : []))),
  };
}
