const under = (prefix: string, names: string): string[] => names.split(/\s+/).map((name) => `${prefix}${name}`);

/**
 * What a program may set although it may not change the cluster's configuration: SQL and Table programs cannot run without.
 * aws: the whole list — developer guide, programmatic-configuration
 */
const ALLOWED = [
  'execution.runtime-mode',
  ...under(
    'pipeline.',
    `auto-generate-uids auto-watermark-interval cached-files classpaths closure-cleaner-level force-avro force-kryo generic-types
    global-job-parameters jars jobvertex-parallelism-overrides max-parallelism name object-reuse
    operator-chaining.chain-operators-with-different-max-parallelism operator-chaining.enabled serialization-config
    vertex-description-mode vertex-name-include-index-prefix watermark-alignment.allow-unaligned-source-splits`,
  ),
  ...under('taskmanager.network.adaptive-partitioner.', 'enabled max-traverse-size'),
  ...under(
    'python.',
    `execution-mode operator-chaining.enabled job-options internal.archives-key-map internal.files-key-map
    internal.requirements-file-key`,
  ),
  ...under(
    'table.exec.',
    `async-lookup.buffer-capacity async-lookup.key-ordered-enabled async-lookup.output-mode async-lookup.timeout
    async-ml-predict.max-concurrent-operations async-ml-predict.output-mode async-ml-predict.timeout
    async-scalar.max-concurrent-operations async-scalar.max-attempts async-scalar.retry-delay async-scalar.retry-strategy
    async-scalar.timeout async-state.enabled async-table.max-concurrent-operations async-table.max-retries async-table.retry-delay
    async-table.retry-strategy async-table.timeout async-vector-search.max-concurrent-operations async-vector-search.output-mode
    async-vector-search.timeout deduplicate.insert-update-after-sensitive-enabled deduplicate.mini-batch.compact-changes-enabled
    delta-join.cache-enabled disabled-operators iceberg.use-v2-sink interval-join.min-cleanup-interval legacy-cast-behaviour
    local-hash-agg.adaptive.distinct-value-rate-threshold local-hash-agg.adaptive.enabled
    local-hash-agg.adaptive.sampling-threshold mini-batch.allow-latency mini-batch.enabled mini-batch.size
    operator-fusion-codegen.enabled simplify-operator-name-enabled sink.keyed-shuffle sink.nested-constraint-enforcer
    sink.not-null-enforcer sink.rowtime-inserter sink.type-length-enforcer sink.upsert-materialize
    sink.upsert-materialize-strategy.adaptive.threshold.high sink.upsert-materialize-strategy.adaptive.threshold.low
    sink.upsert-materialize-strategy.type sort.async-merge-enabled sort.default-limit sort.max-num-file-handles
    source.cdc-events-duplicate source.idle-timeout spill-compression.block-size spill-compression.enabled state.ttl uid.format
    uid.generation unbounded-over.version window-agg.buffer-size-limit`,
  ),
  ...under(
    'table.optimizer.',
    `agg-phase-strategy adaptive-broadcast-join.strategy bushy-join-reorder-threshold delta-join.strategy
    distinct-agg.split.bucket-num distinct-agg.split.enabled dynamic-filtering.enabled incremental-agg-enabled join-reorder-enabled
    multi-join.enabled multiple-input-enabled non-deterministic-update.strategy reuse-optimize-block-with-digest-enabled
    reuse-sink-enabled reuse-source-enabled reuse-sub-plan-enabled runtime-filter.enabled skewed-join-optimization.skewed-factor
    skewed-join-optimization.skewed-threshold skewed-join-optimization.strategy source.report-statistics-enabled
    union-all-as-breakpoint-enabled`,
  ),
  ...under(
    'table.',
    `builtin-catalog-name builtin-database-name catalog-modification.listeners column-expansion-strategy display.max-column-width
    dml-sync dynamic-table-options.enabled generated-code.max-length legacy-nested-row-nullability local-time-zone
    plan.compile.catalog-objects plan.force-recompile plan.restore.catalog-objects rtas-ctas.atomicity-enabled sql-dialect`,
  ),
];

/** The planner notes these in the job's configuration by itself; no program sets them. */
const PLANNERS = under('__table.query-start.', 'epoch-time__ local-time__ current-database__');

/** aws: from 1.19 on a job that changes the cluster's configuration fails to start — developer guide, troubleshooting-job-configuration */
export const PROGRAM_CONFIG: Readonly<Record<string, string>> = {
  'execution.program-config.enabled': 'false',
  'execution.program-config.wildcards': [...ALLOWED, ...PLANNERS].join(';'),
};
