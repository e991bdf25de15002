/**
 * Compound files ([MS-CFB]), which Office keeps xls workbooks and encrypted documents in: a file system of streams in
 * sectors, small ones in small sectors inside of a stream of their own.
 */

/** What every compound file begins with (2.2). */
export const SIGNATURE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
export const HEADER = 512;
/** Sectors of the allocation table that the header names; others are named by sectors of their own (2.5). */
export const HEADER_FATS = 109;
/** Bytes of a directory entry (2.6). */
export const ENTRY = 128;
export const MINI_SECTOR = 64;
/** Streams below this are in the mini stream (2.2). */
export const MINI_CUTOFF = 4096;

/** Numbers that are no sector's (2.1), and no entry's. */
export const FREE = 0xffff_ffff;
export const END_OF_CHAIN = 0xffff_fffe;
export const FAT_SECTOR = 0xffff_fffd;
export const DIFAT_SECTOR = 0xffff_fffc;
export const NO_STREAM = 0xffff_ffff;

/** Kinds of directory entries (2.6.1). */
export const STORAGE = 1;
export const STREAM = 2;
export const ROOT = 5;
