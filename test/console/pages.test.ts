/** Every page there is, with something on it: light and dark, on a desk and on a telephone. */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CloudWatchClient, PutDashboardCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreatePolicyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriers, enter, openBrowser, openReader, visit } from './browser.ts';
import { makeApplication, openMillrace, type Running } from './millrace.ts';

const POLICY = 'arn:aws:iam::000000000000:policy/may-list';
const tabs = (address: string, ...names: string[]) => [address, ...names.map((name) => `${address}/${name}`)];

/** Where each route is looked at. The tabs of a running application are looked at in the tutorial. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  '/': ['/'],
  '/applications': ['/applications'],
  '/applications/create': ['/applications/create', '/applications/create?lab'],
  '/applications/:name': [
    'overview',
    'job',
    'monitoring',
    'logs',
    'checkpoints',
    'snapshots',
    'configuration',
    'versions',
    'tags',
    'operations',
    'audit',
  ].map((tab) => `/applications/orders?tab=${tab}`),
  '/applications/:name/configure': ['/applications/orders/configure'],
  '/kinesis': ['/kinesis'],
  '/kinesis/:stream': ['/kinesis/orders'],
  '/kinesis/:stream/:tab': tabs('/kinesis/orders', 'shards', 'monitoring', 'consumers', 'tags').slice(1),
  '/s3': ['/s3'],
  '/s3/:bucket': ['/s3/goods', '/s3/goods?prefix=in%2F'],
  '/s3/:bucket/:tab': tabs('/s3/goods', 'properties', 'permissions').slice(1),
  '/iam/roles': ['/iam/roles'],
  '/iam/roles/:role': ['/iam/roles/orders'],
  '/iam/policies': ['/iam/policies'],
  '/iam/policies/:arn': [`/iam/policies/${encodeURIComponent(POLICY)}`],
  '/iam/users': ['/iam/users'],
  '/iam/users/:user': ['/iam/users/guest'],
  '/iam/simulator': ['/iam/simulator'],
  '/cloudwatch/alarms': ['/cloudwatch/alarms'],
  '/cloudwatch/alarms/:alarm': ['/cloudwatch/alarms/late'],
  '/cloudwatch/dashboards': ['/cloudwatch/dashboards'],
  '/cloudwatch/dashboards/:dashboard': ['/cloudwatch/dashboards/all'],
  '/cloudwatch/metrics': ['/cloudwatch/metrics'],
  '/cloudwatch/logs': ['/cloudwatch/logs'],
  '/cloudwatch/logs/:group': [`/cloudwatch/logs/${encodeURIComponent('/app/orders')}`],
  '/trail': ['/trail'],
  '/cost': ['/cost'],
  '/settings': ['/settings'],
};

let millrace: Running;
let browser: Browser;
beforeAll(async () => {
  [millrace, browser] = await Promise.all([openMillrace(), openBrowser()]);
  await furnish();
});
afterAll(async () => {
  await browser?.close();
  await millrace?.stop();
});

/** One of everything. */
async function furnish(): Promise<void> {
  const as = millrace.asRoot();
  const iam = new IAMClient(as);
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' },
  });
  const s3 = new S3Client({ ...as, forcePathStyle: true });
  const cloudwatch = new CloudWatchClient(as);
  const metric = {
    Namespace: 'AWS/Kinesis',
    MetricName: 'IncomingRecords',
    Dimensions: [{ Name: 'StreamName', Value: 'orders' }],
  };
  const alarm = { ...metric, Period: 60, EvaluationPeriods: 1, Threshold: 1, Statistic: 'Sum' } as const;
  const widgets = [
    { type: 'text', x: 0, y: 0, width: 24, height: 2, properties: { markdown: '# All' } },
    {
      type: 'metric',
      x: 0,
      width: 12,
      height: 6,
      y: 2,
      properties: { metrics: [['AWS/Kinesis', 'IncomingRecords', 'StreamName', 'orders']], region: 'us-east-1' },
    },
  ];
  await Promise.all([
    makeApplication(as, 'orders'),
    new KinesisClient(as).send(new CreateStreamCommand({ StreamName: 'orders', ShardCount: 2 })),
    iam.send(new CreatePolicyCommand({ PolicyName: 'may-list', PolicyDocument })),
    iam.send(new CreateUserCommand({ UserName: 'guest' })),
    new CloudWatchLogsClient(as).send(new CreateLogGroupCommand({ logGroupName: '/app/orders' })),
    cloudwatch.send(new PutMetricAlarmCommand({ AlarmName: 'late', ComparisonOperator: 'GreaterThanThreshold', ...alarm })),
    cloudwatch.send(new PutDashboardCommand({ DashboardName: 'all', DashboardBody: JSON.stringify({ widgets }) })),
    s3.send(new CreateBucketCommand({ Bucket: 'goods' })),
  ]);
  for (const Key of ['in/a-rather-long-name-of-an-object-as-sinks-write-them-part-00000.json', 'b.txt']) {
    await s3.send(new PutObjectCommand({ Bucket: 'goods', Key, Body: '{}' }));
  }
}

it('every route has a place where it is looked at', () => {
  const pages = resolve(import.meta.dirname, '../../console/src/pages');
  const routes = readdirSync(pages).flatMap((name) =>
    [...readFileSync(resolve(pages, name, 'area.ts'), 'utf8').matchAll(/\{ path: '([^']+)', load:/g)].map(([, path]) => path),
  );
  expect(routes.length).toBeGreaterThan(20);
  expect(Object.keys(PLACES).sort()).toEqual(routes.sort());
});

const LOOKS = (['light', 'dark'] as const).flatMap((colorScheme) => [1280, 390].map((width) => ({ colorScheme, width })));

describe.each(LOOKS)('every page, $colorScheme, $width px wide', ({ colorScheme, width }) => {
  it('can be read by everyone, is no wider than it may be, and asks nobody but this server', async () => {
    const viewport = { width, height: width > 688 ? 900 : 844 };
    const { context, page, alarms, origins } = await openReader(browser, { colorScheme, viewport });
    await enter(page, await millrace.link());
    const wider = () => page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    for (const place of Object.values(PLACES).flat()) {
      await visit(page, place);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('.loading').first().waitFor({ state: 'detached' });
      expect([place, await page.getByText('cannot be shown').count()]).toEqual([place, 0]);
      // the bar finds its room once its picture is there
      await expect.poll(async () => [place, await wider()]).toEqual([place, 0]);
      // aria-expanded on Cloudscape's own navigation landmark, on a telephone: 3.0.1383
      const found = (await barriers(page)).filter((barrier) => !barrier.includes('mobile-toolbar-nav'));
      expect.soft([place, ...found]).toEqual([place]);
    }
    expect(alarms).toEqual([]);
    expect([...origins]).toEqual([millrace.url]);
    await context.close();
  });
});
