/** What the clinic says of studies, in the DICOM JSON model (PS3.18 annex F). */
import type { DicomJson, DicomPersonName } from 'clinicore/dicom';

export type { DicomJson };

/** The values of an attribute, and the first of them. */
export const values = <T = string>(json: DicomJson | undefined, tag: string): T[] => (json?.[tag]?.Value ?? []) as T[];
export const first = <T = string>(json: DicomJson | undefined, tag: string): T | undefined => values<T>(json, tag)[0];

/** A person's name as people write it: the family name, then the given ones. */
export function nameOf(json: DicomJson, tag = '00100010'): string {
  const { Alphabetic, Ideographic } = first<DicomPersonName | null>(json, tag) ?? {};
  const [family, given, middle] = (Alphabetic ?? '').split('^');
  const written = [family, [given, middle].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  return [written, Ideographic?.replaceAll('^', ' ')].filter(Boolean).join(' · ') || 'No name';
}

/** A date of DICOM (`20251127`) as people here write it. */
export function dateOf(json: DicomJson, tag: string): string {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(first(json, tag) ?? '') ?? [];
  if (!year) return '';
  const date = new Date(Number(year), Number(month) - 1, Number(day));
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}

/** Where something that was found is, on this server. */
export const pathOf = (json: DicomJson): string => new URL(first(json, '00081190') as string).pathname;

const SIDES: Record<string, string> = { R: 'Right eye', L: 'Left eye', B: 'Both eyes' };

/** Whose a file is, of the two eyes; empty if it does not say. */
export const sideOf = (instance: DicomJson): string =>
  SIDES[first(instance, '00200062') ?? first(instance, '00240113') ?? first(instance, '00200060') ?? ''] ?? '';

/** What a file is called: its series' description, or else what kind it is. */
export const titleOf = (instance: DicomJson): string =>
  first(instance, '0008103E') ?? first(instance, '00080060') ?? 'File';

/** Whether it is a picture, and not measurements only. */
export const isImage = (instance: DicomJson): boolean => first(instance, '00280010') !== undefined;
