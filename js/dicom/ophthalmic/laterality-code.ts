/** Codes that name an eye, in reports and in the anatomy of images. */
import type { EyeCode, EyeSide } from './record';

/** The concept of laterality. */
export const LATERALITY = 'SCT 272741003';
/** The eyes by their code. */
export const LATERALITIES: Record<string, EyeSide> = {
  'SCT 24028007': 'right',
  'SCT 7771000': 'left',
  'SCT 51440002': 'both',
};

/** SNOMED CT's codes of before 2017, which reports still have (PS3.16 annex O). */
const SRT: Record<string, string> = {
  'F-02FB4': '251795007',
  'F-A2143': '251797004',
  'F-02FB7': '251799001',
  'G-C028': '255460003',
  'R-404C7': '255543005',
  'R-404B3': '255518004',
  'R-404BE': '255532002',
  'G-C171': '272741003',
  'G-A100': '24028007',
  'G-A101': '7771000',
  'G-A102': '51440002',
};
const OLD_SCHEMES = new Set(['SRT', 'SNM3', '99SDM']);

/** Scheme and value of a code, a SNOMED one as SCT has it. */
export const keyOf = (code: EyeCode | undefined): string => {
  if (!code) return '';
  const isOld = OLD_SCHEMES.has(code.scheme ?? '') && Object.hasOwn(SRT, code.value);
  return isOld ? `SCT ${SRT[code.value]}` : `${code.scheme ?? ''} ${code.value}`;
};
