/** Many small records, one after the other. */
import type { CompressionBackend, RecordsMessage } from '../../../contract/compression';
import { ClinicoreError } from '../../../errors';
import { Compressor } from './compressor';
import { Decompressor } from './decompressor';
import { noDictionaries } from './step';

export const trainDictionary: CompressionBackend['trainDictionary'] = async () => {
  throw noDictionaries();
};

export const compressRecords: CompressionBackend['compressRecords'] = (message, data, lengths, job) =>
  each(data, lengths, (record) => {
    const codec = new Compressor({ ...message, contentSize: record.length });
    return codec.write(record, true, job).finally(() => codec.close());
  });

export const decompressRecords: CompressionBackend['decompressRecords'] = (
  message,
  data,
  lengths,
  first,
  made,
  job,
) => {
  let size = made;
  return each(data, lengths, async (record, index) => {
    const codec = new Decompressor({ ...message, maxBytes: message.maxBytes - size });
    try {
      const out = await codec.write(record, true, job);
      size += out.length;
      return out;
    } catch (error) {
      throw error instanceof ClinicoreError ? placed(error, first + index, message.maxBytes) : error;
    } finally {
      codec.close();
    }
  });
};

/** The same error, which says which record it is about, and the limit that is for all. */
function placed(error: ClinicoreError, index: number, maxBytes: number): ClinicoreError {
  const { code, details } = error;
  if (code === 'ERR_ABORTED' || code === 'ERR_BUSY') return error;
  const isTotal = details.option === 'maxBytes';
  const message = isTotal ? `The data decompress to more than ${maxBytes} bytes` : error.message;
  return new ClinicoreError(code, `records[${index}]: ${message}`, {
    ...details,
    ...(isTotal && { limit: maxBytes }),
    index,
  });
}

async function each(
  data: Uint8Array,
  lengths: Uint32Array,
  work: (record: Uint8Array, index: number) => Promise<Uint8Array>,
): Promise<RecordsMessage> {
  const made: Uint8Array[] = [];
  let at = 0;
  for (const [index, length] of lengths.entries()) {
    made.push(await work(data.subarray(at, at + length), index));
    at += length;
  }
  return { data: Buffer.concat(made), lengths: Uint32Array.from(made, (record) => record.length) };
}
