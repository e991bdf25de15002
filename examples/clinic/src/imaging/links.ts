import type { Request } from 'express';
import type { Config } from '../config.js';

/** Where a study, a series or an instance is. */
export interface Place {
  study: string;
  series?: string;
  instance?: string;
}

/** The address of something, as the client can fetch it. */
export function urlOf(request: Request, { publicUrl }: Config, { study, series, instance }: Place): string {
  const origin = publicUrl ?? `${request.protocol}://${request.get('host')}`;
  return `${origin}/studies/${study}${series ? `/series/${series}` : ''}${instance ? `/instances/${instance}` : ''}`;
}
