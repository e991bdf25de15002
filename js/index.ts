/**
 * Clinicore: the heavy work of a clinic's Node.js backend at native speed.
 *
 * Each domain is also a module of its own: `clinicore/stats`, `clinicore/pdf`, `clinicore/dicom`, `clinicore/export`,
 * `clinicore/crypto`.
 *
 * @module clinicore
 */
export { backend, loadError } from './backend';
export type { Lane, PoolStatus } from './contract';
export * as crypto from './crypto';
export * as dicom from './dicom';
export { ClinicoreError, type ErrorCode, type ErrorDetails } from './errors';
export * as export from './export';
export * as pdf from './pdf';
export { configure, type PoolOptions } from './pool';
export * as stats from './stats';
export type { TaskOptions } from './task';
export { version } from './version';
