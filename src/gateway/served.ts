import type { SignatureFamily } from '#auth';
import type { Service } from '#core';
import { awsCbor, awsJson, awsQuery, CBOR, type Protocol, restXml, rpcV2Cbor } from '#protocol';

type Headers = Readonly<Record<string, string>>;

/** A service with the protocols it speaks, compiled once. */
export interface Served {
  readonly service: Service;
  readonly family: SignatureFamily;
  /** What credential scopes call it: `kinesisanalytics` for Kinesis Analytics V2. */
  readonly signingName: string;
  /** The service's own protocol, by which errors before any other is chosen are told. */
  readonly protocol: Protocol;
  /** The further ones: the first that a request's headers speak is taken. */
  readonly others: readonly { readonly protocol: Protocol; speaks(headers: Headers): boolean }[];
}

/** The services of this gateway, by everything a request may name them with. */
export interface Directory {
  byTarget(prefix: string): Served | undefined;
  /** `control`: the one of two services that sign alike that is the control endpoint (S3 Control). */
  bySigningName(name: string, control?: boolean): Served | undefined;
  byHost(host: string): Served | undefined;
  byName(name: string): Served | undefined;
  /** Of all of them, in the order of the alphabet. */
  readonly names: readonly string[];
}

/** Kinesis, in the AWS SDKs for Java. */
const cborOf = (service: Service) => ({
  protocol: awsCbor(service.model),
  speaks: (headers: Headers) => headers['content-type']?.startsWith(CBOR) ?? false,
});

/** aws: CloudWatch: boto3 and JavaScript name a target, Java and old tools send forms — recorded requests; the header is Smithy's */
const successorsOf = (service: Service) => [
  { protocol: rpcV2Cbor(service.model), speaks: (headers: Headers) => headers['smithy-protocol'] === 'rpc-v2-cbor' },
  { protocol: awsJson(service.model), speaks: (headers: Headers) => headers['x-amz-target'] !== undefined },
];

export function serve(service: Service): Served {
  const { metadata } = service.model;
  const signingName = metadata.signingName ?? metadata.endpointPrefix;
  switch (metadata.protocol) {
    case 'json':
      return { service, family: 'json', signingName, protocol: awsJson(service.model), others: [cborOf(service)] };
    case 'query':
      return { service, family: 'query', signingName, protocol: awsQuery(service.model), others: [] };
    case 'rest-xml':
      return { service, family: 's3', signingName, protocol: restXml(service.model), others: [] };
    case 'smithy-rpc-v2-cbor':
      return { service, family: 'query', signingName, protocol: awsQuery(service.model), others: successorsOf(service) };
    default:
      throw new Error(`${service.name} speaks ${metadata.protocol}, which the gateway does not`);
  }
}

export function directoryOf(services: readonly Service[]): Directory {
  const served = services.map(serve);
  const index = (key: (each: Served) => string | undefined) =>
    new Map(served.flatMap((each) => (key(each) === undefined ? [] : [[key(each) as string, each] as const])));
  const targets = index((each) => each.service.model.metadata.targetPrefix);
  // aws: a target may leave out what stands before its last word: CloudTrail_20131101 — recorded requests of the JavaScript SDK
  const shortTargets = index((each) => each.service.model.metadata.targetPrefix?.split('.').at(-1));
  const isControl = ({ service, signingName }: Served) => service.model.metadata.endpointPrefix === `${signingName}-control`;
  const signingNames = index((each) => (isControl(each) ? undefined : each.signingName));
  const controls = index((each) => (isControl(each) ? each.signingName : undefined));
  const prefixes = index((each) => each.service.model.metadata.endpointPrefix);
  const names = index((each) => each.service.name);
  return {
    byTarget: (prefix) => targets.get(prefix) ?? shortTargets.get(prefix),
    bySigningName: (name, control) => (control ? controls.get(name) : undefined) ?? signingNames.get(name),
    byName: (name) => names.get(name),
    names: [...names.keys()].sort(),
    byHost: (host) => {
      // kinesis.us-east-1.amazonaws.com, 123456789012.data-kinesis.us-east-1.amazonaws.com, bucket.s3.amazonaws.com
      const labels = host.split('.');
      for (const label of labels) {
        const found = prefixes.get(label) ?? prefixes.get(label.replace(/^(data|control)-/, ''));
        if (found) return found;
      }
      return undefined;
    },
  };
}
