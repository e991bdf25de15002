import { useEffect, useRef, useState } from 'react';
import { isAborted } from '../api/problem';
import { request } from '../api/request';
import { Busy } from '../ui/Busy';
import { Button } from '../ui/Button';
import { ErrorNote } from '../ui/ErrorNote';
import { fileName } from './fileName';

interface File {
  url: string;
  name: string;
}

/**
 * A PDF in the page, to be read, printed and kept. It is fetched once, so that it is logged once, and why there is none is said in
 * words.
 */
export function DocumentView({ path, title }: { path: string; title: string }) {
  const [file, setFile] = useState<File>();
  const [error, setError] = useState<unknown>();
  const [round, setRound] = useState(0);
  const frame = useRef<HTMLIFrameElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another round is another try.
  useEffect(() => {
    const controller = new AbortController();
    let url: string | undefined;
    setFile(undefined);
    setError(undefined);
    request(path, { signal: controller.signal })
      .then(async (response) => {
        const blob = await response.blob();
        if (controller.signal.aborted) return;
        url = URL.createObjectURL(blob);
        setFile({ url, name: fileName(response.headers.get('content-disposition')) });
      })
      .catch((failure) => {
        if (!isAborted(failure)) setError(failure);
      });
    return () => {
      controller.abort();
      if (url) URL.revokeObjectURL(url);
    };
  }, [path, round]);

  if (error !== undefined) return <ErrorNote error={error} onRetry={() => setRound(round + 1)} />;
  if (!file) return <Busy what="The document is made …" />;
  return (
    <div className="document">
      <div className="buttons">
        <Button type="button" look="main" onClick={() => frame.current?.contentWindow?.print()}>
          Print
        </Button>
        <a className="button plain" href={file.url} download={file.name}>
          Download
        </a>
      </div>
      <iframe ref={frame} src={file.url} title={title} />
    </div>
  );
}
