import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { MINUTE } from '../clock';
import { maintainJobs, runDueJobs, type JobHandlers } from '../jobs/run';
import { type Job } from '../jobs/types';
import { type AccountId } from '../ids';
import { makeDatabase, testDeps } from '../testing/harness';
import { passTime, waitingJobs } from '../testing/jobs';
import { createJobs } from './jobs';

const creatorId = '0198c0de-0000-7000-8000-000000000001' as AccountId;
const job: Job = { name: 'tellNewFollowers', data: { creatorId } };

/** Handlers that note what they were given. */
function noting(done: Job[], fails = 0): JobHandlers {
  let left = fails;
  const note =
    <Name extends Job['name']>(name: Name) =>
    (data: unknown) => {
      if (left > 0) {
        left -= 1;
        return Promise.reject(new Error('not now'));
      }
      done.push({ name, data } as Job);
      return Promise.resolve();
    };
  return {
    tellFollowers: note('tellFollowers'),
    tellNewFollowers: note('tellNewFollowers'),
    deliver: note('deliver'),
    mailConfirmation: note('mailConfirmation'),
    mailReset: note('mailReset'),
    mailResetDone: note('mailResetDone'),
    mailAppealAnswer: note('mailAppealAnswer'),
    packageVideo: note('packageVideo'),
    makeRendition: note('makeRendition'),
  };
}

describe('a job', () => {
  test('is there once its transaction is, and never without it', async () => {
    const deps = await testDeps();
    const lost = deps.db.$transaction(async (tx) => {
      await deps.jobs.enqueue(tx, job);
      throw new Error('the process dies');
    });
    await expect(lost).rejects.toThrow('dies');
    expect(await waitingJobs(deps)).toEqual([]);
    await deps.db.$transaction((tx) => deps.jobs.enqueue(tx, job));
    const done: Job[] = [];
    expect(await runDueJobs(deps, noting(done), 'notices')).toBe(1);
    expect(await runDueJobs(deps, noting(done), 'notices')).toBe(0);
    expect(done).toEqual([job]);
  });

  test('with a key is one job, however often it is asked for, and also when it was done', async () => {
    const deps = await testDeps();
    const ask = () => deps.db.$transaction((tx) => deps.jobs.enqueue(tx, job, { key: 'a' }));
    await Promise.all([ask(), ask(), ask()]);
    const done: Job[] = [];
    await runDueJobs(deps, noting(done), 'notices');
    await ask();
    await runDueJobs(deps, noting(done), 'notices');
    expect(done).toHaveLength(1);
  });

  test('is done when it is due, not before', async () => {
    const deps = await testDeps();
    await deps.db.$transaction((tx) => deps.jobs.enqueue(tx, job, { inMs: 10 * MINUTE }));
    expect(await runDueJobs(deps, noting([]), 'notices')).toBe(0);
    await passTime(deps, 10 * MINUTE);
    expect(await runDueJobs(deps, noting([]), 'notices')).toBe(1);
  });

  test('that fails comes again later, and what stands behind it is done meanwhile', async () => {
    const deps = await testDeps();
    const second: Job = { name: 'mailReset', data: { email: 'a@example.org' } };
    await deps.db.$transaction((tx) =>
      deps.jobs.enqueue(tx, { name: 'mailResetDone', data: { accountId: creatorId } }),
    );
    await deps.db.$transaction((tx) => deps.jobs.enqueue(tx, second));
    const done: Job[] = [];
    const handlers = noting(done, 1);
    expect(await runDueJobs(deps, handlers, 'letters')).toBe(2);
    expect(done).toEqual([second]);
    expect(await runDueJobs(deps, handlers, 'letters')).toBe(0);
    await passTime(deps, MINUTE);
    await runDueJobs(deps, handlers, 'letters');
    expect(done).toHaveLength(2);
    expect(deps.logged.filter(({ msg }) => msg === 'a job failed; it is tried again')).toHaveLength(1);
  });

  test('that fails again and again is given up, and the log says so once, without what was in it', async () => {
    const deps = await testDeps();
    await deps.db.$transaction((tx) => deps.jobs.enqueue(tx, { name: 'mailReset', data: { email: 'a@example.org' } }));
    const handlers = noting([], 100);
    for (let times = 0; times < 10; times += 1) {
      await runDueJobs(deps, handlers, 'letters');
      await passTime(deps, 60 * MINUTE);
    }
    await maintainJobs(deps);
    await maintainJobs(deps);
    const given = deps.logged.filter(({ msg }) => msg === 'a job was tried often and given up');
    expect(given).toMatchObject([{ job: 'mailReset' }]);
    expect(JSON.stringify(deps.logged)).not.toContain('a@example.org');
  });

  test('that a process had at hand when it died is done by another', async () => {
    const deps = await testDeps();
    await deps.db.$transaction((tx) => deps.jobs.enqueue(tx, job));
    expect((await deps.jobs.take('notices'))?.job).toEqual(job);
    await maintainJobs(deps);
    expect(await deps.jobs.take('notices')).toBeNull();
    await passTime(deps, 3 * MINUTE);
    await maintainJobs(deps);
    await passTime(deps, MINUTE);
    const done: Job[] = [];
    await runDueJobs(deps, noting(done), 'notices');
    expect(done).toEqual([job]);
  });

  test('is begun by one of two processes', async () => {
    const deps = await testDeps();
    for (let count = 0; count < 10; count += 1) await deps.db.$transaction((tx) => deps.jobs.enqueue(tx, job));
    const done: Job[] = [];
    await Promise.all([runDueJobs(deps, noting(done), 'notices'), runDueJobs(deps, noting(done), 'notices')]);
    expect(done).toHaveLength(10);
  });
});

test('queues are installed by several processes at once, and a process that stops begins nothing', async () => {
  const url = await makeDatabase('empty');
  const { log, db, ...deps } = await testDeps();
  const processes = [1, 2, 3].map(() => createJobs({ url, log }));
  await Promise.all(processes.map((one) => one.install()));
  await Promise.all(processes.map((one) => one.install()));
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<{ name: string }>('SELECT name FROM jobs.queue ORDER BY name');
  expect(rows.map(({ name }) => name)).toEqual(['given-up', 'letters', 'media', 'notices', 'renditions']);
  await client.end();
  await Promise.all(processes.map((one) => one.close()));
  await db.$transaction((tx) => deps.jobs.enqueue(tx, job));
  deps.jobs.stop();
  expect(await deps.jobs.take('notices')).toBeNull();
});
