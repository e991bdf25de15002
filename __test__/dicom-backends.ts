/** The backends that can open DICOM files: told by what they have, so that the suites grow with the native binding. */
import { backends, needsNative, useBackend } from './backends';

const able = backends.filter((name) => {
  const { Scanner, indexFile, inflate } = useBackend(name).dicom;
  return Scanner && indexFile && inflate;
});

/** To run suites of `dicom.open` over. */
export const openBackends = able;

/** For the title of a suite that compares the two: why it is left out. */
export const needsBoth =
  needsNative || (able.length < 2 ? ' (left out: the native binding has no Scanner, indexFile and inflate yet)' : '');
