import { expect, it } from 'vitest';
import { told } from './told.ts';

// docs/concepts/console.md, "Live, without polling"
it('is a change, the end of the credentials, or nothing', () => {
  expect(told('data: {"kind":"application","name":"orders","at":1}')).toMatchObject({ kind: 'application', name: 'orders' });
  expect(told('event: expired\ndata: {}')).toBe('expired');
  expect(told('event: ready\ndata: {"kinds":["application"]}')).toBeUndefined();
  expect(told(':')).toBeUndefined();
});
