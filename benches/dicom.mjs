/** DICOM: what stands where, values by name, DICOM JSON, frames; against what is used for each in Node. */
import { decoding } from './dicom/frames.mjs';
import { index } from './dicom/index.mjs';
import { json } from './dicom/json.mjs';

export const cases = [...index, ...json, ...decoding];
