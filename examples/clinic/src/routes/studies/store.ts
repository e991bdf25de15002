import { ClinicoreError } from 'clinicore';
import type { DicomJson } from 'clinicore/dicom';
import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { AtOnce } from '../../atOnce.js';
import type { AuditLog } from '../../audit/auditLog.js';
import { loggedIn } from '../../auth.js';
import type { Config } from '../../config.js';
import type { Database } from '../../database/connect.js';
import { hangUpSignal } from '../../hangUp.js';
import { type Description, describe, UID } from '../../imaging/describe.js';
import type { FileStore } from '../../imaging/fileStore.js';
import { urlOf } from '../../imaging/links.js';
import { type Described, record } from '../../imaging/record.js';
import { type Arrival, discard, receiveFiles } from '../../imaging/upload.js';
import { check, Problem, type ProblemCode } from '../../problem.js';

/** Uploads at once; the next is sent away to come again. */
const MAX_UPLOADS = 8;

const parameters = z.object({ study: z.string().regex(UID, 'must be a UID').optional() });

/** What became of one file. */
interface Outcome {
  described?: Description;
  problem?: Problem;
}

/**
 * `POST /studies` and `POST /studies/:study`: stores DICOM files (STOW-RS, PS3.18 10.5; a form with files; one file as the
 * body). Nothing is on record before the whole request has arrived and its files have been read. Answers what was stored
 * and what was not, and with a problem if nothing was.
 */
export function storeInstances(database: Database, store: FileStore, audit: AuditLog, config: Config): RequestHandler {
  const uploads = new AtOnce(MAX_UPLOADS, 'uploads');

  return async (request, response) => {
    const { study } = check(parameters, request.params);
    const format = request.accepts([DICOM_JSON, 'json']);
    if (!format) throw new Problem('ERR_NOT_ACCEPTABLE', `The answer is ${DICOM_JSON} or application/json`);
    const outcomes = await uploads.during(async () => {
      let arrivals: Arrival[] = [];
      try {
        arrivals = await receiveFiles(request, store, config.maxUploadBytes);
        return await outcomesOf(arrivals, study, response);
      } finally {
        await discard(arrivals, store);
      }
    });
    const failed = outcomes.filter(({ problem }) => problem).length;
    if (failed === outcomes.length) throw noneStored(outcomes);
    response.status(failed === 0 ? 200 : 202);
    if (format === 'json') response.json(plainAnswer(request, config, outcomes));
    else response.type(DICOM_JSON).send(JSON.stringify(stowAnswer(request, config, outcomes)));
  };

  /** Reads what has arrived, and puts on record what can be. */
  async function outcomesOf(arrivals: Arrival[], study: string | undefined, response: Response): Promise<Outcome[]> {
    if (arrivals.length === 0) throw new Problem('ERR_INVALID_REQUEST', 'The request has no file');
    const signal = hangUpSignal(response);
    const outcomes: Outcome[] = [];
    for (const arrival of arrivals) outcomes.push(await read(arrival, study, signal));
    signal.throwIfAborted();

    const readable = outcomes.flatMap(({ described, problem }, i) =>
      described && !problem ? [{ i, described: { ...described, file: arrivals[i] } as Described }] : [],
    );
    const files = readable.map(({ described }) => described);
    const { id: staffId } = loggedIn(response);
    const problems = await record(database, store, staffId, files, async (studies, transaction) => {
      for (const uid of studies) await audit.append(staffId, 'study.uploaded', `study/${uid}`, transaction);
    });
    for (const [at, { i }] of readable.entries()) Object.assign(outcomes[i] as Outcome, { problem: problems[at] });
    return outcomes;
  }
}

const DICOM_JSON = 'application/dicom+json';

/** Reads a file. That it cannot be is its own problem, not that of the others. */
async function read(arrival: Arrival, study: string | undefined, signal: AbortSignal): Promise<Outcome> {
  if (arrival instanceof Problem) return { problem: arrival };
  try {
    const described = await describe(arrival.path, signal);
    if (study === undefined || study === described.studyInstanceUid) return { described };
    return { described, problem: new Problem('ERR_CONFLICT', 'The file is of another study than the address says') };
  } catch (error) {
    if (error instanceof Problem) return { problem: error };
    if (!(error instanceof ClinicoreError) || !OF_THE_FILE.includes(error.code)) throw error;
    return { problem: new Problem(error.code, error.message, error.details) };
  }
}

/** The errors of `dicom.open` that are the file's fault. */
const OF_THE_FILE: ProblemCode[] = ['ERR_MALFORMED_INPUT', 'ERR_LIMIT_EXCEEDED', 'ERR_UNSUPPORTED'];

function noneStored(outcomes: Outcome[]): Problem {
  const [first, ...others] = outcomes.map(({ problem }) => problem as Problem);
  if (first && others.length === 0) return first;
  return new Problem('ERR_NOT_STORED', 'None of the files was stored', { failed: failuresOf(outcomes) });
}

const failuresOf = (outcomes: Outcome[]) =>
  outcomes.flatMap(({ problem }, file) => (problem ? [{ file, code: problem.code, detail: problem.message }] : []));

/** What the clinic's page is told: files by their place in the request, from 0. */
function plainAnswer(request: Request, config: Config, outcomes: Outcome[]) {
  const stored = outcomes.flatMap(({ described, problem }, file) =>
    described && !problem ? [{ file, study: described.studyInstanceUid, url: linkOf(request, config, described) }] : [],
  );
  return { stored, failed: failuresOf(outcomes) };
}

const linkOf = (request: Request, config: Config, described: Description) =>
  urlOf(request, config, {
    study: described.studyInstanceUid,
    series: described.seriesInstanceUid,
    instance: described.sopInstanceUid,
  });

/** Failure reasons (PS3.18 annex I.2.2, PS3.7 annex C). */
const REASONS: Partial<Record<ProblemCode, number>> = {
  ERR_ALREADY_STORED: 0x0111,
  ERR_LIMIT_EXCEEDED: 0xa700,
  ERR_CONFLICT: 0xa900,
};
const CANNOT_UNDERSTAND = 0xc000;

/** The Store Instances Response Module (PS3.18 table I.1-1). */
function stowAnswer(request: Request, config: Config, outcomes: Outcome[]): DicomJson {
  const stored: DicomJson[] = [];
  const failed: DicomJson[] = [];
  const unknown: DicomJson[] = [];
  for (const { described, problem } of outcomes) {
    const reason: DicomJson = problem
      ? { '00081197': { vr: 'US', Value: [REASONS[problem.code] ?? CANNOT_UNDERSTAND] } }
      : {};
    if (!described) {
      unknown.push(reason);
      continue;
    }
    const reference: DicomJson = {
      '00081150': { vr: 'UI', Value: [described.sopClassUid] },
      '00081155': { vr: 'UI', Value: [described.sopInstanceUid] },
    };
    if (problem) failed.push({ ...reference, ...reason });
    else stored.push({ ...reference, '00081190': { vr: 'UR', Value: [linkOf(request, config, described)] } });
  }
  const studies = new Set(outcomes.flatMap(({ described }) => described?.studyInstanceUid ?? []));
  const [study] = studies;
  return {
    ...(study && studies.size === 1 && { '00081190': { vr: 'UR', Value: [urlOf(request, config, { study })] } }),
    ...(failed.length > 0 && { '00081198': { vr: 'SQ', Value: failed } }),
    '00081199': { vr: 'SQ', Value: stored },
    ...(unknown.length > 0 && { '0008119A': { vr: 'SQ', Value: unknown } }),
  };
}
