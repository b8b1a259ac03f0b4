/** A managed policy of AWS as it is answered on AWS, with its default version. */
export interface AwsPolicy {
  readonly name: string;
  /** `/`, or such as `/service-role/`. */
  readonly path: string;
  /** `ANPA…` */
  readonly id: string;
  /** `v3` */
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly attachable: boolean;
  readonly document: object;
}

/** All of AWS's managed policies. Asked when somebody first speaks of one. */
export type AwsPolicies = () => readonly AwsPolicy[];
