import { expect, it } from 'vitest';
import { shows, told } from './told.ts';

// docs/concepts/console.md, "Live, without polling"
it('is a change, the end of the credentials, or nothing', () => {
  expect(told('data: {"kind":"application","name":"orders","at":1}')).toMatchObject({ kind: 'application', name: 'orders' });
  expect(told('event: expired\ndata: {}')).toBe('expired');
  expect(told('event: ready\ndata: {"kinds":["application"]}')).toBeUndefined();
  expect(told(':')).toBeUndefined();
});

it('is shown by lists, and by queries of its own name', () => {
  const orders = { kind: 'application', name: 'orders' };
  expect(shows(['application', 'all'], orders)).toBe(true);
  expect(shows(['application', 'one', 'orders'], orders)).toBe(true);
  expect(shows(['application', 'one', 'goods'], orders)).toBe(false);
  expect(shows(['operation', 'orders', 'id'], { kind: 'operation', name: 'orders' })).toBe(true);
  expect(shows(['operation', 'goods'], { kind: 'operation', name: 'orders' })).toBe(false);
  expect(shows(['stream', 'goods', 'shards'], { kind: 'stream', name: 'orders' }), 'kinds of other keys').toBe(true);
  expect(shows(['stream', 'list'], orders)).toBe(false);
  expect(shows(['rights', 'orders'], { kind: 'user', name: 'eve' })).toBe(true);
  expect(shows(['rights', 'orders'], orders)).toBe(false);
});
