import { isAborted, Refused } from './problem';
import { type Told, watching } from './progress';
import { type RequestOptions, request } from './request';

/**
 * Fetches a file to its end while the clinic makes it, and hands it to the browser; gives what to say of it.
 *
 * @throws Refused also when the file ends before it is whole
 */
export function download(
  path: string,
  { signal, onProgress, ...options }: RequestOptions & { signal: AbortSignal; onProgress: (told: Told) => void },
): Promise<string> {
  return watching(onProgress, signal, async (progress) => {
    const named = `${path}${path.includes('?') ? '&' : '?'}progress=${progress}`;
    const response = await request(named, { ...options, signal });
    const file = await wholeOf(response);
    const [, name = 'file'] = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? [];
    save(file, name);
    return `Downloaded ${name}: ${Math.ceil(file.size / 1000).toLocaleString('en-GB')} kB.`;
  });
}

/** What fails when it has begun, the clinic tells by ending it. */
async function wholeOf(response: Response): Promise<Blob> {
  try {
    return await response.blob();
  } catch (error) {
    if (isAborted(error)) throw error;
    throw new Refused({ title: 'The file has broken off', detail: 'nothing was saved', status: response.status });
  }
}

/** Hands a file to the browser. */
function save(file: Blob, name: string): void {
  const href = URL.createObjectURL(file);
  Object.assign(document.createElement('a'), { href, download: name }).click();
  // When the browser has taken it over.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
