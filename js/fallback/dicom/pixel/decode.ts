/** One frame's pixels: decoded, and made into what can be shown (PS3.3 C.7.6.3, C.11; PS3.5 8, Annexes A and G). */
import type { PixelMessage } from '../../../contract/dicom';
import { fitted } from '../../../dicom/image/fitted';
import type { Job } from '../../queue';
import { applyPalette, to8Bits, ybrToRgb } from './color';
import { inflated } from './deflated';
import { corrupt, differs, Fault, unsupported } from './fault';
import { type Layout, layoutOf, wantsRgb } from './frame';
import { toGrey } from './grey';
import { decodeJpeg } from './jpeg';
import { encodeJpeg } from './jpeg-file';
import { decodeJpegLs } from './jpeg-ls';
import { decodeNative } from './native';
import { draw } from './overlay';
import { encodePng } from './png-file';
import { Progress, type Work } from './progress';
import { reduce } from './resize';
import { decodeRle } from './rle';
import { type Decoded, interleave, kindOf, normalise, type Samples, widen } from './samples';

/** How the pixels of a transfer syntax are compressed, as messages call it. */
type Encoding = 'native' | 'deflated' | 'RLE' | 'JPEG' | 'JPEG-LS' | 'JPEG 2000';

/** PS3.5 A and PS3.6 table A-1. */
const ENCODINGS: [Encoding, string[]][] = [
  ['native', ['', '.1', '.2', '.1.99', '.1.98']],
  ['deflated', ['.8.1']],
  ['RLE', ['.5']],
  ['JPEG', ['.4.50', '.4.51', '.4.53', '.4.55', '.4.57', '.4.70']],
  ['JPEG-LS', ['.4.80', '.4.81']],
  ['JPEG 2000', ['.4.90', '.4.91', '.4.201', '.4.202', '.4.203']],
];

const BY_TRANSFER_SYNTAX = new Map<string, Encoding>([
  ...ENCODINGS.flatMap(([encoding, ends]) => ends.map((end) => [`1.2.840.10008.1.2${end}`, encoding] as const)),
  // GE's private one has its pixels in big endian.
  ['1.2.840.113619.5.2', 'native'],
]);

/** Bytes that a compressed frame may become whatever its length: an empty one can have a few hundred. */
const FREE_BYTES = 16 * 2 ** 20;

/** How many times its length it may become beyond that: pictures do not shrink so far. */
const MOST_EXPANSION = 256;

/**
 * Decodes a frame and makes of it what the message says.
 *
 * @param data its bytes as stored, which may be changed
 * @param tables the lookup tables and overlays that it points to
 */
export async function decodeFrame(
  frame: PixelMessage,
  data: Uint8Array<ArrayBuffer>,
  tables: Uint8Array,
  job: Job,
): Promise<Uint8Array> {
  const encoding = BY_TRANSFER_SYNTAX.get(frame.transferSyntax);
  try {
    const layout = layoutOf(frame);
    if (!encoding) throw unsupported("its pixels' compression");
    const most = Math.max(FREE_BYTES, MOST_EXPANSION * data.length);
    if (encoding !== 'native' && layout.count * layout.bytes > most) throw corrupt();
    const progress = new Progress(job, layout.count);
    const pixels = encoding === 'deflated' ? await inflated(frame, layout, data, progress) : data;
    return await progress.run(made(frame, layout, DECODERS[encoding](frame, layout, pixels), tables));
  } catch (error) {
    throw error instanceof Fault ? error.of(frame, encoding ?? '') : error;
  }
}

type Decoder = (frame: PixelMessage, layout: Layout, data: Uint8Array<ArrayBuffer>) => Work<Decoded>;

const without = (what: string): Decoder =>
  // biome-ignore lint/correctness/useYield: it ends before it has done anything
  function* () {
    throw unsupported(`${what} on the JavaScript backend`);
  };

const DECODERS: Record<Encoding, Decoder> = {
  native: decodeNative,
  // Native pixels, once they are inflated.
  deflated: decodeNative,
  RLE: decodeRle,
  JPEG: decodeJpeg,
  'JPEG-LS': decodeJpegLs,
  'JPEG 2000': without('JPEG 2000'),
};

/** What is made of decoded samples. */
function* made(frame: PixelMessage, layout: Layout, decoding: Work<Decoded>, tables: Uint8Array): Work<Uint8Array> {
  const decoded = yield* decoding;
  const samples = yield* colored(frame, layout, decoded, yield* normal(frame, layout, decoded), tables);
  if (frame.output === 'samples') return samples.bytes;
  const channels = frame.palette || layout.samples > 1 ? 3 : 1;
  const display = yield* displayed(frame, layout, samples, tables);
  return yield* written(frame, layout, display, channels);
}

/** Samples as they are stored, side by side, without what is no part of them. */
function* normal(frame: PixelMessage, layout: Layout, { bytes, size, planar, bits }: Decoded): Work<Samples> {
  if (size > layout.bytes) throw differs();
  const wide = yield* widen(bytes, size, layout.bytes);
  const pixels = planar && layout.samples > 1 ? yield* interleave(wide, layout.samples, layout.bytes) : wide;
  if (!frame.float) yield* normalise(pixels, layout.bytes, bits, frame.signed);
  return { bytes: pixels, kind: kindOf(layout.bytes, frame.signed, frame.float) };
}

/** Colours for indexes, RGB for YBR, where they are wanted. */
function* colored(
  frame: PixelMessage,
  layout: Layout,
  { inRgb }: Decoded,
  samples: Samples,
  tables: Uint8Array,
): Work<Samples> {
  if (!wantsRgb(frame)) return samples;
  if (frame.palette) return yield* applyPalette(samples, frame.palette, tables);
  if (layout.samples !== 3 || inRgb) return samples;
  if (['YBR_FULL', 'YBR_FULL_422'].includes(frame.photometric)) yield* ybrToRgb(samples, frame.stored);
  if (['YBR_PARTIAL_422', 'YBR_PARTIAL_420', 'HSV'].includes(frame.photometric)) {
    throw unsupported('its photometric interpretation, which is retired');
  }
  return samples;
}

/** 8 bits: grey of one sample, RGB of three. */
function* displayed(
  frame: PixelMessage,
  layout: Layout,
  samples: Samples,
  tables: Uint8Array,
): Work<Uint8Array<ArrayBuffer>> {
  const { kind } = samples;
  const isGrey = layout.samples === 1 && !frame.palette;
  let display: Uint8Array<ArrayBuffer>;
  if (isGrey) display = yield* toGrey(samples, frame, tables);
  else if (layout.samples === 4 || (kind !== 'u8' && kind !== 'u16')) {
    throw unsupported('showing colours of such samples');
  } else if (kind === 'u8' && (frame.palette || frame.stored === 8)) display = samples.bytes;
  else display = yield* to8Bits(samples, frame.palette?.bits ?? frame.stored);
  for (const overlay of frame.overlays) yield* draw(overlay, tables, display, layout, isGrey ? 1 : 3);
  return display;
}

/** What is displayed, reduced and in the form that is wanted. */
function* written(
  frame: PixelMessage,
  layout: Layout,
  display: Uint8Array<ArrayBuffer>,
  channels: number,
): Work<Uint8Array> {
  const to = frame.longest === null ? layout : fitted(layout, frame.longest);
  const isSame = to.rows === layout.rows && to.columns === layout.columns;
  const picture = isSame ? display : yield* reduce(display, channels, layout, to);
  if (frame.output === 'png') return yield* encodePng(picture, channels, to.columns, to.rows);
  if (frame.output === 'jpeg') return yield* encodeJpeg(picture, channels, to.columns, to.rows, frame.quality);
  return picture;
}
