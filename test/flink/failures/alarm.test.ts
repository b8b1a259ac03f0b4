/** One way to break an application, and who hears of it; the others are `./millrace test alarms`. */
import { afterAll, beforeAll, test } from 'vitest';
import { Watched } from '../alarms/watched.ts';

const watched = new Watched();
beforeAll(() => watched.up());
afterAll(() => watched.down());

test('a TaskManager is killed: an alarm says so, and its topic tells a webhook', async () => {
  await watched.install();
  await watched.isIn('restarts', 'OK');
  await watched.killTaskManager();
  await watched.alarms('restarts');
});
