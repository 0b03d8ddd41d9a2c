import { useEffect, useState, useSyncExternalStore } from 'react';
import { apiClient } from '../../lib/api-client';
import { createUpload, NO_UPLOAD, type Upload, type UploadApi, type UploadSnapshot } from './upload';

/** The upload of a page, for as long as the page is open. */
export function useUpload(account: string): { upload: Upload; state: UploadSnapshot } {
  const [upload] = useState(() => createUpload(uploadApi(), account));
  useEffect(() => () => upload.close(), [upload]);
  const state = useSyncExternalStore(
    upload.onChange,
    () => upload.snapshot,
    () => NO_UPLOAD,
  );
  return { upload, state };
}

function uploadApi(): UploadApi {
  const videos = () => apiClient().trpc.videos;
  return {
    beginPart: async (video, contentType, length) => {
      const { part, token } = await videos().beginPart.mutate({ video, contentType, startsAtMs: 0, length });
      return { id: part, token };
    },
    openPart: (part) => videos().openPart.query({ part }),
    completePart: (part, sha256) => videos().completePart.mutate({ part, sha256 }),
    finish: (video) => videos().finish.mutate({ video }),
  };
}
