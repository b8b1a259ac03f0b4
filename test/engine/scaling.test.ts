import { afterEach, beforeEach, expect, test } from 'vitest';
import { SCOPE, World } from './world.ts';

let world: World;
const APP = { ApplicationName: 'app' };
const REF = { scope: SCOPE, name: 'app' };
const MINUTE = 60_000;

beforeEach(async () => {
  world = await World.create();
});
afterEach(() => world.close());

const begun = async (Parallelism = 1, ParallelismPerKPU = 1, AutoScalingEnabled = true) => {
  await world.create({
    ApplicationConfiguration: {
      ApplicationCodeConfiguration: {
        CodeContentType: 'ZIPFILE',
        CodeContent: { S3ContentLocation: { BucketARN: 'arn:aws:s3:::code', FileKey: 'app.jar' } },
      },
      FlinkApplicationConfiguration: {
        ParallelismConfiguration: { ConfigurationType: 'CUSTOM', Parallelism, ParallelismPerKPU, AutoScalingEnabled },
      },
    },
  });
  await world.call('StartApplication', APP);
  await world.settle();
};
/** So many minutes at so many percent of a KPU; answers what was done. */
const minutes = async (count: number, percent: number) => {
  const done: (string | undefined)[] = [];
  for (let i = 0; i < count; i++) {
    await world.clock.advance(MINUTE);
    world.flink.cpuMs += (percent / 100) * MINUTE;
    done.push(await world.tick());
  }
  return done.filter((each) => each !== 'nothing');
};
const parallelism = async () => {
  const { ApplicationDetail } = await world.call('DescribeApplication', APP);
  const flink = ApplicationDetail.ApplicationConfigurationDescription?.FlinkApplicationConfigurationDescription;
  const { Parallelism, CurrentParallelism } = flink?.ParallelismConfigurationDescription ?? {};
  return [Parallelism, CurrentParallelism];
};

// — developer guide, how-scaling-auto
test('a busy application doubles through AUTOSCALING, with its state; an idle one comes back, not below Parallelism', async () => {
  await begun();
  expect(await minutes(15, 80)).toEqual(['scale']);
  expect(await world.status()).toBe('AUTOSCALING');
  expect(await parallelism()).toEqual([1, 2]);
  await expect(
    world.call('UpdateApplication', {
      ...APP,
      CurrentApplicationVersionId: 1,
      ServiceExecutionRoleUpdate: 'arn:aws:iam::0:role/r',
    }),
  ).rejects.toThrow("Application cannot be updated in 'AUTOSCALING' state");
  await world.settle();
  expect(await world.status()).toBe('RUNNING');
  expect(world.flink.only.spec).toMatchObject({ parallelism: 2, taskManagers: 2 });
  expect(world.flink.only.spec.restore?.path).toContain('savepoint-');
  const { ApplicationOperationInfoList } = await world.call('ListApplicationOperations', { ...APP, Operation: 'AutoScaling' });
  expect(ApplicationOperationInfoList?.map((each) => each.OperationStatus)).toEqual(['SUCCESSFUL']);
  expect((await world.call('DescribeApplication', APP)).ApplicationDetail.ApplicationVersionId).toBe(1);
  expect(await minutes(360, 1)).toEqual(['scale']);
  await world.settle();
  expect(await parallelism()).toEqual([1, 1]);
  expect(await minutes(361, 1)).toEqual([]);
});

test('goes no further than the KPU quota and the job’s own maximum, and not where it is switched off', async () => {
  world.flink.maxParallelism = 5;
  await begun(3);
  expect(await minutes(16, 100)).toEqual(['scale', 'savepoint']);
  await world.settle();
  expect(await parallelism()).toEqual([3, 5]);
  expect(await minutes(40, 100)).toEqual([]);
});

test('switched off means off', async () => {
  await begun(1, 1, false);
  expect(await minutes(40, 100)).toEqual([]);
});

test('a savepoint that fails leaves the job as it is, at its old parallelism', async () => {
  await begun();
  world.flink.savepointFails = 'no';
  await minutes(15, 90);
  await world.settle();
  expect(await world.status()).toBe('RUNNING');
  expect(await parallelism()).toEqual([1, 1]);
  expect(world.flink.only.spec.parallelism).toBe(1);
});

const systemRollback = async (CurrentApplicationVersionId: number) => {
  const ApplicationSystemRollbackConfigurationUpdate = { RollbackEnabledUpdate: true };
  const ApplicationConfigurationUpdate = { ApplicationSystemRollbackConfigurationUpdate };
  await world.call('UpdateApplication', { ...APP, CurrentApplicationVersionId, ApplicationConfigurationUpdate });
  await world.settle();
};
const scalings = async () => {
  const { ApplicationOperationInfoList = [] } = await world.call('ListApplicationOperations', {
    ...APP,
    Operation: 'AutoScaling',
  });
  return Promise.all(ApplicationOperationInfoList.map(({ OperationId }) => world.operation(OperationId)));
};

// aws: — developer guide, troubleshooting-system-rollback
test('autoscaling that fails after the old job is stopped: READY, with its state saved', async () => {
  await begun();
  world.flink.throwsAbove = 1;
  await minutes(15, 90);
  await world.settle();
  expect(await world.status()).toBe('READY');
  expect(await scalings()).toMatchObject([
    { OperationStatus: 'FAILED', OperationFailureDetails: { ErrorInfo: { ErrorString: /too parallel/ } } },
  ]);
  await world.call('StartApplication', APP);
  await world.settle();
  expect(await parallelism()).toEqual([1, 1]);
  expect(world.flink.only.spec.restore?.path).toContain('savepoint-');
});

test('with system rollback the job comes back as parallel as it was, with its code and state, and no new version', async () => {
  await begun();
  await minutes(15, 90);
  await world.settle();
  await systemRollback(1);
  world.flink.throwsAbove = 2;
  // what lies in S3 by now is not what ran
  world.readable = false;
  await minutes(15, 90);
  for (let i = 0; i < 30 && (await world.status()) !== 'ROLLING_BACK'; i++) await world.tick();
  expect(await world.status()).toBe('ROLLING_BACK');
  expect(await parallelism()).toEqual([1, 2]);
  await world.settle();
  expect(await world.status()).toBe('RUNNING');
  expect(world.flink.only.spec).toMatchObject({ parallelism: 2, restore: { path: expect.stringContaining('savepoint-') } });
  const [failed] = await scalings();
  expect(failed?.OperationStatus).toBe('FAILED');
  const rollback = await world.operation(failed?.OperationFailureDetails?.RollbackOperationId);
  expect(rollback).toMatchObject({ Operation: 'RollbackApplication', OperationStatus: 'SUCCESSFUL' });
  expect(rollback?.ApplicationVersionChangeDetails).toBeUndefined();
  const { ApplicationDetail } = await world.call('DescribeApplication', APP);
  expect(ApplicationDetail.ApplicationVersionId).toBe(2);
  expect(ApplicationDetail.ApplicationVersionRolledBackFrom).toBeUndefined();
});

test('if the rollback of a scaling fails too: READY', async () => {
  await begun();
  await systemRollback(1);
  world.flink.throwsAbove = 0;
  await minutes(15, 90);
  await world.settle();
  expect(await world.status()).toBe('READY');
  const { ApplicationOperationInfoList } = await world.call('ListApplicationOperations', APP);
  const failed = ApplicationOperationInfoList?.filter((each) => each.OperationStatus === 'FAILED').map((each) => each.Operation);
  expect(failed?.toSorted()).toEqual(['AutoScaling', 'RollbackApplication']);
});

test('an update of Parallelism that is undone or never begun leaves what autoscaling has made of it', async () => {
  await begun();
  await minutes(15, 90);
  await world.settle();
  await systemRollback(1);
  const ParallelismConfigurationUpdate = { ParallelismUpdate: 8 };
  const update = async (CurrentApplicationVersionId: number) => {
    const ApplicationConfigurationUpdate = { FlinkApplicationConfigurationUpdate: { ParallelismConfigurationUpdate } };
    await world.call('UpdateApplication', { ...APP, CurrentApplicationVersionId, ApplicationConfigurationUpdate });
    await world.settle();
    expect(await world.status()).toBe('RUNNING');
  };
  world.flink.throwsAbove = 2;
  await update(2);
  expect(await parallelism()).toEqual([1, 2]);
  expect(world.flink.only.spec.parallelism).toBe(2);
  world.flink.savepointFails = 'no';
  await update(4);
  expect(await parallelism()).toEqual([1, 2]);
  expect(world.flink.only.spec.parallelism).toBe(2);
});

test('a Parallelism that is asked for ends what autoscaling has made of it; anything else keeps it', async () => {
  await begun();
  await minutes(15, 90);
  await world.settle();
  const update = async (CurrentApplicationVersionId: number, ApplicationConfigurationUpdate: object) => {
    await world.call('UpdateApplication', { ...APP, CurrentApplicationVersionId, ApplicationConfigurationUpdate });
    await world.settle();
  };
  await update(1, { EnvironmentPropertyUpdates: { PropertyGroups: [{ PropertyGroupId: 'g', PropertyMap: { k: 'v' } }] } });
  expect(world.flink.only.spec.parallelism).toBe(2);
  await update(2, { FlinkApplicationConfigurationUpdate: { ParallelismConfigurationUpdate: { ParallelismUpdate: 3 } } });
  expect(world.flink.only.spec.parallelism).toBe(3);
  expect(await parallelism()).toEqual([3, 3]);
});

test('KPU-hours are counted per application, also over a restart of Millrace', async () => {
  await begun(4, 2);
  await minutes(30, 20);
  world.restart();
  await world.tick();
  await minutes(30, 20);
  // Two TaskManagers and the orchestration, for an hour.
  expect(world.supervisor.report(REF)?.kpuHours).toBeCloseTo(3, 1);
});

test('more KPUs than the machine can hold: a start fails and says so, an update leaves the job as it is', async () => {
  await begun(17);
  expect(await world.status()).toBe('READY');
  const { ApplicationOperationInfoList } = await world.call('ListApplicationOperations', APP);
  const failed = await world.operation(ApplicationOperationInfoList?.[0]?.OperationId);
  const ErrorString =
    'Parallelism 17 with ParallelismPerKPU 1 needs 17 KPUs (TaskManagers); the memory of this machine is enough for 16. Lower the one or raise the other.';
  expect(failed).toMatchObject({ OperationStatus: 'FAILED', OperationFailureDetails: { ErrorInfo: { ErrorString } } });
  const update = async (CurrentApplicationVersionId: number, ParallelismConfigurationUpdate: object) => {
    const ApplicationConfigurationUpdate = { FlinkApplicationConfigurationUpdate: { ParallelismConfigurationUpdate } };
    return world.call('UpdateApplication', { ...APP, CurrentApplicationVersionId, ApplicationConfigurationUpdate });
  };
  await update(1, { ParallelismPerKPUUpdate: 2 });
  await world.call('StartApplication', APP);
  await world.settle();
  expect(world.flink.only.spec.taskManagers).toBe(9);
  const { OperationId } = await update(2, { ParallelismUpdate: 40 });
  await world.settle();
  expect(await world.status()).toBe('RUNNING');
  expect(world.flink.started).toHaveLength(1);
  expect(await parallelism()).toEqual([17, 17]);
  const refused = await world.operation(OperationId);
  expect(refused?.OperationFailureDetails?.ErrorInfo?.ErrorString).toContain('needs 20 KPUs');
});
