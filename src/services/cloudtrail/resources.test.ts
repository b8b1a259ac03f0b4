import { expect, test } from 'vitest';
import type { ApiCall } from '#core';
import { namedBy } from './resources.ts';

const named = (service: string, input: object) =>
  namedBy({ service: { name: service }, input } as never as ApiCall, { readOnly: true });
const APPLICATION = { type: 'AWS::KinesisAnalytics::Application', name: 'app' };

test('a call about the tags of an application is found under its name', () => {
  const ResourceARN = 'arn:aws:kinesisanalytics:us-east-1:000000000000:application/app';
  expect(named('kinesisanalyticsv2', { ResourceARN, Tags: [] })).toEqual([APPLICATION]);
  expect(named('kinesisanalyticsv2', { ApplicationName: 'app' })).toEqual([APPLICATION]);
});

test.each(['', 'app', 'arn:aws:kinesisanalytics:us-east-1:000000000000:other/app', 7])('%j names nothing', (ResourceARN) => {
  expect(named('kinesisanalyticsv2', { ResourceARN })).toEqual([]);
});
