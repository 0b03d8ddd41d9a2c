import { type Logger } from 'pino';
import { type JobData, type JobName, type JobQueue, type QueueName, type TakenJob } from './types';

/** How each job is done. A job may come twice: it must be no harm. */
export type JobHandlers = { [Name in JobName]: (data: JobData[Name]) => Promise<void> };

/** So many jobs are done before whoever calls gets a word in. */
const MOST_AT_ONCE = 50;

interface Needs {
  jobs: JobQueue;
  log: Logger;
}

/**
 * Does what is due in a queue, one after the other, with a rest after each, so that whoever joins
 * or pays meanwhile is not held up. Returns how many were done or failed.
 */
export async function runDueJobs(
  { jobs, log }: Needs,
  handlers: JobHandlers,
  queue: QueueName,
  rest: () => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  for (let count = 0; count < MOST_AT_ONCE; count += 1) {
    const taken = await jobs.take(queue);
    if (!taken) return count;
    try {
      await handle(handlers, taken);
    } catch (error) {
      log.warn({ err: error, job: taken.job.name, id: taken.id }, 'a job failed; it is tried again');
      await jobs.fail(taken, error);
      continue;
    }
    await jobs.finish(taken);
    await rest();
  }
  return MOST_AT_ONCE;
}

function handle<Name extends JobName>(handlers: JobHandlers, { job }: TakenJob): Promise<void> {
  const { name, data } = job as { name: Name; data: JobData[Name] };
  return handlers[name](data);
}

/** Keeps the queues in order, and says of each job that was given up that it was. */
export async function maintainJobs({ jobs, log }: Needs): Promise<void> {
  for (const { name } of await jobs.maintain()) log.error({ job: name }, 'a job was tried often and given up');
}
