/**
 * Terraform keeps its state here: the `s3` backend that is built into it, with its lock. `terraform` itself is run where it is installed, its AWS
 * provider where `$TERRAFORM_PLUGINS` names a filesystem mirror that has it: for minutes, as it waits in steps of its own.
 */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as sdk from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTarget, type Target } from './target.ts';

const run = promisify(execFile);
const hasTerraform = await run('terraform', ['version']).then(
  () => true,
  () => false,
);
const plugins = process.env['TERRAFORM_PLUGINS'];
const MIRROR = `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(plugins)}\n  }\n}\n`;
const Bucket = `terraform-${process.pid}`;
const MAIN = `
terraform {
  backend "s3" {
    bucket       = "${Bucket}"
    key          = "team/terraform.tfstate"
    use_lockfile = true
    encrypt      = true
  }
}
variable "value" {}
resource "terraform_data" "kept" {
  input = var.value
}
`;

let target: Target;
let work: string;
let s3: sdk.S3Client;
beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'millrace-terraform-'));
  writeFileSync(join(work, 'main.tf'), MAIN);
  writeFileSync(join(work, 'cli.rc'), `disable_checkpoint = true\n${plugins === undefined ? '' : MIRROR}`);
  target = await openTarget();
  const {
    AWS_ENDPOINT_URL: endpoint = '',
    AWS_ACCESS_KEY_ID: accessKeyId = '',
    AWS_SECRET_ACCESS_KEY: secretAccessKey = '',
  } = target.environment;
  s3 = new sdk.S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: { accessKeyId, secretAccessKey } });
  await s3.send(new sdk.CreateBucketCommand({ Bucket }));
});
afterAll(async () => {
  await target?.stop();
  rmSync(work, { recursive: true, force: true });
});

async function terraformIn(cwd: string, ...args: string[]): Promise<string> {
  // names below an address reach Millrace by this: docs/guide/terraform.md
  const { AWS_ENDPOINT_URL: HTTP_PROXY = '' } = target.environment;
  const own = { PATH: process.env['PATH'] ?? '', HOME: work, TF_CLI_CONFIG_FILE: join(work, 'cli.rc'), HTTP_PROXY };
  const options = { cwd, env: { ...own, ...target.environment }, maxBuffer: 1 << 26 };
  const { stdout, stderr } = await run('terraform', args, options).catch((failed) => failed);
  return `${stdout}${stderr}`;
}
const terraform = (...args: string[]) => terraformIn(work, ...args);
const apply = (value: string, ...more: string[]) =>
  terraform('apply', '-auto-approve', '-no-color', `-var=value=${value}`, ...more);
const keys = async () => (await s3.send(new sdk.ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key);
const put = (Key: string, Body: string) => s3.send(new sdk.PutObjectCommand({ Bucket, Key, Body }));

if (hasTerraform)
  test("terraform's state, its workspaces and its lock", async () => {
    expect(await terraform('init', '-no-color')).toContain('Successfully configured the backend "s3"!');
    expect(await apply('one')).toContain('1 added, 0 changed');
    expect(await terraform('plan', '-no-color', '-var=value=one')).toContain('No changes.');
    expect(await apply('two')).toContain('0 added, 1 changed');
    expect(await keys()).toEqual(['team/terraform.tfstate']);

    await put('team/terraform.tfstate.tflock', JSON.stringify({ ID: 'held', Operation: 'OperationTypeApply', Who: 'somebody' }));
    expect(await apply('three')).toMatch(/Error acquiring the state lock.*PreconditionFailed.*somebody/s);
    await s3.send(new sdk.DeleteObjectCommand({ Bucket, Key: 'team/terraform.tfstate.tflock' }));
    expect(await apply('three')).toContain('0 added, 1 changed');

    await terraform('workspace', 'new', 'dev', '-no-color');
    expect(await apply('dev')).toContain('1 added, 0 changed');
    expect(await keys()).toEqual(['env:/dev/team/terraform.tfstate', 'team/terraform.tfstate']);
    expect(await terraform('destroy', '-auto-approve', '-no-color', '-var=value=dev')).toContain('1 destroyed');
  });

if (hasTerraform && plugins !== undefined)
  test('the AWS provider finds what it made, changed and imported', { timeout: 900_000 }, async () => {
    const all = join(work, 'all');
    mkdirSync(all);
    copyFileSync(join(import.meta.dirname, 'terraform/main.tf'), join(all, 'main.tf'));
    const tell = (...args: string[]) => terraformIn(all, ...args, '-no-color');
    expect(await tell('init')).toContain('successfully initialized');
    for (const [version, done] of [
      ['1', /Apply complete! Resources: \d+ added, 0 changed, 0 destroyed/],
      ['2', /Apply complete! Resources: 0 added, \d+ changed, 0 destroyed/],
    ] as const) {
      expect(await tell('apply', '-auto-approve', `-var=v=${version}`)).toMatch(done);
      expect(await tell('plan', `-var=v=${version}`)).toContain('No changes.');
    }
    await tell('state', 'rm', 'aws_kinesis_stream.od');
    expect(await tell('import', '-var=v=2', 'aws_kinesis_stream.od', 'od')).toContain('Import successful!');
    expect(await tell('destroy', '-auto-approve', '-var=v=2')).toMatch(/Destroy complete! Resources: 5\d destroyed/);
  });

test('what its lock is made of: an object that is put only where there is none', async () => {
  const lock = { Bucket, Key: `${process.pid}.tflock`, Body: '{}', IfNoneMatch: '*', ServerSideEncryption: 'AES256' as const };
  await s3.send(new sdk.PutObjectCommand(lock));
  await expect(s3.send(new sdk.PutObjectCommand(lock))).rejects.toMatchObject({ name: 'PreconditionFailed' });
  await s3.send(new sdk.DeleteObjectCommand({ Bucket, Key: lock.Key }));
  await s3.send(new sdk.PutObjectCommand(lock));
});
