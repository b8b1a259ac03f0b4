import { afterEach, beforeEach, expect, test } from 'vitest';
import { SCOPE, World } from './world.ts';

let world: World;
const APP = { ApplicationName: 'app' };
const REF = { scope: SCOPE, name: 'app' };
beforeEach(async () => {
  world = await World.create();
});
afterEach(() => world.close());

const begun = async () => {
  await world.create();
  await world.call('StartApplication', APP);
  await world.settle();
};

test('maintenance restarts a running job with its state, and nothing else', async () => {
  expect(world.supervisor.maintain(REF)).toBe(false);
  await begun();
  expect(world.supervisor.maintain(REF)).toBe(true);
  expect(await world.status()).toBe('MAINTENANCE');
  expect(world.supervisor.maintain(REF)).toBe(false);
  await world.settle();
  expect(await world.status()).toBe('RUNNING');
  expect(world.flink.only.spec.restore?.path).toContain('savepoint-');
  // aws: found by both names — developer guide, maintenance and system-rollbacks
  for (const Operation of ['Maintenance', 'ApplicationMaintenance']) {
    const { ApplicationOperationInfoList } = await world.call('ListApplicationOperations', { ...APP, Operation });
    expect(ApplicationOperationInfoList).toHaveLength(1);
  }
});

test('a job of an older build is maintained in its window, once; a newer Millrace makes it due again', async () => {
  const due = () => world.supervisor.report(REF)?.maintenanceDue;
  const operations = async () => {
    const list = { ...APP, Operation: 'ApplicationMaintenance' };
    return (await world.call('ListApplicationOperations', list)).ApplicationOperationInfoList?.length;
  };
  const window = async (minutesFromNow: number) => {
    const start = new Date(world.clock.millis() + minutesFromNow * 60_000).toISOString().slice(11, 16);
    const update = { ApplicationMaintenanceWindowStartTimeUpdate: start };
    await world.call('UpdateApplicationMaintenanceConfiguration', {
      ...APP,
      ApplicationMaintenanceConfigurationUpdate: update,
    });
  };
  await begun();
  await window(0);
  expect(await world.settle()).toEqual([]);
  world.build = 'second';
  world.restart();
  await window(60);
  expect(await world.settle()).toEqual([]);
  expect(due()).toMatch(/^\d\d:\d\d$/);

  // a savepoint that fails leaves the job as it is, and it is not tried again
  await window(-10);
  world.flink.savepointFails = 'no room';
  await world.settle();
  expect([await world.status(), await operations(), world.flink.started.length]).toEqual(['RUNNING', 1, 1]);
  expect(await world.settle()).toEqual([]);

  world.flink.savepointFails = undefined;
  world.build = 'third';
  world.restart();
  expect(await world.settle()).toContain('maintain');
  expect([await world.status(), await operations(), world.flink.started.length]).toEqual(['RUNNING', 2, 2]);
  expect(world.flink.only.spec.restore?.path).toContain('savepoint-');
  expect(due()).toBeUndefined();
  expect(await world.settle()).toEqual([]);
});
