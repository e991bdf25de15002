/** The JavaScript backend: the same functions on well-kept JavaScript packages, for where no native binary loads. */
import type { Backend } from '../contract';
import { crypto } from './crypto';
import { dicom } from './dicom';
import { exporting } from './export';
import { pdf } from './pdf';
import { Job, pool } from './queue';
import { stats } from './stats';

export const fallback: Backend = { Job, pool, stats, pdf, dicom, exporting, crypto };
