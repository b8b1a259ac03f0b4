import type { Kind } from './kinds.ts';

/** Which calls change what, and by which of their parameters it is named. */
interface Rule {
  readonly calls: RegExp;
  readonly kinds: readonly Kind[];
  readonly named: readonly string[];
}

const CHANGES = '^(?:Create|Delete|Update|Put|Attach|Detach|Add|Remove|Tag|Untag|Set|Upload|Enable|Deactivate)';

const RULES: Readonly<Record<string, readonly Rule[]>> = {
  kinesisanalyticsv2: [
    { calls: /^(?:Create|Delete)ApplicationSnapshot$/, kinds: ['snapshot'], named: ['ApplicationName'] },
    { calls: /^(?:Start|Stop|Update|Rollback)Application$/, kinds: ['application', 'operation'], named: ['ApplicationName'] },
    {
      calls: /^(?:Create|Delete|Add|Update)Application(?!.*(?:Snapshot|Url)$)/,
      kinds: ['application'],
      named: ['ApplicationName'],
    },
    { calls: /^(?:Tag|Untag)Resource$/, kinds: ['application'], named: ['ResourceARN'] },
  ],
  kinesis: [
    {
      calls: /^(?!Put|Subscribe|Receive|Acknowledge|Restore|UpdateAccount)(?:[A-Z][a-z]+)+$/,
      kinds: ['stream'],
      named: ['StreamName', 'StreamARN', 'ResourceARN', 'ConsumerARN'],
    },
    { calls: /^PutResourcePolicy$/, kinds: ['stream'], named: ['ResourceARN'] },
  ],
  s3: [
    {
      calls: /^(?:Create|Delete)Bucket$|^(?:Put|Delete)(?:Bucket|PublicAccess|ObjectLockConf)/,
      kinds: ['bucket'],
      named: ['Bucket'],
    },
    {
      calls: /^(?:Put|Delete|Copy|Rename|Restore)Object|^CompleteMultipartUpload$/,
      kinds: ['object'],
      named: ['Bucket'],
    },
  ],
  iam: [
    { calls: new RegExp(`${CHANGES}.*Role|^UpdateAssumeRolePolicy$`), kinds: ['role'], named: ['RoleName'] },
    { calls: new RegExp(`${CHANGES}.*(?:User|AccessKey|LoginProfile|MFADevice)`), kinds: ['user'], named: ['UserName'] },
    { calls: new RegExp(`${CHANGES}.*Group`), kinds: ['group'], named: ['GroupName'] },
    { calls: new RegExp(`${CHANGES}.*Policy`), kinds: ['policy'], named: ['PolicyArn', 'PolicyName'] },
    { calls: new RegExp(`${CHANGES}.*InstanceProfile`), kinds: ['instance-profile'], named: ['InstanceProfileName'] },
  ],
  logs: [
    {
      calls:
        /^(?:Create|Delete)Log(?:Group|Stream)$|^(?:Put|Delete)(?:Retention|MetricFilter|SubscriptionFilter)|^(?:Tag|Untag)LogGroup$/,
      kinds: ['log-group'],
      named: ['logGroupName'],
    },
  ],
  cloudwatch: [
    {
      calls: /^(?:Put(?:Metric|Composite|Log)Alarm|DeleteAlarms|SetAlarmState|(?:En|Dis)ableAlarmActions)$/,
      kinds: ['alarm'],
      named: ['AlarmName', 'AlarmNames'],
    },
    { calls: /^(?:Put|Delete)Dashboards?$/, kinds: ['dashboard'], named: ['DashboardName', 'DashboardNames'] },
  ],
  sns: [
    {
      calls:
        /^(?:(?:Create|Delete)Topic|Set(?:Topic|Subscription)Attributes|Subscribe|Unsubscribe|ConfirmSubscription|(?:Add|Remove)Permission)$/,
      kinds: ['topic'],
      named: ['TopicArn', 'Name', 'SubscriptionArn'],
    },
  ],
  kms: [
    {
      calls: /^(?!Encrypt|Decrypt|ReEncrypt|Gen|Sign|Verify|List|Get|Describe)/,
      kinds: ['key'],
      named: ['KeyId', 'TargetKeyId', 'AliasName'],
    },
  ],
  secretsmanager: [
    {
      calls: /^(?:Create|Put|Update|Delete|Restore|Tag|Untag|Rotate)/,
      kinds: ['secret'],
      named: ['SecretId', 'Name'],
    },
  ],
  cloudtrail: [
    {
      calls: /^(?:(?:Create|Update|Delete)Trail|St(?:art|op)Logging|Put(?:Event|Insight)Selectors)$/,
      kinds: ['trail'],
      named: ['Name', 'TrailName'],
    },
  ],
};

/** Reads are most of what is called. */
const READS = /^(?:List|Get|Describe|Head|Select|Filter|Lookup|Search|Simulate|Test|Generate)/;

const known = new Map<string, readonly Rule[]>();

/** What a call of this operation changes; nothing for most. */
export function rulesOf(service: string, operation: string): readonly Rule[] {
  const key = `${service} ${operation}`;
  let rules = known.get(key);
  if (!rules) {
    rules = READS.test(operation) ? [] : (RULES[service] ?? []).filter(({ calls }) => calls.test(operation));
    known.set(key, rules);
  }
  return rules;
}

/** The names of what was changed: AWS's parameters say them, as a name or within an ARN. */
export function namesIn(rule: Rule, input: unknown): string[] {
  const given = (input ?? {}) as Record<string, unknown>;
  for (const member of rule.named) {
    const value = given[member];
    if (typeof value === 'string') return [nameOf(value)];
    if (Array.isArray(value)) return value.filter((each): each is string => typeof each === 'string').map(nameOf);
  }
  return [''];
}

/** `orders` of `arn:aws:kinesis:us-east-1:111122223333:stream/orders/consumer/c:1`; an ARN of a policy is its name to everyone. */
function nameOf(text: string): string {
  if (!text.startsWith('arn:') || text.includes(':policy/')) return text;
  const resource = text.split(':').slice(5).join(':');
  return resource.includes('/') ? (resource.split('/')[1] ?? resource) : resource;
}
