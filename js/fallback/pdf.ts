import type { Backend } from '../backend';
import { enqueue } from './queue';

/** `clinicore/pdf` in JavaScript, on pdfkit and fontkit. */
export const pdf: Backend['pdf'] = {
  invoice: (document, job) =>
    enqueue(job, async (running) => {
      // Loaded by the first call: pdfkit and fontkit were measured as two thirds of the time the whole package takes to
      // load, and 15 MB; native needs nothing of them.
      const { invoice } = await import('./pdf/invoice.js');
      return invoice(JSON.parse(document), running);
    }),
};
