import type { ClusterSpec } from '../drivers/contract.ts';

export type LogLevel = ClusterSpec['log']['level'];

const MAX_SIZE = '16MB';

/** A JSON string inside a log4j2 pattern inside a properties file: each layer has its own escapes. */
const inPattern = (text: string): string =>
  JSON.stringify(text).replace(/%/g, '%%').replace(/\$/g, '$$$$').replace(/\\/g, '\\\\');

/**
 * One JSON object per line, as MSF writes to CloudWatch, its members in AWS's (sorted) order, behind a `timestamp` of ours.
 * aws: applicationVersionId is a string here, messageSchemaVersion "1" — developer guide, cloudwatch-logs-writing
 */
function pattern(log: ClusterSpec['log']): string {
  const members = [
    '"timestamp":%d{UNIX_MILLIS}',
    `"applicationARN":${inPattern(log.applicationArn)}`,
    `"applicationVersionId":"${log.applicationVersionId}"`,
    '"locationInformation":"%enc{%C.%M(%F:%L)}{JSON}"',
    '"logger":"%enc{%c}{JSON}"',
    '"message":"%enc{%m}{JSON}"',
    '"messageSchemaVersion":"1"',
    '"messageType":"%p"',
    '"threadName":"%enc{%t}{JSON}"%notEmpty{,"throwableInformation":"%enc{%replace{%ex}{^ }{}}{JSON}"}',
  ];
  return `{${members.join(',')}}%n`;
}

/** log4j2's properties for one attempt; each process names its file by `-Dlog.file`. Rewriting it changes the level within two seconds. */
export const log4jText = (log: ClusterSpec['log']): string => `status = off
monitorInterval = 2
rootLogger.level = ${log.level}
rootLogger.appenderRef.file.ref = File
appender.file.type = RollingFile
appender.file.name = File
appender.file.fileName = \${sys:log.file}
appender.file.filePattern = \${sys:log.file}.%i
appender.file.append = true
appender.file.layout.type = PatternLayout
appender.file.layout.alwaysWriteExceptions = false
appender.file.layout.charset = UTF-8
appender.file.layout.pattern = ${pattern(log)}
appender.file.policies.type = Policies
appender.file.policies.size.type = SizeBasedTriggeringPolicy
appender.file.policies.size.size = ${MAX_SIZE}
appender.file.strategy.type = DefaultRolloverStrategy
appender.file.strategy.fileIndex = min
appender.file.strategy.max = 2
# A TaskManager knocks until the JobManager, started at the same moment, opens: no news for the application's log.
logger.akkaDelivery.name = akka.remote.ReliableDeliverySupervisor
logger.akkaDelivery.level = ERROR
logger.akkaTransport.name = akka.remote.transport.netty.NettyTransport
logger.akkaTransport.level = ERROR
logger.pekkoDelivery.name = org.apache.pekko.remote.ReliableDeliverySupervisor
logger.pekkoDelivery.level = ERROR
logger.pekkoTransport.name = org.apache.pekko.remote.transport.netty.NettyTransport
logger.pekkoTransport.level = ERROR
# Millrace's own questions about a job not yet there are no errors of the application.
logger.rest.name = org.apache.flink.runtime.rest.handler.job
logger.rest.level = OFF
`;
