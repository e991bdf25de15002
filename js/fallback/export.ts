import type { ExportBackend } from '../contract/export';
import { Compressor } from './export/compression/compressor';
import { Decompressor } from './export/compression/decompressor';
import { compressRecords, decompressRecords, trainDictionary } from './export/compression/records';
import { parts, Styles } from './export/parts';
import { type Batch, Table } from './export/table';
import { pieces } from './export/worksheet';
import { DECLARATION } from './export/xml';
import { Zip } from './export/zip';
import { enqueue } from './queue';

/**
 * `clinicore/export` in JavaScript, on node:zlib. The XML is our own here too: the maintained xlsx libraries write
 * decimals through floats, know no quote prefix, and hold the event loop until they are done.
 */
export const exporting: ExportBackend = {
  Table,
  Compressor,
  Decompressor,
  trainDictionary,
  compressRecords,
  decompressRecords,
  xlsx(workbook, tables, job) {
    const batches = tables.map((table) => (table as Table).take());
    const rows = batches.map((list) => list.reduce((sum, batch) => sum + batch.rows, 0));
    const total = rows.reduce((sum, n) => sum + n, 0);
    return enqueue(job, async (running) => {
      const zip = new Zip();
      const styles = new Styles(workbook);
      for (const [name, xml] of parts(workbook, rows, styles)) {
        zip.begin(name);
        zip.write(Buffer.from(DECLARATION + xml));
        zip.end();
      }
      let before = 0;
      for (const [index, sheet] of workbook.sheets.entries()) {
        const { escapeFormulas } = workbook;
        const worksheet = { sheet, rows: rows[index] as number, isFirst: index === 0, styles, escapeFormulas };
        zip.begin(`xl/worksheets/sheet${index + 1}.xml`);
        for (const { xml, done } of pieces(worksheet, batches[index] as Batch[])) {
          zip.write(Buffer.from(xml));
          await running.checkpoint(before + done, total);
        }
        zip.end();
        before += worksheet.rows;
      }
      return zip.finish();
    });
  },
};
