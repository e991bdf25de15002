/** All frames of a file: compressed ones against the codecs that run in WebAssembly, uncompressed ones shown in 8 bits. */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { encapsulated, pixels, tomography } from './files.mjs';

const require = createRequire(import.meta.url);

const IMAGE = { rows: 512, columns: 512, bits: 8 };
const FRAMES = 40;

/** Each with the package that decodes it, and that encodes the input too; RLE, for which there is none, by hand. */
const CODECS = {
  'JPEG 2000': { syntax: '1.2.840.10008.1.2.4.90', codec: 'codec-openjpeg', name: 'J2K' },
  'JPEG-LS': { syntax: '1.2.840.10008.1.2.4.80', codec: 'codec-charls', name: 'JpegLS' },
  JPEG: { syntax: '1.2.840.10008.1.2.4.50', codec: 'codec-libjpeg-turbo-8bit', name: 'JPEG' },
  RLE: { syntax: '1.2.840.10008.1.2.5' },
};

const compressed = Object.entries(CODECS).map(([name, { syntax, codec, name: kind }]) => ({
  name: `frames, ${FRAMES} of 512 × 512 × 8 bit, ${name}`,
  of: ['DicomFile.frames', 'DicomFile.frame'],
  input: async () => {
    const encode = codec ? await encoder(codec, kind) : rleEncoded;
    return encapsulated(syntax, IMAGE, frames({ ...IMAGE, frames: FRAMES }).map(encode));
  },
  contenders: {
    clinicore: ours('native', decoded),
    'clinicore, 1 thread': ours('native', decoded, 1),
    'clinicore, JavaScript': name === 'JPEG 2000' ? 'it does not decode JPEG 2000' : ours('js', decoded),
    [codec ? `${codec}, wasm` : 'plain JavaScript']: async () => {
      const decode = codec ? await decoder(codec, kind) : rleDecoded;
      const { default: parser } = await import('dicom-parser');
      return (data) => {
        const dataSet = parser.parseDicom(data);
        const { x7fe00010: element } = dataSet.elements;
        return Array.from({ length: FRAMES }, (_, frame) =>
          decode(parser.readEncapsulatedImageFrame(dataSet, element, frame)),
        );
      };
    },
  },
  summary: hashes,
  agree: (a, b) => a === b,
}));

const WINDOW = { center: 40, width: 400 };

const shown = {
  name: `frames, ${FRAMES} of 512 × 512 × 16 bit, windowed to 8 bit`,
  of: ['DicomFile.frames', 'DicomFile.frame'],
  input: () => tomography({ frames: FRAMES, bits: 16 }),
  contenders: {
    clinicore: ours('native', windowed),
    'clinicore, 1 thread': ours('native', windowed, 1),
    'clinicore, JavaScript': ours('js', windowed),
    'a typed-array loop': async () => {
      const { default: parser } = await import('dicom-parser');
      return (data) => {
        const { dataOffset, length } = parser.parseDicom(data).elements.x7fe00010;
        const samples = new Uint16Array(
          data.buffer.slice(data.byteOffset + dataOffset, data.byteOffset + dataOffset + length),
        );
        const size = length / 2 / FRAMES;
        return Array.from({ length: FRAMES }, (_, frame) =>
          windowLoop(samples.subarray(frame * size, (frame + 1) * size)),
        );
      };
    },
  },
  summary: hashes,
  agree: (a, b) => a === b,
};

export const cases = [...compressed, shown];

function ours(backend, work, threads) {
  return async () => {
    process.env.CLINICORE_BACKEND = backend;
    const { configure, dicom } = await import('clinicore');
    if (threads) configure({ threads });
    return async (data) => work(await dicom.open(data));
  };
}

async function decoded(file) {
  const decoded = [];
  for await (const { pixels } of file.frames()) decoded.push(pixels);
  return decoded;
}

async function windowed(file) {
  const shown = [];
  for await (const { pixels } of file.frames({ output: 'display', window: WINDOW })) shown.push(pixels);
  return shown;
}

/** The slope of 1 and the intercept of these files, then the window (PS3.3 C.11.2.1.2.1), rounded half up. */
function windowLoop(samples) {
  const grey = new Uint8Array(samples.length);
  const { center, width } = WINDOW;
  for (let at = 0; at < samples.length; at++) {
    const value = samples[at] * 1 - 1024;
    const share = (value - (center - 0.5)) / (width - 1) + 0.5;
    grey[at] = share <= 0 ? 0 : share >= 1 ? 255 : Math.floor(share * 255 + 0.5);
  }
  return grey;
}

function hashes(frames) {
  return frames.map((frame) => createHash('sha256').update(frame).digest('hex')).join('\n');
}

function frames(image) {
  const all = pixels(image);
  const size = all.length / image.frames;
  return Array.from({ length: image.frames }, (_, frame) => all.subarray(frame * size, (frame + 1) * size));
}

/** OpenJPEG tells what it reads. */
const quiet = () => ({ print() {}, printErr() {} });

async function encoder(codec, name) {
  const library = await require(`@cornerstonejs/${codec}/wasmjs`)(quiet());
  const encoder = new library[`${name}Encoder`]();
  const { rows: height, columns: width, bits: bitsPerSample } = IMAGE;
  if (name === 'J2K') encoder.setQuality(true, 0);
  if (name === 'JpegLS') encoder.setNearLossless(0);
  if (name === 'JPEG') encoder.setQuality(90);
  return (frame) => {
    encoder.getDecodedBuffer({ width, height, bitsPerSample, componentCount: 1, isSigned: false }).set(frame);
    encoder.encode();
    return Buffer.from(encoder.getEncodedBuffer());
  };
}

async function decoder(codec, name) {
  const library = await require(`@cornerstonejs/${codec}/decodewasmjs`)(quiet());
  const decoder = new library[`${name}Decoder`]();
  return (frame) => {
    decoder.getEncodedBuffer(frame.length).set(frame);
    decoder.decode();
    return decoder.getDecodedBuffer().slice();
  };
}

/** One segment of runs and of bytes that differ, a line at a time (PS3.5 G.3). */
function rleEncoded(frame) {
  const runs = [Buffer.from(Uint32Array.from({ length: 16 }, (_, at) => [1, 64][at] ?? 0).buffer)];
  for (let line = 0; line < IMAGE.rows; line++) {
    const end = (line + 1) * IMAGE.columns;
    for (let at = line * IMAGE.columns; at < end; ) {
      let same = 1;
      while (at + same < end && same < 128 && frame[at + same] === frame[at]) same++;
      if (same > 1) {
        runs.push(Buffer.of(257 - same, frame[at]));
        at += same;
        continue;
      }
      let next = at + 1;
      while (next < end && next - at < 128 && frame[next] !== frame[next + 1]) next++;
      runs.push(Buffer.of(next - at - 1), frame.subarray(at, next));
      at = next;
    }
  }
  return Buffer.concat(runs);
}

/** What viewers do. */
function rleDecoded(frame) {
  const bytes = new Int8Array(frame.buffer, frame.byteOffset, frame.length);
  const pixels = new Uint8Array(IMAGE.rows * IMAGE.columns);
  for (let at = 64, to = 0; to < pixels.length; ) {
    const n = bytes[at++];
    if (n >= 0) for (let i = 0; i <= n && to < pixels.length; i++) pixels[to++] = bytes[at++];
    else if (n > -128) {
      for (let i = 0; i <= -n && to < pixels.length; i++) pixels[to++] = bytes[at];
      at++;
    }
  }
  return pixels;
}
