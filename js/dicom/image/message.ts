/** What a backend must know to make one frame's pixels, put together from the data set. */
import type { PixelMessage } from '../../contract/dicom';
import { ClinicoreError } from '../../errors';
import { find } from '../data-set';
import { malformed } from '../errors';
import { entriesIn, itemsIn, type Part } from '../item';
import { type DicomImage, integerAt, numbersAt, pixelsOf, textAt } from './description';
import { lookup, palette, Tables } from './lookup';
import type { Picture } from './options';
import { overlays } from './overlay';

/** A frame's message, and the tables it points into. */
export interface FrameMessage {
  message: PixelMessage;
  tables: Uint8Array;
}

const ALLOCATED = [1, 8, 16, 32, 64];

/** What holds for every frame, checked. */
export function layoutOf(part: Part, image: DicomImage, transferSyntax: string) {
  const { offset, tag } = pixelsOf(part);
  const { samples, bitsAllocated: allocated, bitsStored: stored } = image;
  const high = tag === 0x7fe0_0010 ? (integerAt(part, 'HighBit') ?? stored - 1) : stored - 1;
  if (![1, 3, 4].includes(samples) || !ALLOCATED.includes(allocated)) {
    throw new ClinicoreError(
      'ERR_UNSUPPORTED',
      `Images of ${samples} samples of ${allocated} bits a pixel are not supported`,
      { offset },
    );
  }
  if (stored < 1 || stored > allocated || high >= allocated || high < stored - 1) {
    throw malformed(`Samples of ${stored} bits up to bit ${high} do not fit in ${allocated} bits`, offset);
  }
  return {
    transferSyntax,
    rows: image.rows,
    columns: image.columns,
    samples,
    photometric: image.photometric,
    planar: samples > 1 && integerAt(part, 'PlanarConfiguration') === 1,
    allocated,
    stored,
    high,
    signed: image.signed,
    float: tag !== 0x7fe0_0010,
  };
}

/** The message of a frame. */
export async function messageOf(
  part: Part,
  groups: FunctionalGroups,
  layout: ReturnType<typeof layoutOf>,
  frame: number,
  bigEndian: boolean,
  picture: Picture,
): Promise<FrameMessage> {
  const tables = new Tables();
  const isShown = picture.output !== 'samples';
  const isPalette = layout.photometric === 'PALETTE COLOR';
  const isGrey = layout.samples === 1 && !isPalette;
  const message: PixelMessage = {
    ...layout,
    bigEndian,
    number: frame,
    maxFrameBytes: picture.maxFrameBytes,
    output: picture.output,
    color: picture.color,
    palette: isPalette && (isShown || picture.color) ? await palette(part, tables) : null,
    modality: isShown && isGrey ? await modality(part, groups, frame, tables) : null,
    voi: isShown && isGrey ? (picture.window ?? (await voi(part, groups, frame, picture.view, tables))) : null,
    invert:
      isShown && isGrey && (layout.photometric === 'MONOCHROME1' || textAt(part, 'PresentationLUTShape') === 'INVERSE'),
    overlays: isShown && picture.overlays ? await overlays(part, frame, picture.maxFrameBytes, tables) : [],
    longest: picture.longest,
    quality: picture.quality,
  };
  return { message, tables: tables.bytes() };
}

/** The functional groups of an enhanced multi-frame image (PS3.3 C.7.6.16). */
export class FunctionalGroups {
  readonly #shared: Part | undefined;
  readonly #frames: Part[];

  constructor(part: Part) {
    this.#shared = itemsOf(part, 0x5200_9229)[0];
    this.#frames = itemsOf(part, 0x5200_9230);
  }

  /** The first item of a frame's group, or of the group that all frames share. */
  group(frame: number, tag: number): Part | undefined {
    for (const holder of [this.#frames[frame], this.#shared]) {
      const group = holder && itemsOf(holder, tag)[0];
      if (group) return group;
    }
    return undefined;
  }
}

function itemsOf(part: Part, tag: number): Part[] {
  const at = find(part.set.index, entriesIn(part), tag);
  return at === undefined ? [] : itemsIn(part, at);
}

const PIXEL_VALUE_TRANSFORMATION = 0x0028_9145;
const FRAME_VOI_LUT = 0x0028_9132;
const MODALITY_LUT = 0x0028_3000;
const VOI_LUT = 0x0028_3010;

/** From stored to real values (PS3.3 C.11.1). */
async function modality(
  part: Part,
  groups: FunctionalGroups,
  frame: number,
  tables: Tables,
): Promise<PixelMessage['modality']> {
  const own = groups.group(frame, PIXEL_VALUE_TRANSFORMATION);
  const [table] = own ? [] : itemsOf(part, MODALITY_LUT);
  if (table) return lookup(table, tables);
  const [slope] = numbersAt(own ?? part, 'RescaleSlope');
  const [intercept] = numbersAt(own ?? part, 'RescaleIntercept');
  return slope === undefined && intercept === undefined ? null : { slope: slope ?? 1, intercept: intercept ?? 0 };
}

/** From real values to grey (PS3.3 C.11.2): a table goes before a window. */
async function voi(
  part: Part,
  groups: FunctionalGroups,
  frame: number,
  view: number,
  tables: Tables,
): Promise<PixelMessage['voi']> {
  const own = groups.group(frame, FRAME_VOI_LUT) ?? part;
  const table = itemsOf(own, VOI_LUT)[view];
  const found = table && (await lookup(table, tables));
  if (found) return found;
  const center = numbersAt(own, 'WindowCenter')[view];
  const width = numbersAt(own, 'WindowWidth')[view];
  const said = textAt(own, 'VOILUTFunction');
  const shape = said === 'LINEAR_EXACT' || said === 'SIGMOID' ? said : 'LINEAR';
  // A width the standard does not allow says nothing: the picture is then spread over all its values.
  if (center === undefined || width === undefined || !(shape === 'LINEAR' ? width >= 1 : width > 0)) return null;
  return { function: shape, center, width };
}
