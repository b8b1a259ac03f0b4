/** One way to break an application, and who hears of it; the others are `./millrace test alarms`. */
import { afterAll, beforeAll, test } from 'vitest';
import { Watched } from '../alarms/watched.ts';

const watched = new Watched();
beforeAll(() => watched.up());
afterAll(() => watched.down());

test('a TaskManager is killed: an alarm says so, and its topic tells a webhook', async () => {
  await watched.install();
  // a restart shows as the difference from a minute before: that one must have been measured
  await watched.measuresFor('fullRestarts', 2);
  await watched.isIn('restarts', 'OK');
  await watched.killTaskManager();
  await watched.alarms('restarts');
});
