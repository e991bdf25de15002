/**
 * What `clinicore/pdf` asks of a backend for PDF files that are there. Files are copied before a call returns; what else a
 * call says crosses as JSON.
 */
import type { Job } from '../contract';

/** Ranges of pages, each from one (the first is 1) to another or, with `null`, to the last; none of them means all pages. */
export type PagesMessage = [from: number, to: number | null][];

/** Meanings in `pdf.FileLimits`. */
export interface FileLimitsMessage {
  maxBytes: number;
  maxPages: number;
  maxObjects: number;
  maxInflatedBytes: number;
  maxDepth: number;
}

/** What every call says. */
export interface FileMessage {
  limits: FileLimitsMessage;
  password: string | null;
}

export interface MergeMessage extends FileMessage {
  /** One for each file. */
  sources: { password: string | null; pages: PagesMessage; title: string | null }[];
}

export interface SplitMessage extends FileMessage {
  parts: PagesMessage[];
}

export interface ExtractMessage extends FileMessage {
  pages: PagesMessage;
}

export interface StampMessage extends FileMessage {
  placement: PlacementMessage;
}

/** Where and how a stamp stands. Lengths are points, as the page is seen. */
export interface PlacementMessage {
  pages: PagesMessage;
  /** Over or under what is there. */
  over: boolean;
  /** From the left (0) to the right (1) end of the room within the margin, and from its top to its bottom. */
  across: number;
  down: number;
  /** Moves it to the right and down. */
  right: number;
  below: number;
  margin: number;
  /** `null`: as large as fits into the room. */
  scale: number | null;
  /** Anticlockwise, in degrees. */
  angle: number;
  /** 0 to 1. */
  opacity: number;
}

/** See `PdfBackend`. */
export interface PdfFilesBackend {
  /** `options` is a {@link FileMessage}. */
  pageCount(file: Uint8Array, options: string, job: Job): Promise<number>;
  /** `options` is a {@link MergeMessage}. */
  merge(files: Uint8Array[], options: string, job: Job): Promise<Uint8Array>;
  /** `options` is a {@link SplitMessage}. */
  split(file: Uint8Array, options: string, job: Job): Promise<Uint8Array[]>;
  /** `options` is an {@link ExtractMessage}. */
  extractText(file: Uint8Array, options: string, job: Job): Promise<string[]>;
  /** Draws the first page of `mark` on pages of `file`; `options` is a {@link StampMessage}. */
  stamp(file: Uint8Array, mark: Uint8Array, options: string, job: Job): Promise<Uint8Array>;
}
