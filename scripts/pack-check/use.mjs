// The same as a module, by names.
import * as clinicore from 'clinicore';
import { hashPassword, verifyPassword } from 'clinicore/crypto';
import { parse } from 'clinicore/dicom';
import { csv, readCsv } from 'clinicore/export';
import { extractText, render } from 'clinicore/pdf';
import { mean } from 'clinicore/stats';
import { answers } from './answers.cjs';

const { backend, ClinicoreError, configure, loadError, version } = clinicore;
if (!(backend && ClinicoreError && configure && version) || loadError !== null) throw new Error('names are missing');
console.log(
  await answers(clinicore, {
    stats: { mean },
    pdf: { render, extractText },
    dicom: { parse },
    export: { csv, readCsv },
    crypto: { hashPassword, verifyPassword },
  }),
);
