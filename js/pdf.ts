/**
 * PDF documents of a clinic: `clinicore/pdf`.
 *
 * @module clinicore/pdf
 */
export { contentHash, type DocumentSource, type RenderedItem, type RenderManyOptions, renderMany } from './pdf/batch';
export type { FacturXLevel } from './pdf/einvoice/options';
export * from './pdf/files';
export { type FontFiles, registerFont } from './pdf/fonts';
export type * from './pdf/model';
export type { ArchiveProfile, Profile, ProtectedProfile } from './pdf/profile';
export { type RenderOptions, render } from './pdf/render';
export { embedSignature, type PreparedSignature, prepareSignature, type SignatureOptions } from './pdf/signature';
export { renderToStream } from './pdf/stream';
export * from './pdf/templates';
