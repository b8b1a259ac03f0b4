import type { RoutingRule, WebsiteConfiguration } from '#api/s3';
import { invalidRequest, malformedXml } from './errors.ts';
import { indexMissing, indexNotWellFormed, redirectNotAlone } from './setting-errors.ts';

/** What AWS refuses of a website's settings — recorded AWS answers in localstack tests/aws/services/s3, test_validate_website_configuration. */
export function checkWebsite(website: WebsiteConfiguration): void {
  const { IndexDocument: index, ErrorDocument: error, RedirectAllRequestsTo: redirect, RoutingRules: rules } = website;
  if (redirect) {
    checkProtocol(redirect.Protocol);
    if (index || error || rules) throw redirectNotAlone();
    return;
  }
  if (!index) throw indexMissing();
  // aws: "must not be empty and must not include a slash character" — API reference, IndexDocument
  if (index.Suffix === '' || index.Suffix.includes('/')) throw indexNotWellFormed(index.Suffix);
  if (rules && rules.length === 0) throw malformedXml();
  for (const rule of rules ?? []) checkRule(rule);
}

function checkRule({ Condition: condition, Redirect: redirect }: RoutingRule): void {
  checkProtocol(redirect.Protocol);
  if (redirect.ReplaceKeyPrefixWith !== undefined && redirect.ReplaceKeyWith !== undefined) {
    throw invalidRequest('You can only define ReplaceKeyPrefix or ReplaceKey but not both.');
  }
  if (condition && condition.KeyPrefixEquals === undefined && condition.HttpErrorCodeReturnedEquals === undefined) {
    throw invalidRequest(
      "Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be present.",
    );
  }
}

function checkProtocol(protocol: string | undefined): void {
  if (protocol === undefined || protocol === 'http' || protocol === 'https') return;
  throw invalidRequest(
    'Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.',
  );
}
