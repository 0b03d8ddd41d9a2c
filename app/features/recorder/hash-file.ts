/** SHA-256 of a file, in hex, worked out beside the page; rejects where it cannot be read. */
export function hashFile(file: Blob, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./hash.worker.ts', import.meta.url), { type: 'module' });
    const over = (problem: Error | null, hash = '') => {
      worker.terminate();
      signal.removeEventListener('abort', stop);
      if (problem) reject(problem);
      else resolve(hash);
    };
    const stop = () => over(new Error('stopped'));
    signal.addEventListener('abort', stop);
    worker.addEventListener('error', () => over(new Error('The file cannot be read.')));
    worker.addEventListener('message', ({ data }: MessageEvent<{ hash: string | null }>) =>
      data.hash === null ? over(new Error('The file cannot be read.')) : over(null, data.hash),
    );
    worker.postMessage(file);
  });
}
