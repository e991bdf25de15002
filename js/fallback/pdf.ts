import type { Backend, Lines as BackendLines } from '../contract';
import type { CheckedLine, InvoiceDocument } from '../pdf/document';
import { enqueue } from './queue';

/** See {@link BackendLines}. */
class Lines implements BackendLines {
  #lines: CheckedLine[] = [];

  append(json: string): void {
    for (const line of JSON.parse(json) as CheckedLine[]) this.#lines.push(line);
  }

  clear(): void {
    this.#lines = [];
  }

  /** Gives the lines away. */
  take(): CheckedLine[] {
    const lines = this.#lines;
    this.clear();
    return lines;
  }
}

/** `clinicore/pdf` in JavaScript, on pdfkit and fontkit. */
export const pdf: Backend['pdf'] = {
  Lines,
  invoice(document, lines, job) {
    const { data, options }: InvoiceDocument = JSON.parse(document);
    const whole = { data: { ...data, lines: (lines as Lines).take() }, options };
    return enqueue(job, async (running) => {
      // Loaded by the first call: pdfkit and fontkit were measured as two thirds of the time the whole package takes to
      // load, and 15 MB; native needs nothing of them.
      const { invoice } = await import('./pdf/former/invoice.js');
      return invoice(whole, running);
    });
  },
};
