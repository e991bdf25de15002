import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const MIB = 2 ** 20;
const text = z.string().min(1);
const wholeNumber = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

/** The environment variables the clinic reads; `examples/clinic/README.md` explains them. */
const environment = z.object({
  HOST: text.default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(3000),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  TRUSTED_PROXIES: wholeNumber(0, 10).default(0),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  CLINIC_DATA: text.optional(),
  CLINIC_KEYS: text.optional(),
  SESSION_HOURS: wholeNumber(1, 24 * 7).default(12),
  MAX_STUDY_MIB: wholeNumber(1, 65_536).default(512),
  MAX_REQUESTS: wholeNumber(1, 10_000).default(32),
  POOL_THREADS: wholeNumber(1, 256).optional(),
  POOL_MAX_QUEUE: wholeNumber(1, 1_000_000).optional(),
});

export type Config = ReturnType<typeof readConfig>;

/** Reads and checks the settings; throws a readable error that names the variable, never its value. */
export function readConfig(variables: NodeJS.ProcessEnv) {
  // An empty variable is what a compose file gives for one that is not set.
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const { data, error } = environment.safeParse(set);
  if (error) {
    throw new Error(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
  }
  const dataFolder = resolve(data.CLINIC_DATA ?? fileURLToPath(new URL('../../../.clinic-data', import.meta.url)));
  return {
    host: data.HOST,
    port: data.PORT,
    /** Cookies are kept to HTTPS where the clinic is reached by it. */
    secure: data.PUBLIC_URL?.startsWith('https:') ?? false,
    /** How users reach it, where that is not how requests do. */
    publicUrl: data.PUBLIC_URL?.replace(/\/+$/, ''),
    /** How many proxies in front of it say where requests come from. */
    trustedProxies: data.TRUSTED_PROXIES,
    databaseUrl: data.DATABASE_URL,
    dataFolder,
    keysFolder: resolve(data.CLINIC_KEYS ?? join(dataFolder, 'keys')),
    sessionHours: data.SESSION_HOURS,
    /** How many requests are worked on at once. */
    maxRequests: data.MAX_REQUESTS,
    maxUploadBytes: data.MAX_STUDY_MIB * MIB,
    pool: {
      ...(data.POOL_THREADS !== undefined && { threads: data.POOL_THREADS }),
      ...(data.POOL_MAX_QUEUE !== undefined && { maxQueue: data.POOL_MAX_QUEUE }),
    },
  };
}
