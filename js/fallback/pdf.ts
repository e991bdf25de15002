import type { Backend } from '../backend';
import { invoice } from './pdf/invoice';
import { enqueue } from './queue';

/** `clinicore/pdf` in JavaScript, on pdfkit and fontkit. */
export const pdf: Backend['pdf'] = {
  invoice: (document, job) => enqueue(job, (running) => invoice(JSON.parse(document), running)),
};
