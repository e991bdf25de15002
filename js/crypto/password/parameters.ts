import { type Fields, integer, invalid, oneOf } from '../../validate';
import { type Pepper, pepper } from './pepper';

/** How new hashes are made. */
export interface PasswordHashOptions {
  /**
   * `bcrypt`, which every language can verify, or `argon2id`, whose memory makes guessing on graphics cards dear: OWASP's
   * first choice. Default: `bcrypt`.
   */
  algorithm?: 'bcrypt' | 'argon2id' | undefined;
  /**
   * Of bcrypt: the base-2 logarithm of its iterations: one more takes twice as long. 10, the least OWASP accepts, to 16, the
   * most {@link verifyPassword} accepts by default. Default: 12, some 0.2 s of one core.
   */
  cost?: number | undefined;
  /**
   * Of Argon2id: KiB of memory, 7168 to 262,144, the most {@link verifyPassword} accepts by default. The fewer, the more passes
   * OWASP asks for: 47,104 with one, 19,456 with two, 12,288 with three, 9216 with four, 7168 with five. Default: 19,456.
   */
  memoryCost?: number | undefined;
  /** Of Argon2id: passes over the memory, 1 to 10, the most {@link verifyPassword} accepts by default. Default: 2. */
  timeCost?: number | undefined;
  /** Of Argon2id: lanes, 1 to 16. They are worked on one after the other. Default: 1. */
  parallelism?: number | undefined;
  /** A secret that is not in the database. Default: none. */
  pepper?: Pepper | undefined;
}

/** The names of {@link PasswordHashOptions}. */
export const HASH_OPTIONS = ['algorithm', 'cost', 'memoryCost', 'timeCost', 'parallelism', 'pepper'] as const;

/** The costs of bcrypt. */
export interface BcryptCost {
  algorithm: 'bcrypt';
  cost: number;
}

/** The costs of Argon2id. */
export interface Argon2Cost {
  algorithm: 'argon2id';
  memoryCost: number;
  timeCost: number;
  parallelism: number;
}

/** The highest cost of bcrypt that is worked on unless the caller says otherwise. */
export const MAX_COST = 16;
/** The same of Argon2id. */
export const MAX_MEMORY_COST = 262_144;
export const MAX_TIME_COST = 10;
/** The least memory by passes: OWASP Password Storage Cheat Sheet, "Argon2id". */
const LEAST_MEMORY = [47_104, 19_456, 12_288, 9216, 7168] as const;

/** Reads {@link PasswordHashOptions}. */
export function wanted(fields: Fields): { cost: BcryptCost | Argon2Cost; pepper: Pepper | undefined } {
  const algorithm = fields.optional('algorithm', 'bcrypt', (value, path) => oneOf(value, path, ['bcrypt', 'argon2id']));
  const cost = algorithm === 'bcrypt' ? bcryptCost(fields) : argon2Cost(fields);
  return { cost, pepper: fields.optional('pepper', undefined, pepper) };
}

function bcryptCost(fields: Fields): BcryptCost {
  for (const name of ['memoryCost', 'timeCost', 'parallelism']) leftOut(fields, name, 'bcrypt');
  return { algorithm: 'bcrypt', cost: fields.optional('cost', 12, integer, 10, MAX_COST) };
}

function argon2Cost(fields: Fields): Argon2Cost {
  leftOut(fields, 'cost', 'argon2id');
  const timeCost = fields.optional('timeCost', 2, integer, 1, MAX_TIME_COST);
  const least = LEAST_MEMORY[Math.min(timeCost, LEAST_MEMORY.length) - 1] as number;
  return {
    algorithm: 'argon2id',
    memoryCost: fields.optional('memoryCost', Math.max(least, 19_456), integer, least, MAX_MEMORY_COST),
    timeCost,
    parallelism: fields.optional('parallelism', 1, integer, 1, 16),
  };
}

const leftOut = (fields: Fields, name: string, algorithm: string): unknown =>
  fields.optional(name, undefined, (value, path) => invalid(path, `left out for ${algorithm}`, value));
