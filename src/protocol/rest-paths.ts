import type { ServiceModel } from '#core';
import type { WireRequest } from './protocol.ts';
import { decoded } from './rest-routes.ts';

/** `/v20180820/tags/{resourceArn+}`: what a path must look like, and the labels in it. */
interface Template {
  readonly operation: string;
  readonly method: string;
  readonly pattern: RegExp;
  readonly labels: readonly string[];
  /** Characters that must be there as they are. */
  readonly literal: number;
}

/** Paths that are made of names, as every REST service but S3 itself has them. */
export interface RestPaths {
  route(request: Omit<WireRequest, 'body' | 'stream'>): string | undefined;
  /** The labels of a path that `route` has found this operation for, decoded. */
  labels(operation: string): (request: WireRequest) => (label: string) => string;
}

function templateOf(operation: string, method: string, uri: string): Template {
  const [path = ''] = uri.split('?');
  const labels: string[] = [];
  const pieces = path.split(/\{([^}]+)\}/).map((piece, at) => {
    if (at % 2 === 0) return piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const greedy = piece.endsWith('+');
    labels.push(greedy ? piece.slice(0, -1) : piece);
    return greedy ? '(.+)' : '([^/]+)';
  });
  return {
    operation,
    method,
    pattern: new RegExp(`^${pieces.join('')}$`),
    labels,
    literal: path.replace(/\{[^}]+\}/g, '').length,
  };
}

export function restPaths(model: ServiceModel): RestPaths {
  const templates = Object.values(model.operations)
    .map(({ name, http }) => templateOf(name, http.method, http.requestUri))
    .sort((a, b) => b.literal - a.literal);
  const byOperation = new Map(templates.map((template) => [template.operation, template]));
  return {
    route: ({ method, path }) => templates.find((each) => each.method === method && each.pattern.test(path))?.operation,
    labels: (operation) => {
      const template = byOperation.get(operation);
      return ({ path }) => {
        const found = template?.pattern.exec(path);
        return (label) => decoded(found?.[(template?.labels.indexOf(label) ?? -1) + 1] ?? '');
      };
    },
  };
}
