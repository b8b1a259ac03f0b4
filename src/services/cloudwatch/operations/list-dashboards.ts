import { anywhere, dashboardArn } from '../access.ts';
import type { CloudWatchOperation } from '../deps.ts';
import { nameOf, nameToken } from '../page-token.ts';

/** aws: up to 1000 in one answer — API reference, ListDashboards */
const PAGE = 1000;

export const listDashboards: CloudWatchOperation<'ListDashboards'> = {
  access: anywhere,
  run: ({ DashboardNamePrefix: prefix, NextToken }, { scope }, { dashboards }) => {
    const after = nameOf(NextToken);
    const found = dashboards.in(scope).list({
      ...(prefix !== undefined && { prefix }),
      ...(after !== undefined && { after }),
      limit: PAGE + 1,
    });
    const page = found.slice(0, PAGE);
    const last = page.at(-1);
    return {
      DashboardEntries: page.map(({ name, body, modifiedAt }) => ({
        DashboardName: name,
        DashboardArn: dashboardArn(scope, name),
        // aws: whole seconds — CLI reference, list-dashboards
        LastModified: new Date(Math.floor(modifiedAt / 1000) * 1000),
        Size: Buffer.byteLength(body),
      })),
      ...(last && found.length > page.length && { NextToken: nameToken(last.name) }),
    };
  },
};
