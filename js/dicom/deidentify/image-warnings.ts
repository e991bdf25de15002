/** Why pixels may still say who the patient is: what the file says of them, and what is known of its kind. */
import type { DeidentificationWarning } from './report';

/** What the warnings go by; of values that are absent an empty text. */
export interface ImageHead {
  modality: string;
  sopClass: string;
  /** (0028,0301), (0028,0302). */
  burnedIn: string;
  recognizable: string;
  hasPixels: boolean;
  /** Overlays whose bits stand among those of the pixels (PS3.5 8.1.1, retired). */
  hasOverlayInPixels: boolean;
  /** Whether a compressed frame holds more than the image. */
  hasMore: boolean;
}

/**
 * Modalities whose devices print names onto the picture, or that are photographs or scans of paper: ultrasound, endoscopy,
 * microscopy, photography, ophthalmic photography and tomography reports, documents, fluoroscopy from video, screenshots.
 */
const OFTEN_BURNED_IN = new Set('BI CFM DMS DOC ES GM HC IVUS OP OPM OPT OPV OT PX RF SM US XA XC'.split(' '));
const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';

/** Modalities that show a face, or from which one can be computed; an iris and a fundus tell people apart, too. */
const RECOGNIZABLE = new Set('CT DMS MR OP OPT OPTENF PT XC'.split(' '));

/** See the module. */
export function imageWarnings(head: ImageHead): DeidentificationWarning[] {
  const { modality, sopClass, burnedIn, recognizable } = head;
  if (!head.hasPixels) return [];
  const warnings: DeidentificationWarning[] = [];
  const isCapture = sopClass === SECONDARY_CAPTURE || sopClass.startsWith(`${SECONDARY_CAPTURE}.`);
  if (burnedIn === 'YES') {
    warnings.push({ kind: 'burnedIn', message: 'The file says that its pixels show who the patient is' });
  } else if (burnedIn !== 'NO' && (isCapture || OFTEN_BURNED_IN.has(modality))) {
    warnings.push({
      kind: 'burnedInLikely',
      message: 'Pictures of this kind often show names and numbers, and the file does not say that this one does not',
    });
  }
  if (recognizable === 'YES') {
    warnings.push({ kind: 'recognizable', message: 'The file says that the patient can be recognized in its pixels' });
  } else if (recognizable !== 'NO' && RECOGNIZABLE.has(modality)) {
    warnings.push({
      kind: 'recognizableLikely',
      message: 'Patients can be recognized in pictures of this kind: by a face, or one computed from slices, by an eye',
    });
  }
  if (head.hasOverlayInPixels) {
    warnings.push({
      kind: 'overlayInPixels',
      message: 'An overlay stands in unused bits of the pixels: its description is gone, its bits are not',
    });
  }
  if (head.hasMore) {
    warnings.push({
      kind: 'codestreamText',
      message: 'The first compressed frame holds comments or application data, such as EXIF, which were not looked at',
    });
  }
  return warnings;
}
