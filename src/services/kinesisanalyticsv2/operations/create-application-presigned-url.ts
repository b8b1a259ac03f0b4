import type * as api from '#api/kinesisanalyticsv2';
import type { Operation } from '#core';
import { onApplication } from '../access.ts';
import type { ControlDeps } from '../deps.ts';
import { dashboardNotRunning, urlTypeMismatch } from '../errors.ts';

/** aws: 12 hours unless told — model */
const DEFAULT_SESSION_SECONDS = 43_200;

export const createApplicationPresignedUrl: Operation<
  api.CreateApplicationPresignedUrlRequest,
  api.CreateApplicationPresignedUrlResponse,
  ControlDeps
> = {
  access: onApplication,
  run(input, { scope, endpoint }, deps) {
    const { name, status } = deps.tables.in(scope).application(input.ApplicationName);
    if (input.UrlType !== 'FLINK_DASHBOARD_URL') throw urlTypeMismatch(input.UrlType);
    const sessionSeconds = input.SessionExpirationDurationInSeconds ?? DEFAULT_SESSION_SECONDS;
    const url = status === 'RUNNING' ? deps.dashboards.urlFor({ ref: { scope, name }, endpoint, sessionSeconds }) : undefined;
    if (url === undefined) throw dashboardNotRunning(name, status);
    return { AuthorizedUrl: url };
  },
};
