import { compilePolicy, invalidEffect, PolicyError } from '#auth';
import { malformedPolicy } from './errors.ts';
import type { PolicyActions } from './policy-actions.ts';

interface PolicyStatement {
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
}

/** aws: "Bucket policies are limited to 20 KB in size" — S3 User Guide, "Bucket policies for Amazon S3" */
const MOST_BYTES = 20 * 1024;

/** What S3 demands of a bucket policy beyond the grammar of policies. Sentences: recorded AWS answers in localstack tests/aws/services/s3 (bucket policy). */
export function checkBucketPolicy(text: string, bucketArn: string, known: PolicyActions): void {
  if (Buffer.byteLength(text) > MOST_BYTES) throw malformedPolicy('Policy is too large');
  const document = parsed(text);
  const statements = statementsOf(document);
  if (statements.length === 0) throw malformedPolicy('Missing required field Statement');
  for (const statement of statements) {
    if (typeof statement !== 'object' || statement === null) continue; // the grammar of policies says so below
    if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') throw malformedPolicy(invalidEffect(statement.Effect));
    if (statement.Principal === undefined && statement.NotPrincipal === undefined)
      throw malformedPolicy('Missing required field Principal');
    checkPrincipals(statement);
    const actions = [statement.Action ?? statement.NotAction ?? []].flat();
    if (actions.length === 0) throw malformedPolicy('Missing required field Action');
    if (!actions.every((action) => typeof action === 'string' && (action === '*' || action.toLowerCase().startsWith('s3:')))) {
      throw malformedPolicy('Policy has invalid action');
    }
    const resources = [statement.Resource ?? statement.NotResource ?? []].flat();
    if (resources.length === 0) throw malformedPolicy('Missing required field Resource');
    for (const resource of resources) {
      if (typeof resource !== 'string' || !(resource === bucketArn || resource.startsWith(`${bucketArn}/`))) {
        throw malformedPolicy('Policy has invalid resource');
      }
    }
    checkActions(statement, bucketArn, known);
  }
  try {
    compilePolicy(text);
  } catch (failure) {
    if (failure instanceof PolicyError) throw malformedPolicy(failure.message);
    throw failure;
  }
}

/** aws: code — recorded, radkawar/stackd s3/public_policy_replay.json; the sentences are those of other principals, and of roles' trust policies */
function checkPrincipals({ Effect, Principal, NotPrincipal }: PolicyStatement): void {
  if (Effect === 'Allow' && NotPrincipal !== undefined) throw malformedPolicy('Allow with NotPrincipal is not allowed.');
  const services = [(Principal as { Service?: unknown } | null | undefined)?.Service ?? []].flat();
  if (services.some((service) => typeof service === 'string' && service.includes('*'))) {
    throw malformedPolicy('Invalid principal in policy');
  }
}

/**
 * aws: sentence, and that one such action is enough — observed on AWS in public reports of PutBucketPolicy: ministryofjustice/modernisation-platform
 * pull request 10762, spack/spack-infrastructure pull request 978, humanmade/S3-Uploads issue 239; all are of statements that allow. Actions with
 * wildcards are taken (versity/versitygw issue 1488), and so is what no operation here asks for.
 */
function checkActions({ Effect, Action, Resource }: PolicyStatement, bucketArn: string, known: PolicyActions): void {
  if (Effect !== 'Allow' || Action === undefined || Resource === undefined) return;
  const about = new Set([Resource].flat().map((resource) => (resource === bucketArn ? 'bucket' : 'object')));
  for (const action of [Action].flat() as string[]) {
    const kind = known.get(action.toLowerCase());
    if (kind && !about.has(kind)) throw malformedPolicy('Action does not apply to any resource(s) in statement');
  }
}

function parsed(text: string): unknown {
  try {
    const document = JSON.parse(text) as unknown;
    if (typeof document === 'object' && document !== null && !Array.isArray(document)) return document;
  } catch {
    // said below
  }
  throw malformedPolicy("Policies must be valid JSON and the first byte must be '{'");
}

const statementsOf = (document: unknown): PolicyStatement[] =>
  [(document as { Statement?: PolicyStatement | PolicyStatement[] }).Statement ?? []].flat();
