import { expect, test } from 'vitest';
import { SCOPE, World } from './world.ts';

/** A story, the point from which crashes are injected, and what must be true at the end however often Millrace died on the way. */
interface Story {
  readonly name: string;
  before(world: World): Promise<void>;
  order(world: World): Promise<string | undefined>;
  truth(world: World, operationId: string | undefined): Promise<void>;
}

const start = async (world: World) => (await world.call('StartApplication', { ApplicationName: 'app' })).OperationId;
const startAndSettle = async (world: World) => {
  await start(world);
  await world.settle();
};
const properties = (value: string) => ({
  EnvironmentPropertyUpdates: { PropertyGroups: [{ PropertyGroupId: 'g', PropertyMap: { k: value } }] },
});
const alive = (world: World) => [...world.flink.clusters.values()].filter((cluster) => cluster.jobManager).length;
const succeeded = async (world: World, id: string | undefined) =>
  expect((await world.operation(id))?.OperationStatus).toBe('SUCCESSFUL');

/** So busy for 14 minutes that the 15th scales it. */
async function busy(world: World): Promise<void> {
  for (let i = 0; i < 14; i++) await busyMinute(world);
}
async function busyMinute(world: World): Promise<void> {
  await world.clock.advance(60_000);
  world.flink.cpuMs += 60_000;
  await world.tick();
}
async function autoscaled(world: World): Promise<string | undefined> {
  await busyMinute(world);
  expect(await world.status()).toBe('AUTOSCALING');
  const { ApplicationOperationInfoList } = await world.call('ListApplicationOperations', { ApplicationName: 'app' });
  return ApplicationOperationInfoList?.[0]?.OperationId;
}

const STORIES: readonly Story[] = [
  {
    name: 'start',
    before: async () => {},
    order: start,
    async truth(world, id) {
      expect(await world.status()).toBe('RUNNING');
      await succeeded(world, id);
      expect(alive(world)).toBe(1);
    },
  },
  {
    name: 'failing start',
    async before(world) {
      world.flink.mainThrows = { reason: 'java.lang.Error: no', trace: 'at a.b' };
    },
    order: start,
    async truth(world, id) {
      expect(await world.status()).toBe('READY');
      expect((await world.operation(id))?.OperationStatus).toBe('FAILED');
      expect(alive(world)).toBe(0);
      expect(world.logged.length).toBeGreaterThan(0);
    },
  },
  {
    name: 'stop',
    before: startAndSettle,
    order: async (world) => (await world.call('StopApplication', { ApplicationName: 'app' })).OperationId,
    async truth(world, id) {
      expect(await world.status()).toBe('READY');
      await succeeded(world, id);
      expect(alive(world)).toBe(0);
      const { SnapshotSummaries } = await world.call('ListApplicationSnapshots', { ApplicationName: 'app' });
      expect(SnapshotSummaries?.map((s) => s.SnapshotStatus)).toEqual(['READY']);
    },
  },
  {
    name: 'forced stop',
    before: startAndSettle,
    order: async (world) => (await world.call('StopApplication', { ApplicationName: 'app', Force: true })).OperationId,
    async truth(world, id) {
      expect(await world.status()).toBe('READY');
      await succeeded(world, id);
      expect(alive(world)).toBe(0);
    },
  },
  {
    name: 'update',
    before: startAndSettle,
    order: async (world) =>
      (
        await world.call('UpdateApplication', {
          ApplicationName: 'app',
          CurrentApplicationVersionId: 1,
          ApplicationConfigurationUpdate: properties('v'),
        })
      ).OperationId,
    async truth(world, id) {
      expect(await world.status()).toBe('RUNNING');
      await succeeded(world, id);
      expect(alive(world)).toBe(1);
      expect(world.flink.only.spec.propertyGroups).toHaveLength(1);
      expect(world.flink.only.spec.restore?.path).toContain('savepoint-');
      const { SnapshotSummaries } = await world.call('ListApplicationSnapshots', { ApplicationName: 'app' });
      expect(SnapshotSummaries).toHaveLength(1);
    },
  },
  {
    name: 'manual snapshot',
    before: startAndSettle,
    async order(world) {
      await world.call('CreateApplicationSnapshot', { ApplicationName: 'app', SnapshotName: 's' });
      return undefined;
    },
    async truth(world) {
      expect(await world.status()).toBe('RUNNING');
      const { SnapshotDetails } = await world.call('DescribeApplicationSnapshot', { ApplicationName: 'app', SnapshotName: 's' });
      expect(SnapshotDetails.SnapshotStatus).toBe('READY');
    },
  },
  {
    name: 'enhanced snapshot',
    async before(world) {
      const ApplicationSnapshotConfigurationUpdate = {
        SnapshotsEnabledUpdate: true,
        SnapshotModeUpdate: 'ENHANCED_SNAPSHOTS',
      } as const;
      const ApplicationConfigurationUpdate = { ApplicationSnapshotConfigurationUpdate };
      const ApplicationName = 'app';
      await world.call('UpdateApplication', { ApplicationName, CurrentApplicationVersionId: 1, ApplicationConfigurationUpdate });
      await startAndSettle(world);
    },
    async order(world) {
      await world.call('CreateSnapshot', { ApplicationName: 'app', SnapshotName: 's' });
      return (await world.call('ListSnapshotOperations', { SnapshotName: 's' })).SnapshotOperationInfoList[0]
        ?.SnapshotOperationId;
    },
    async truth(world, id) {
      const { SnapshotInfoDetails } = await world.call('DescribeSnapshot', { SnapshotName: 's' });
      expect(SnapshotInfoDetails).toMatchObject({ SnapshotStatus: 'READY', SnapshotSizeInBytes: 4 });
      const question = { SnapshotName: 's', SnapshotOperationId: id ?? '' };
      const { SnapshotOperationInfoDetails } = await world.call('DescribeSnapshotOperation', question);
      expect(SnapshotOperationInfoDetails.SnapshotOperationStatus).toBe('SUCCESSFUL');
    },
  },
  {
    name: 'autoscaling',
    async before(world) {
      await startAndSettle(world);
      await busy(world);
    },
    order: autoscaled,
    async truth(world, id) {
      expect(await world.status()).toBe('RUNNING');
      await succeeded(world, id);
      expect(alive(world)).toBe(1);
      expect(world.flink.only.spec.parallelism).toBe(2);
      expect(world.flink.only.spec.restore?.path).toContain('savepoint-');
    },
  },
  {
    name: 'failing autoscaling',
    async before(world) {
      world.flink.throwsAbove = 1;
      await startAndSettle(world);
      await busy(world);
    },
    order: autoscaled,
    async truth(world, id) {
      expect(await world.status()).toBe('READY');
      expect((await world.operation(id))?.OperationStatus).toBe('FAILED');
      expect(alive(world)).toBe(0);
    },
  },
  {
    name: 'failing autoscaling with system rollback',
    async before(world) {
      world.flink.throwsAbove = 1;
      const ApplicationConfigurationUpdate = {
        ApplicationSystemRollbackConfigurationUpdate: { RollbackEnabledUpdate: true },
      };
      const question = { ApplicationName: 'app', CurrentApplicationVersionId: 1 };
      await world.call('UpdateApplication', { ...question, ApplicationConfigurationUpdate });
      await startAndSettle(world);
      await busy(world);
    },
    order: autoscaled,
    async truth(world, id) {
      expect(await world.status()).toBe('RUNNING');
      const failed = await world.operation(id);
      expect(failed?.OperationStatus).toBe('FAILED');
      await succeeded(world, failed?.OperationFailureDetails?.RollbackOperationId);
      expect(alive(world)).toBe(1);
      expect(world.flink.only.spec.parallelism).toBe(1);
      expect(world.flink.only.spec.restore?.path).toContain('savepoint-');
    },
  },
  {
    name: 'maintenance',
    before: startAndSettle,
    async order(world) {
      world.supervisor.maintain({ scope: SCOPE, name: 'app' });
      return (await world.call('ListApplicationOperations', { ApplicationName: 'app' })).ApplicationOperationInfoList?.[0]
        ?.OperationId;
    },
    async truth(world, id) {
      expect(await world.status()).toBe('RUNNING');
      await succeeded(world, id);
      expect(alive(world)).toBe(1);
    },
  },
  {
    name: 'JobManager killed',
    before: startAndSettle,
    async order(world) {
      const jobId = world.flink.only.spec.jobId;
      world.flink.checkpoint = { path: 'file:///chk-3', jobId, id: 3, completedAt: new Date(0) };
      world.flink.killJobManager();
      return undefined;
    },
    async truth(world) {
      expect(await world.status()).toBe('RUNNING');
      expect(alive(world)).toBe(1);
      expect(world.flink.only.spec.restore?.path).toBe('file:///chk-3');
    },
  },
  {
    name: 'delete',
    before: startAndSettle,
    async order(world) {
      const { ApplicationDetail } = await world.call('DescribeApplication', { ApplicationName: 'app' });
      const CreateTimestamp = ApplicationDetail.CreateTimestamp ?? new Date(0);
      await world.call('DeleteApplication', { ApplicationName: 'app', CreateTimestamp });
      return undefined;
    },
    async truth(world) {
      await expect(world.status()).rejects.toThrow(/not found/);
      expect(world.flink.clusters.size).toBe(0);
    },
  },
];

/** Dies after `survived` more steps; answers whether it got so far. */
async function dies(world: World, survived: number): Promise<boolean> {
  world.crashAfter = world.steps.length + survived;
  try {
    await world.settle();
  } catch (thrown) {
    if (!String(thrown).includes('crash at')) throw thrown;
  }
  const died = world.steps.length > world.crashAfter;
  world.restart();
  return died;
}

for (const story of STORIES) {
  test(`${story.name}: a crash between any two steps ends in the truth`, async () => {
    for (let survived = 0; ; survived++) {
      const world = await World.create();
      try {
        await world.create();
        await story.before(world);
        const id = await story.order(world);
        const died = await dies(world, survived);
        await world.settle();
        await story.truth(world, id);
        if (!died) break;
      } finally {
        await world.close();
      }
    }
  });

  test(`${story.name}: a crash after every single step ends in the truth`, async () => {
    const world = await World.create();
    try {
      await world.create();
      await story.before(world);
      const id = await story.order(world);
      for (let crashes = 0; crashes < 30; crashes++) await dies(world, 2);
      await world.settle();
      await story.truth(world, id);
    } finally {
      await world.close();
    }
  });
}
