import { type TestProject } from 'vitest/node';
import { startProduct } from './product';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the product answers. */
    url: string;
    /** Where it keeps everything. */
    dataDir: string;
  }
}

/** One product for all end-to-end tests of a run. */
export async function setup(project: TestProject) {
  const product = await startProduct();
  project.provide('url', product.url);
  project.provide('dataDir', product.dataDir);
  return product.stop;
}
