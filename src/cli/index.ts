import { Command, Option } from 'commander';
import { AwsError, messageOf, OperatorError } from '#core';
import { createAccount, listAccounts } from './account.ts';
import { alarms } from './alarms.ts';
import { openConsole } from './console.ts';
import { cost } from './cost.ts';
import { dashboard } from './dashboard.ts';
import { down } from './down.ts';
import { env } from './env.ts';
import { lab } from './lab.ts';
import { logs } from './logs.ts';
import { maintenance } from './maintenance.ts';
import { status } from './status.ts';
import { up } from './up.ts';

const data = () =>
  new Option('--data <dir>', 'the data directory (default: .millrace/data beside the launcher, or $MILLRACE_DATA)');

const program = new Command('millrace')
  .description('Millrace: a managed service for Apache Flink that you run yourself')
  .showHelpAfterError()
  .enablePositionalOptions();

program
  .command('up')
  .description('serve the AWS API')
  .option('--port <port>', 'port of the API (default: 4566)')
  .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
  .addOption(data())
  .option('--detach', 'return when ready and keep running in the background')
  .addOption(new Option('--limits <on|off>', "AWS's throughput limits of shards").choices(['on', 'off']).default('on'))
  .addOption(
    new Option('--durability <fsync|process>', 'acknowledged writes survive the loss of power, or the death of the process only')
      .choices(['fsync', 'process'])
      .default('fsync'),
  )
  .addOption(new Option('--log-level <level>', 'of the server log').choices(['debug', 'info', 'warn', 'error']))
  .option('--no-link', 'print no link that signs in to the web console')
  .option('--json', 'one JSON line when ready')
  .action(up);

program
  .command('console')
  .description('print a link that signs its first user in to the web console, once, within ten minutes')
  .option('--open', 'and open it in the browser')
  .option('--account <number>', "to another account than the first (see 'account')")
  .addOption(data())
  .option('--json', 'as a JSON object')
  .action(openConsole);

program
  .command('down')
  .description('stop Millrace and every Flink process it started')
  .addOption(data())
  .option('--json', 'one JSON line')
  .action(down);

program
  .command('env')
  .description('print export lines for the AWS CLI and SDKs: eval "$(./millrace env)"')
  .addOption(data())
  .option('--account <number>', "of another account than the first (see 'account')")
  .option('--json', 'as a JSON object')
  .action(env);

const account = program.command('account').description('the accounts of this Millrace, isolated from each other as on AWS');
account
  .command('create')
  .description('a further account; without a number one is drawn')
  .argument('[number]', '12 digits')
  .option('--name <name>', 'what you call it')
  .addOption(data())
  .option('--json', 'one JSON line')
  .action(createAccount);
account.command('list').addOption(data()).option('--json', 'as a JSON array').action(listAccounts);

program
  .command('status')
  .description('what runs, as Flink says it is')
  .addOption(data())
  .option('--json', 'as a JSON object')
  .action(status);

program
  .command('alarms')
  .description('put the alarms that AWS recommends for an application; called again, they are brought up to date')
  .argument('<application>')
  .option('--topic <arn>', 'the SNS topic that is told of ALARM and OK')
  .option('--least-records <number>', 'records out a second that are too few below', '0.01')
  .option('--most-lag <ms>', 'lag behind the source that is too much above', '60000')
  .option('--most-checkpoint <ms>', 'duration of a checkpoint that is too long above', '60000')
  .option('--remove', 'remove them')
  .addOption(data())
  .option('--json', 'their names, as a JSON array')
  .action(alarms);

program
  .command('cost')
  .description('what was used, at the prices of AWS, and what this month would cost there')
  .option('--from <day>', 'first day, such as 2026-11-01, UTC (default: first day of the month)')
  .option('--to <day>', 'last day (default: today)')
  .option('--by <what>', 'application, or tag:KEY', 'application')
  .option('--account <number>', "of another account than the first (see 'account')")
  .addOption(data())
  .option('--json', 'everything, as a JSON object')
  .action(cost);

program
  .command('maintenance')
  .description('restart a running application with its state, as AWS does in its maintenance window')
  .argument('<application>')
  .addOption(data())
  .action(maintenance);

program
  .command('logs')
  .description("an application's log, as its log stream has it")
  .argument('<application>')
  .addOption(data())
  .option('-f, --follow', 'keep printing what comes')
  .option('-n, --tail <lines>', 'how many of the newest lines', '100')
  .option('--json', 'the events as they are stored')
  .action(logs);

program
  .command('dashboard')
  .description("make or renew an application's CloudWatch dashboard: throughput, lag, restarts, checkpoints, CPU, output")
  .argument('<application>')
  .option('--print', 'print its body instead, for `aws cloudwatch put-dashboard` elsewhere')
  .addOption(data())
  .action(dashboard);

program
  .command('lab')
  .description('run the tutorial from creating streams to cleaning up, on real Flink')
  .option('--runtime <name>', 'RuntimeEnvironment', 'FLINK-1_20')
  .option('--keep', 'leave everything running afterwards')
  .addOption(data())
  .action(lab);

program.command('test').description('pass all tests (handled by the launcher): ./millrace test [suite…]');

// whoever reads us may stop reading: `millrace logs app | head`
process.stdout.on('error', (failure: NodeJS.ErrnoException) => process.exit(failure.code === 'EPIPE' ? 0 : 1));

try {
  await program.parseAsync();
} catch (failure) {
  if (failure instanceof OperatorError) {
    process.stderr.write(`millrace: ${failure.message}\n  ${failure.remedy}  [${failure.code}]\n`);
  } else if (failure instanceof AwsError && failure.code === 'ResourceNotFoundException') {
    process.stderr.write(`millrace: ${failure.message}\n  \`./millrace status\` lists the applications there are.\n`);
  } else {
    process.stderr.write(`millrace: ${failure instanceof Error && !isExpected(failure) ? failure.stack : messageOf(failure)}\n`);
  }
  process.exitCode = 1;
}

function isExpected(failure: Error): boolean {
  return failure.name !== 'TypeError' && failure.name !== 'ReferenceError';
}
