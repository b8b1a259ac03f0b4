import { onEverything } from '../access.ts';
import { REPORT_MS } from '../credential-report.ts';
import type { IamOperation } from '../deps.ts';
import { reportExpired, reportNotPresent } from '../errors.ts';
import { REPORT_ROW } from '../report-rows.ts';

export const getCredentialReport: IamOperation<'GetCredentialReport'> = {
  access: onEverything,
  run: (_input, { scope }, { store, clock }) => {
    const report = store.in(scope).reports.get(REPORT_ROW);
    if (!report) throw reportNotPresent();
    if (clock.millis() - report.at >= REPORT_MS) throw reportExpired();
    return { Content: Buffer.from(report.content), ReportFormat: 'text/csv', GeneratedTime: new Date(report.at) };
  },
};
