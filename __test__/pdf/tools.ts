/** Programs that know PDF, DICOM or compressed data, and share nothing with either backend. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** The Debian package each comes in. */
const PACKAGES = {
  qpdf: 'qpdf',
  pdftotext: 'poppler-utils',
  pdfinfo: 'poppler-utils',
  pdffonts: 'poppler-utils',
  pdftoppm: 'poppler-utils',
  mutool: 'mupdf-tools',
  zbarimg: 'zbar-tools',
  dmtxread: 'dmtx-utils',
  openssl: 'openssl',
  dciodvfy: 'dicom3tools',
  zstd: 'zstd',
  lz4: 'lz4',
  gzip: 'gzip',
  python3: 'python3',
  unzip: 'unzip',
  '7z': 'p7zip-full',
  tar: 'tar',
  zip: 'zip',
  soffice: 'libreoffice-calc',
};

export type Tool = keyof typeof PACKAGES;

/**
 * Whether a tool is missing and may be: on a developer's machine; in CI a test that needs it fails. What BusyBox has by its
 * name, on Alpine, is another that knows few of its options.
 */
export function isMissing(tool: Tool): boolean {
  if (process.env.CI === 'true') return false;
  try {
    const path = execFileSync('which', [tool], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    return basename(realpathSync(path)) === 'busybox';
  } catch {
    return true;
  }
}

/** For the title of a test that is left out without the tool: why. */
export const needs = (tool: Tool): string =>
  isMissing(tool) ? ` (left out: it needs ${tool} of the package ${PACKAGES[tool]})` : '';

/** What a tool prints; `FILE` among its arguments stands for a file of these bytes, `FOLDER` for the folder it is in. */
export function said(tool: Tool, args: string[], file: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'clinicore-pdf-'));
  try {
    writeFileSync(join(folder, 'file.pdf'), file);
    const named = args.map((arg) => arg.replace('FILE', join(folder, 'file.pdf')).replace('FOLDER', folder));
    return execFileSync(tool, named, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the code on a file's first page says to zbar. */
export function codeOf(file: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'clinicore-codes-'));
  const [source, page] = [join(folder, 'file.pdf'), join(folder, 'page')];
  try {
    writeFileSync(source, file);
    execFileSync('pdftoppm', ['-r', '300', '-png', '-singlefile', source, page]);
    return execFileSync('zbarimg', ['-q', '--raw', '--nodbus', `${page}.png`], { encoding: 'utf8' }).trimEnd();
  } finally {
    rmSync(folder, { recursive: true });
  }
}
