import type { ApplicationStore } from '#engine';
import type { EngineView } from '#services/kinesisanalyticsv2';

/** Control plane and engine meet in one table: what one calls its view is what the other calls its store. */
export const applicationStore = (view: EngineView): ApplicationStore => view;
