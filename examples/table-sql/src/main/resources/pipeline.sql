CREATE TABLE requests (
  tenant STRING,
  status INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '1' SECOND
) WITH (
  'connector' = 'kinesis',
  'stream' = '${input.stream}',
  'aws.region' = '${aws.region}',
  'scan.stream.initpos' = 'TRIM_HORIZON',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
);

CREATE TABLE per_minute (
  tenant STRING,
  minute_start TIMESTAMP(3),
  requests BIGINT,
  failed BIGINT
) WITH (
  'connector' = 'kinesis',
  'stream' = '${output.stream}',
  'aws.region' = '${aws.region}',
  'sink.flush-buffer.timeout' = '1000',
  'format' = 'json'
);

INSERT INTO per_minute
SELECT tenant, window_start, COUNT(*), COUNT(*) FILTER (WHERE status >= 500)
FROM TABLE(TUMBLE(TABLE requests, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
GROUP BY tenant, window_start, window_end;
