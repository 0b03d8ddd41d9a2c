/** A store of the browser's IndexedDB, which is made when it is first opened. */
export interface StoreLocation {
  database: string;
  store: string;
}

/** One transaction; resolves when it is written, so that another tab sees it from then on. */
export async function runInStore<Result>(
  { database, store }: StoreLocation,
  mode: IDBTransactionMode,
  act: (objects: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const opening = indexedDB.open(database, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(store);
  const opened = await new Promise<IDBDatabase>((resolve, reject) => {
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error ?? new Error('IndexedDB is not to be had'));
  });
  try {
    return await new Promise<Result>((resolve, reject) => {
      const transaction = opened.transaction(store, mode);
      const request = act(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(request.error ?? transaction.error ?? new Error('IndexedDB failed'));
    });
  } finally {
    opened.close();
  }
}
