import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFolderStorage } from '../gateways/storage';

const ALL = join(tmpdir(), `vilokanam-files-${process.pid}-${randomUUID()}`);
process.once('exit', () => rmSync(ALL, { recursive: true, force: true }));

/** A real one in a folder of its own, made when something is put and gone with the process. */
export function testStorage() {
  return createFolderStorage(testFolder());
}

/** The folder alone, for tests that look into it. */
export function testFolder(): string {
  return join(ALL, randomUUID());
}
