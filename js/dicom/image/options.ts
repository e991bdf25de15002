/** Options of what is made of frames. */
import type { PixelMessage } from '../../contract/dicom';
import { TASK_OPTIONS, type Task, type TaskOptions, taskOptions } from '../../task';
import { boolean, bytes, type Fields, integer, number, oneOf, optionalRecord, record } from '../../validate';

/** How values become grey (PS3.3 C.11.2.1.2). */
export interface DicomWindow {
  /** The value in the middle, in the units of the modality. */
  center: number;
  /** How many values are told apart, in the same units: at least 1 for `LINEAR`, above 0 for the others. */
  width: number;
  /** Default: `'LINEAR'`. */
  function?: 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID' | undefined;
}

/** How frames are shown. Default lane: `interactive`. */
export interface PictureOptions extends TaskOptions {
  /** How grey is made of values. Default: what the file says, or, if it says nothing, from the least to the greatest value. */
  window?: DicomWindow | undefined;
  /** Which of several windows or VOI LUTs of the file, from 0. Default: 0. */
  view?: number | undefined;
  /** Whether overlays are drawn, in white. Default: `true`. */
  overlays?: boolean | undefined;
  /** The greatest width or height; larger frames are made smaller by the mean of areas. 1 to 65,535. Default: their own. */
  longest?: number | undefined;
  /** How many bytes a frame may take, compressed or not. 1 to 4,294,967,295. Default: 268,435,456 (256 MiB). */
  maxFrameBytes?: number | undefined;
}

/** Options of {@link DicomFile.frame}. */
export interface FrameOptions extends PictureOptions {
  /**
   * `'samples'` gives the values as they are stored; `'display'` 8 bits, grey or RGB, as a screen shows them: with
   * modality, VOI and presentation transformations and overlays. Default: `'samples'`.
   */
  output?: 'samples' | 'display' | undefined;
  /** Whether samples are RGB where they are stored as YBR or have a palette. Default: `true`. */
  color?: boolean | undefined;
  /** Where to put the pixels; it must have room for them. Default: memory of their own. */
  into?: Uint8Array | undefined;
}

/** Options of {@link DicomFile.frames}. */
export interface FramesOptions extends Omit<FrameOptions, 'into'> {
  /** The first frame. Default: 0. */
  from?: number | undefined;
  /** The frame after the last. Default: all of them. */
  to?: number | undefined;
  /** How many frames are made, or wait to be taken, at the same time. 1 to 64. Default: the pool's threads, at least 2. */
  concurrency?: number | undefined;
}

/** Options of {@link DicomFile.toJpeg}. */
export interface JpegOptions extends PictureOptions {
  /** 1 to 100. Default: 90. */
  quality?: number | undefined;
}

/** Options of {@link DicomFile.thumbnail}. */
export interface ThumbnailOptions extends Omit<JpegOptions, 'longest'> {
  /** Which frame. Default: 0. */
  frame?: number | undefined;
  /** Default: `'jpeg'`. */
  format?: 'jpeg' | 'png' | undefined;
}

/** What a backend is told of it. */
export interface Picture {
  output: PixelMessage['output'];
  color: boolean;
  window: { function: 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID'; center: number; width: number } | undefined;
  view: number;
  overlays: boolean;
  longest: number | null;
  quality: number;
  maxFrameBytes: number;
}

const SHAPES = ['LINEAR', 'LINEAR_EXACT', 'SIGMOID'] as const;
const PICTURE = ['window', 'view', 'overlays', 'longest', 'maxFrameBytes', ...TASK_OPTIONS] as const;

function window(value: unknown, path: string): NonNullable<Picture['window']> {
  const fields = record(value, path).only(['center', 'width', 'function']);
  const shape = fields.optional('function', 'LINEAR', oneOf, SHAPES);
  return {
    function: shape,
    center: fields.get('center', number, -1e300, 1e300),
    width: fields.get('width', number, shape === 'LINEAR' ? 1 : Number.MIN_VALUE, 1e300),
  };
}

const maxFrameBytes = (fields: Fields): number =>
  fields.optional('maxFrameBytes', 256 * 1024 * 1024, integer, 1, 0xffff_ffff);

/** What a frame that is not decoded may take. */
export const storedOptions = (options: unknown): number =>
  maxFrameBytes(optionalRecord(options, 'options').only(['maxFrameBytes']));

function picture(fields: Fields, output: Picture['output']): Picture {
  return {
    output,
    color: true,
    window: fields.optional('window', undefined, window),
    view: fields.optional('view', 0, integer, 0, 0xffff),
    overlays: fields.optional('overlays', true, boolean),
    longest: fields.optional('longest', null, integer, 1, 0xffff),
    quality: 90,
    maxFrameBytes: maxFrameBytes(fields),
  };
}

/** Checked options. */
export interface Checked {
  picture: Picture;
  task: Task;
}

const samples = (fields: Fields): Picture => ({
  ...picture(
    fields,
    fields.optional('output', 'samples', (value, path) => oneOf(value, path, ['samples', 'display'])),
  ),
  color: fields.optional('color', true, boolean),
});

export function frameOptions(options: unknown): Checked & { into: Uint8Array | undefined } {
  const fields = optionalRecord(options, 'options').only([...PICTURE, 'output', 'color', 'into']);
  const task = taskOptions(fields, 'interactive');
  return { picture: samples(fields), task, into: fields.optional('into', undefined, bytes) };
}

export function framesOptions(options: unknown, frames: number, concurrency: number) {
  const fields = optionalRecord(options, 'options').only([...PICTURE, 'output', 'color', 'from', 'to', 'concurrency']);
  const from = fields.optional('from', 0, integer, 0, frames);
  return {
    picture: samples(fields),
    task: taskOptions(fields, 'interactive'),
    from,
    to: fields.optional('to', frames, integer, from, frames),
    concurrency: fields.optional('concurrency', concurrency, integer, 1, 64),
  };
}

export function fileOptions(options: unknown, format: 'png' | 'jpeg'): Checked {
  const fields = optionalRecord(options, 'options').only([...PICTURE, ...(format === 'jpeg' ? ['quality'] : [])]);
  const quality = format === 'jpeg' ? fields.optional('quality', 90, integer, 1, 100) : 90;
  return { picture: { ...picture(fields, format), quality }, task: taskOptions(fields, 'interactive') };
}

export function thumbnailOptions(options: unknown, frames: number): Checked & { frame: number } {
  const known = PICTURE.filter((name) => name !== 'longest');
  const fields = optionalRecord(options, 'options').only([...known, 'quality', 'frame', 'format']);
  const format = fields.optional('format', 'jpeg', (value, path) => oneOf(value, path, ['jpeg', 'png']));
  return {
    frame: fields.optional('frame', 0, integer, 0, frames - 1),
    picture: { ...picture(fields, format), quality: fields.optional('quality', 90, integer, 1, 100) },
    task: taskOptions(fields, 'interactive'),
  };
}
