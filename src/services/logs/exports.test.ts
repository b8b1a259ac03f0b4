import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NOW, openTestLogs, type TestLogs } from '../../../test/harness/logs.ts';

let logs: TestLogs;
const G = { logGroupName: 'g' };
const TASK = { ...G, from: NOW, to: NOW + 2, destination: 'box' };

beforeEach(async () => {
  logs = await openTestLogs();
  logs.buckets.set('box', 'open');
  await logs.ask('CreateLogGroup', G);
  for (const logStreamName of ['a/1', 'b']) await logs.ask('CreateLogStream', { ...G, logStreamName });
});
afterEach(() => logs.close());

const tasks = async (question = {}) => (await logs.ask('DescribeExportTasks', question)).exportTasks ?? [];
const ended = (taskId: string | undefined) =>
  vi.waitFor(async () => {
    const [task] = await tasks({ taskId });
    expect(task?.executionInfo?.completionTime).toBeDefined();
    return task;
  });
const texts = () =>
  Object.fromEntries(
    [...logs.files].map(([key, body]) => [key, body[0] === 0x1f ? gunzipSync(body).toString() : Buffer.from(body).toString()]),
  );

describe('an export', () => {
  it('is of the events of its time, a folder for each stream', async () => {
    await logs.put('g', 'a/1', NOW - 1, 'before', 'one', 'two', 'three', 'after');
    await logs.put('g', 'b', NOW, 'other');
    const { taskId = '' } = await logs.ask('CreateExportTask', { ...TASK, taskName: 'name', destinationPrefix: 'p' });
    // the status is the one of the User Guide's example
    expect(await ended(taskId)).toEqual({
      ...TASK,
      taskId,
      taskName: 'name',
      destinationPrefix: 'p',
      status: { code: 'COMPLETED', message: 'Completed successfully' },
      executionInfo: { creationTime: NOW, completionTime: NOW },
    });
    const time = new Date(NOW).toISOString().slice(0, -4);
    expect(texts()).toEqual({
      'box/p/aws-logs-write-test': 'Permission Check Successful',
      [`box/p/${taskId}/a-1/000000.gz`]: `${time}000Z one\n${time}001Z two\n${time}002Z three\n`,
      [`box/p/${taskId}/b/000000.gz`]: `${time}000Z other\n`,
    });
  });

  it('is of streams with a prefix, below exportedlogs unless told otherwise', async () => {
    await logs.put('g', 'a/1', NOW, 'one');
    await logs.put('g', 'b', NOW, 'other');
    const { taskId } = await logs.ask('CreateExportTask', { ...TASK, logStreamNamePrefix: 'b' });
    await ended(taskId);
    expect([...logs.files.keys()]).toEqual(['box/exportedlogs/aws-logs-write-test', `box/exportedlogs/${taskId}/b/000000.gz`]);
  });

  it('says why it failed', async () => {
    await logs.put('g', 'b', NOW, 'one');
    logs.buckets.set('box', 'held');
    const { taskId } = await logs.ask('CreateExportTask', TASK);
    logs.buckets.set('box', 'no put');
    expect((await ended(taskId))?.status).toEqual({ code: 'FAILED', message: 'Access Denied' });
  });

  it('can be cancelled while it has not ended, and others wait for it', async () => {
    await logs.put('g', 'b', NOW, 'one');
    logs.buckets.set('box', 'held');
    const { taskId = '' } = await logs.ask('CreateExportTask', TASK);
    expect(await logs.refusal('CreateExportTask', TASK)).toBe('LimitExceededException: Resource limit exceeded.');
    await logs.ask('CancelExportTask', { taskId });
    logs.buckets.set('box', 'open');
    expect((await ended(taskId))?.status?.code).toBe('CANCELLED');
    expect(await logs.refusal('CancelExportTask', { taskId })).toContain('has already ended');
    const again = await logs.ask('CreateExportTask', TASK);
    await ended(again.taskId);
    expect((await tasks({ statusCode: 'COMPLETED' })).map(({ taskId: id }) => id)).toEqual([again.taskId]);
    const { exportTasks, nextToken } = await logs.ask('DescribeExportTasks', { limit: 1 });
    const rest = await logs.ask('DescribeExportTasks', { limit: 1, nextToken });
    expect([...(exportTasks ?? []), ...(rest.exportTasks ?? [])]).toHaveLength(2);
    expect(rest.nextToken).toBeUndefined();
  });

  it('that a stop has cut is done again', async () => {
    await logs.put('g', 'b', NOW, 'one');
    const { taskId } = await logs.ask('CreateExportTask', TASK);
    await logs.reopen();
    expect((await ended(taskId))?.status?.code).toBe('COMPLETED');
    expect(Object.values(texts()).at(-1)).toContain('one');
  });

  // recorded AWS answers, LocalStack tests/aws/services/logs/test_logs_export_tasks.snapshot.json, where there are some
  it('is refused where AWS refuses it', async () => {
    const refusal = (more: object) => logs.refusal('CreateExportTask', { ...TASK, ...more });
    expect(await refusal({ logGroupName: 'gone' })).toBe('ResourceNotFoundException: The specified log group does not exist.');
    expect(await refusal({ destination: 'gone' })).toBe(
      'InvalidParameterException: The given bucket does not exist. Please make sure the bucket is valid.',
    );
    expect(await refusal({ to: NOW - 1 })).toContain('is not before its start');
    logs.buckets.set('box', 'no acl');
    expect(await refusal({})).toContain('GetBucketAcl call on the given bucket failed.');
    logs.buckets.set('box', 'no put');
    expect(await refusal({})).toContain('PutObject call on the given bucket failed.');
    expect(await logs.refusal('CancelExportTask', { taskId: 'gone' })).toBe(
      'ResourceNotFoundException: The specified export task does not exist.',
    );
    expect(await tasks({ taskId: 'gone' })).toEqual([]);
  });
});

describe('saved queries', () => {
  it('are kept under their id, changed and removed', async () => {
    const query = { name: 'msf/errors', queryString: 'fields @message', logGroupNames: ['g'] };
    const { queryDefinitionId = '' } = await logs.ask('PutQueryDefinition', query);
    await logs.ask('PutQueryDefinition', { name: 'other', queryString: 'stats count(*)' });
    const changed = { ...query, queryDefinitionId, queryString: 'fields @timestamp' };
    expect(await logs.ask('PutQueryDefinition', changed)).toEqual({ queryDefinitionId });
    const { queryDefinitions } = await logs.ask('DescribeQueryDefinitions', { queryDefinitionNamePrefix: 'msf' });
    expect(queryDefinitions).toEqual([{ ...changed, queryLanguage: 'CWLI', lastModified: NOW }]);
    const { nextToken } = await logs.ask('DescribeQueryDefinitions', { maxResults: 1 });
    expect((await logs.ask('DescribeQueryDefinitions', { nextToken })).queryDefinitions).toHaveLength(1);
    expect(await logs.ask('DeleteQueryDefinition', { queryDefinitionId })).toEqual({ success: true });
    expect(await logs.refusal('DeleteQueryDefinition', { queryDefinitionId })).toContain('does not exist');
    expect(await logs.refusal('PutQueryDefinition', changed)).toContain('does not exist');
    expect((await logs.ask('DescribeQueryDefinitions', { queryLanguage: 'SQL' })).queryDefinitions).toEqual([]);
    const parameters = [{ name: 'p' }] as never;
    expect(await logs.refusal('PutQueryDefinition', { ...query, parameters })).toContain('Parameters of saved queries');
    expect(await logs.refusal('PutQueryDefinition', { ...query, queryLanguage: 'PPL' })).toContain('Queries in PPL');
  });

  it('are a thousand at most', async () => {
    for (let i = 0; i < 1000; i++) await logs.ask('PutQueryDefinition', { name: 'q', queryString: 'fields @message' });
    expect(await logs.refusal('PutQueryDefinition', { name: 'q', queryString: 'fields @message' })).toContain('limit exceeded');
  });
});
