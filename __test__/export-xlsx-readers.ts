/** Readers of workbooks that are no JavaScript: openpyxl, msoffcrypto-tool, LibreOffice. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const python = process.env.CLINICORE_WORKBOOKS ?? join(import.meta.dirname, '../target/workbooks/bin/python');
/** On a developer's machine it may be missing; in CI a test that needs it fails. */
export const noPython = process.env.CI !== 'true' && !existsSync(python);
export const needsPython = noPython
  ? ' (left out: it needs `python3 -m venv target/workbooks && target/workbooks/bin/pip install openpyxl==3.1.5 msoffcrypto-tool==6.1.0`)'
  : '';

/** What openpyxl finds in a sheet. */
export interface PythonSheet {
  name: string;
  rows: unknown[][];
  /** Of the first two rows. */
  types: string[][];
  quoted: boolean[][];
  /** Of the first row under the header. */
  formats: string[];
  bold: boolean[];
  freeze: string | null;
  filter: string | null;
  widths: number[];
}

/** What openpyxl finds in a workbook, which msoffcrypto-tool opens if it has a password. */
export const inPython = (file: Uint8Array, password = ''): PythonSheet[] =>
  inFolder(file, (path) => {
    const script = join(import.meta.dirname, 'fixtures/read-workbook.py');
    return JSON.parse(
      execFileSync(python, [script, path, password], { encoding: 'utf8', maxBuffer: 1 << 28, stdio: 'pipe' }),
    );
  });

/** A document as msoffcrypto-tool encrypts it. */
export const encryptedInPython = (document: Uint8Array, password: string): Buffer =>
  inFolder(document, (path, folder) => {
    const to = join(folder, 'encrypted.xlsx');
    execFileSync(join(dirname(python), 'msoffcrypto-tool'), ['-e', '-p', password, path, to], { stdio: 'pipe' });
    return readFileSync(to);
  });

/** The first sheet of a workbook as LibreOffice writes it to CSV, as its cells are shown. */
export const inLibreOffice = (file: Uint8Array): string =>
  inFolder(file, (path, folder) => {
    // Separated by commas, in UTF-8, cells as they are shown.
    const filter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true';
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
    execFileSync('soffice', [profile, '--headless', '--convert-to', filter, '--outdir', folder, path], {
      stdio: 'pipe',
    });
    return readFileSync(join(folder, 'file.csv'), 'utf8');
  });

function inFolder<T>(file: Uint8Array, read: (path: string, folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'clinicore-workbook-'));
  try {
    const path = join(folder, 'file.xlsx');
    writeFileSync(path, file);
    return read(path, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
