/** Terraform keeps its state here: the `s3` backend that is built into it, with its lock. `terraform` itself is run where it is installed. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
  writeFileSync(join(work, 'cli.rc'), 'disable_checkpoint = true\n');
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

async function terraform(...args: string[]): Promise<string> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: work, TF_CLI_CONFIG_FILE: join(work, 'cli.rc'), ...target.environment };
  const { stdout, stderr } = await run('terraform', args, { cwd: work, env }).catch((failed) => failed);
  return `${stdout}${stderr}`;
}
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

test('what its lock is made of: an object that is put only where there is none', async () => {
  const lock = { Bucket, Key: `${process.pid}.tflock`, Body: '{}', IfNoneMatch: '*', ServerSideEncryption: 'AES256' as const };
  await s3.send(new sdk.PutObjectCommand(lock));
  await expect(s3.send(new sdk.PutObjectCommand(lock))).rejects.toMatchObject({ name: 'PreconditionFailed' });
  await s3.send(new sdk.DeleteObjectCommand({ Bucket, Key: lock.Key }));
  await s3.send(new sdk.PutObjectCommand(lock));
});
