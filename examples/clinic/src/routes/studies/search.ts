import type { DicomJson, DicomJsonElement } from 'clinicore/dicom';
import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import type { Config } from '../../config.js';
import type { Database } from '../../database/connect.js';
import { attributeNamed, type Level, levels } from '../../imaging/attributes.js';
import { UID } from '../../imaging/describe.js';
import { urlOf } from '../../imaging/links.js';
import { search } from '../../imaging/search.js';
import { check, Problem } from '../../problem.js';

const MAX_RESULTS = 1000;

const uid = z.string().regex(UID, 'must be a UID').optional();
const parameters = z.object({ study: uid, series: uid });
const texts = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/, 'must be a whole number')
  .transform(Number);
const query = z
  .object({
    limit: wholeNumber.default(100),
    offset: wholeNumber.default(0),
    includefield: texts.default([]),
    fuzzymatching: z.enum(['true', 'false']).default('false'),
  })
  .catchall(z.string());

/**
 * `GET /studies`, `/series`, `/instances` and those in a study or series: QIDO-RS (PS3.18 10.6). Of each result all is
 * given that is kept of its level, and of the levels above unless the address says which study and series it is in.
 *
 * `POST /studies/search` has the same parameters as JSON, for whoever searches for names: addresses are logged on their way.
 */
export function searchFor(level: Level, database: Database, config: Config): RequestHandler {
  return async (request, response) => {
    const within = check(parameters, request.params);
    const asked = request.method === 'POST' ? request.body : request.query;
    const { limit, offset, includefield, fuzzymatching, ...matches } = check(query, asked ?? {});
    const type = request.accepts(['application/dicom+json', 'json']);
    if (!type) throw new Problem('ERR_NOT_ACCEPTABLE', 'Results are application/dicom+json');
    const found = await search(database, {
      level,
      ...within,
      matches: Object.entries(matches),
      limit: Math.min(limit, MAX_RESULTS),
      offset,
    });
    const isWanted = wanted(level, within, includefield);
    const results = found.map((row) => {
      const json: DicomJson = { '00080005': { vr: 'CS', Value: ['ISO_IR 192'] }, ...result(request, config, row) };
      return Object.fromEntries(Object.entries(json).filter(([tag]) => isWanted(tag)));
    });
    const more = (found[0]?.total ?? 0) - offset - found.length;
    if (more > 0) response.append('Warning', warning(`There are ${more} additional results that can be requested`));
    if (fuzzymatching === 'true') {
      response.append(
        'Warning',
        warning('The fuzzymatching parameter is not supported. Only literal matching has been performed.'),
      );
    }
    response.type(type === 'json' ? 'json' : type).send(JSON.stringify(results));
  };
}

const warning = (text: string) => `299 clinic "${text}"`;

/** Which attributes go along: those of the levels that the address leaves open, and what is asked for besides. */
function wanted(level: Level, within: { study?: string | undefined; series?: string | undefined }, fields: string[]) {
  const names = fields.flatMap((field) => field.split(','));
  const tags = new Set(names.map((name) => attributeNamed(name)?.tag));
  const isKnown = (at: Level) => at !== level && within[at as 'study' | 'series'] !== undefined;
  const open = new Set(levels.filter((at) => names.includes('all') || !isKnown(at)));
  return (tag: string): boolean => {
    const known = attributeNamed(tag);
    // What tells of the result itself, and which study and series it is in, always goes along.
    return !known || known.vr === 'UI' || open.has(known.level) || tags.has(tag);
  };
}

type Row = Awaited<ReturnType<typeof search>>[number];

/** A result: what is kept of each of its levels, and what is counted or made. */
function result(request: Request, config: Config, { study, series, instance }: Row): DicomJson {
  const place = {
    study: study.uid,
    ...(series && { series: series.uid }),
    ...(instance && { instance: instance.uid }),
  };
  return {
    ...study.attributes,
    ...series?.attributes,
    ...instance?.attributes,
    ...(!instance && !series && { '00080056': ONLINE }),
    ...(instance && { '00080056': ONLINE, '00083002': { vr: 'UI', Value: [instance.transferSyntax] } }),
    '00080061': { vr: 'CS', Value: study.modalities },
    '00081190': { vr: 'UR', Value: [urlOf(request, config, place)] },
    '00201206': { vr: 'IS', Value: [study.series] },
    '00201208': { vr: 'IS', Value: [study.instances] },
    ...(series && { '00201209': { vr: 'IS', Value: [series.instances] } }),
  };
}

const ONLINE: DicomJsonElement = { vr: 'CS', Value: ['ONLINE'] };
