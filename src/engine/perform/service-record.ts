import type { Application, LogEvent } from '../ports.ts';
import { errorString, type Failure } from '../status.ts';

// aws: what the service itself writes to the log stream when a start fails — user reports (kda-examples issues 4 and 17,
// msf-examples issue 108); unlike in Flink's lines the version is a number
const PREFIX =
  'Amazon Managed Service for Apache Flink failed to transition the application to the desired state. The application is being transitioned to READY state. Please investigate the following error. ';

export function serviceRecord(application: Application, failure: Failure, timestamp: number): LogEvent {
  const message = JSON.stringify({
    applicationARN: application.arn,
    applicationVersionId: application.versionId,
    message: `${PREFIX}${errorString(failure)}`,
    messageType: 'ERROR',
    messageSchemaVersion: '1',
    ...(failure.errorCode !== undefined && { errorCode: failure.errorCode }),
  });
  return { timestamp, message };
}
