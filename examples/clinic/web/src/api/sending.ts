/**
 * Sends as `fetch` does, and tells which share of the body is sent: `fetch` itself says nothing before there is an answer.
 *
 * @throws TypeError no answer; what `signal` was aborted with
 */
export function sendTelling(
  path: string,
  { method, headers, body, signal }: { method: string; headers: Record<string, string> } & RequestInit,
  onSent: (share: number) => void,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const sending = new XMLHttpRequest();
    sending.open(method, path);
    for (const [name, value] of Object.entries(headers)) sending.setRequestHeader(name, value);
    sending.responseType = 'blob';
    sending.upload.addEventListener('progress', ({ loaded, total }) => onSent(total > 0 ? loaded / total : 1));
    sending.addEventListener('load', () => {
      const { status, response } = sending;
      resolve(new Response(status === 204 ? null : response, { status, headers: headersOf(sending) }));
    });
    sending.addEventListener('error', () => reject(new TypeError('it could not be sent')));
    sending.addEventListener('abort', () => reject(signal?.reason));
    signal?.addEventListener('abort', () => sending.abort(), { once: true });
    sending.send(body as XMLHttpRequestBodyInit);
  });
}

const headersOf = (sending: XMLHttpRequest): [string, string][] =>
  sending
    .getAllResponseHeaders()
    .split('\r\n')
    .filter(Boolean)
    .map((line) => {
      const end = line.indexOf(': ');
      return [line.slice(0, end), line.slice(end + 2)];
    });
