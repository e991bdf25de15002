/**
 * A frame of 16 bits as a browser shows it: against dicom-parser, a loop over the samples, and node:zlib for a PNG or
 * libjpeg-turbo in WebAssembly for a JPEG.
 */
import { createRequire } from 'node:module';
import { both } from '../clinicore.mjs';
import { decodePng, encodePng } from '../png.mjs';
import { tomography } from './files.mjs';

const require = createRequire(import.meta.url);

const SIZE = 512;
const SMALL = 128;
const WINDOW = { center: 40, width: 400 };
const QUALITY = 85;

const input = () => tomography({ frames: 1, bits: 16, rows: SIZE, columns: SIZE });

const picture = (make) => both(async ({ dicom }, data) => make(await dicom.open(data)));

/** The slope of 1 and the intercept of these files, then the window (PS3.3 C.11.2.1.2.1), rounded half up. */
function shown(parser, data) {
  const { dataOffset, length } = parser.parseDicom(data).elements.x7fe00010;
  const at = data.byteOffset + dataOffset;
  const samples = new Uint16Array(data.buffer.slice(at, at + length));
  return Uint8Array.from(samples, (sample) => {
    const share = (sample - 1024 - (WINDOW.center - 0.5)) / (WINDOW.width - 1) + 0.5;
    return Math.min(255, Math.max(0, Math.floor(share * 255 + 0.5)));
  });
}

/** The mean of each square of four by four. */
function reduced(grey) {
  const by = SIZE / SMALL;
  return Uint8Array.from({ length: SMALL * SMALL }, (_, at) => {
    const [left, top] = [(at % SMALL) * by, Math.floor(at / SMALL) * by];
    let sum = 0;
    for (let y = 0; y < by; y++) for (let x = 0; x < by; x++) sum += grey[(top + y) * SIZE + left + x];
    return Math.round(sum / by ** 2);
  });
}

const quiet = () => ({ print() {}, printErr() {} });

async function jpegEncoder() {
  const library = await require('@cornerstonejs/codec-libjpeg-turbo-8bit/wasmjs')(quiet());
  const encoder = new library.JPEGEncoder();
  encoder.setQuality(QUALITY);
  return (grey, size) => {
    const frame = { width: size, height: size, bitsPerSample: 8, componentCount: 1, isSigned: false };
    encoder.getDecodedBuffer(frame).set(grey);
    encoder.encode();
    return Buffer.from(encoder.getEncodedBuffer());
  };
}

async function decodeJpeg(file) {
  const library = await require('@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs')(quiet());
  const decoder = new library.JPEGDecoder();
  decoder.getEncodedBuffer(file.length).set(file);
  decoder.decode();
  return decoder.getDecodedBuffer().slice();
}

const withParser = (encode) => async () => {
  const { default: parser } = await import('dicom-parser');
  const encoded = await encode();
  return (data) => encoded(shown(parser, data));
};

/** Means of squares of 16 × 16, which no encoder changes by more than a grey or two. */
function squares(samples) {
  const size = Math.sqrt(samples.length);
  const means = new Float64Array((size / 16) ** 2);
  for (const [at, sample] of samples.entries()) {
    means[Math.floor(at / size / 16) * (size / 16) + Math.floor((at % size) / 16)] += sample / 256;
  }
  return Array.from(means);
}
const alike = (a, b) => a.length === b.length && a.every((mean, i) => Math.abs(mean - b[i]) < 3);

export const cases = [
  {
    name: 'open and toPng, 512 × 512 of 16 bits',
    of: ['DicomFile.toPng'],
    input,
    contenders: {
      ...picture((file) => file.toPng(0, { window: WINDOW })),
      'dicom-parser, a loop, node:zlib': withParser(async () => (grey) => encodePng(grey, SIZE, SIZE)),
    },
    summary: (file) => Buffer.from(decodePng(file)).toString('base64'),
    agree: (a, b) => a === b,
  },
  {
    name: 'open and toJpeg, 512 × 512 of 16 bits',
    of: ['DicomFile.toJpeg'],
    input,
    contenders: {
      ...picture((file) => file.toJpeg(0, { window: WINDOW, quality: QUALITY })),
      'dicom-parser, a loop, libjpeg-turbo': withParser(async () => {
        const encode = await jpegEncoder();
        return (grey) => encode(grey, SIZE);
      }),
    },
    summary: async (file) => squares(await decodeJpeg(file)),
    agree: alike,
  },
  {
    name: 'open and thumbnail, 512 × 512 of 16 bits to 128 × 128',
    of: ['DicomFile.thumbnail'],
    input,
    contenders: {
      ...picture((file) => file.thumbnail(SMALL, { window: WINDOW, quality: QUALITY })),
      'dicom-parser, loops, libjpeg-turbo': withParser(async () => {
        const encode = await jpegEncoder();
        return (grey) => encode(reduced(grey), SMALL);
      }),
    },
    summary: async (file) => squares(await decodeJpeg(file)),
    agree: alike,
  },
];
