import { jobHandlers } from '../job-handlers';
import { runDueJobs } from '../jobs/run';
import { type Job, type JobName } from '../jobs/types';
import { type TestDeps } from './harness';

/** The jobs that wait, due or not. */
export async function waitingJobs(deps: TestDeps, name?: JobName): Promise<Job[]> {
  const rows = await deps.db.$queryRaw<{ data: Job }[]>`
    SELECT data FROM jobs.job WHERE state < 'active' AND name IN ('notices', 'letters', 'media', 'renditions') ORDER BY start_after, created_on`;
  return rows.map(({ data }) => data).filter((job) => name === undefined || job.name === name);
}

/** Does what is due, and what comes of it, as a process does. */
export async function doJobs(deps: TestDeps): Promise<void> {
  const handlers = jobHandlers(deps);
  let done = 1;
  while (done > 0) {
    done = 0;
    for (const queue of ['notices', 'letters', 'media', 'renditions'] as const)
      done += await runDueJobs(deps, handlers, queue);
  }
}

/** Time goes on for the clock and for the queue, which goes by the database's. */
export async function passTime(deps: TestDeps, milliseconds: number): Promise<void> {
  deps.clock.advance(milliseconds);
  await deps.db.$executeRaw`
    UPDATE jobs.job SET start_after = start_after - ${milliseconds} * interval '1 millisecond',
      started_on = started_on - ${milliseconds} * interval '1 millisecond' WHERE state < 'completed'`;
}
