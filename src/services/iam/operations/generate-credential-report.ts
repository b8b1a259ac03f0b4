import { onEverything } from '../access.ts';
import { credentialReport, REPORT_MS } from '../credential-report.ts';
import type { IamOperation } from '../deps.ts';
import { REPORT_ROW } from '../report-rows.ts';

export const generateCredentialReport: IamOperation<'GenerateCredentialReport'> = {
  access: onEverything,
  run: (_input, call, deps) => {
    const { reports } = deps.store.in(call.scope);
    const now = deps.clock.millis();
    const last = reports.get(REPORT_ROW);
    if (last && now - last.at < REPORT_MS) return { State: 'COMPLETE' };
    reports.put([REPORT_ROW], { at: now, content: credentialReport(call, deps) });
    // aws: the first answer says that it has begun, the next one that it is there — API reference, GenerateCredentialReport
    return { State: 'STARTED', Description: 'No report exists. Starting a new report generation task' };
  },
};
