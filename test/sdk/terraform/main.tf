# One of nearly everything that Terraform's AWS provider makes of the services here: `../terraform.test.ts`. `v` is what changes.
terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" {}
data "aws_caller_identity" "me" {}
data "aws_region" "here" {}
variable "v" { default = 1 }

# kinesis
resource "aws_kms_key" "k" {
  description             = "k${var.v}"
  deletion_window_in_days = 7
  enable_key_rotation     = true
  tags                    = { a = "b" }
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Principal = { AWS = "arn:aws:iam::000000000000:root" }, Action = "kms:*", Resource = "*" },
    {
      Effect    = "Allow", Principal = { Service = "logs.us-east-1.amazonaws.com" }, Resource = "*"
      Action    = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
      Condition = { ArnLike = { "kms:EncryptionContext:aws:logs:arn" = "arn:aws:logs:us-east-1:000000000000:log-group:/tf/*" } }
    },
    {
      Effect    = "Allow", Principal = { Service = "cloudtrail.amazonaws.com" }, Resource = "*"
      Action    = ["kms:GenerateDataKey*", "kms:DescribeKey"]
      Condition = { StringEquals = { "aws:SourceArn" = "arn:aws:cloudtrail:us-east-1:000000000000:trail/trail" } }
    },
  ] })
}
resource "aws_kms_alias" "k" {
  name          = "alias/k"
  target_key_id = aws_kms_key.k.key_id
}
resource "aws_kinesis_stream" "p" {
  name                = "p"
  shard_count         = var.v == 1 ? 1 : 2
  retention_period    = var.v == 1 ? 24 : 48
  shard_level_metrics = var.v == 1 ? ["IncomingBytes"] : ["IncomingBytes", "OutgoingBytes"]
  encryption_type     = "KMS"
  kms_key_id          = aws_kms_key.k.arn
  tags                = { env = "t${var.v}" }
}
resource "aws_kinesis_stream" "od" {
  name = "od"
  stream_mode_details { stream_mode = "ON_DEMAND" }
}
resource "aws_kinesis_stream_consumer" "c" {
  name       = "c"
  stream_arn = aws_kinesis_stream.p.arn
}
resource "aws_kinesis_resource_policy" "rp" {
  resource_arn = aws_kinesis_stream.od.arn
  policy       = jsonencode({ Version = "2012-10-17", Statement = [{ Sid = "x", Effect = "Allow", Principal = { AWS = data.aws_caller_identity.me.account_id }, Action = ["kinesis:DescribeStreamSummary", "kinesis:ListShards"], Resource = aws_kinesis_stream.od.arn }] })
}
# s3
resource "aws_s3_bucket" "b" {
  bucket        = "tf-b"
  force_destroy = true
  tags          = { a = "v${var.v}" }
}
resource "aws_s3_bucket_versioning" "b" {
  bucket = aws_s3_bucket.b.id
  versioning_configuration { status = "Enabled" }
}
resource "aws_s3_bucket_lifecycle_configuration" "b" {
  bucket = aws_s3_bucket.b.id
  rule {
    id     = "r"
    status = "Enabled"
    filter { prefix = "logs/" }
    expiration { days = 30 + var.v }
    noncurrent_version_expiration { noncurrent_days = 7 }
    abort_incomplete_multipart_upload { days_after_initiation = 3 }
    transition {
      days          = 30
      storage_class = "STANDARD_IA"
    }
  }
}
resource "aws_s3_bucket_server_side_encryption_configuration" "b" {
  bucket = aws_s3_bucket.b.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.k.arn
    }
    bucket_key_enabled = true
  }
}
resource "aws_s3_bucket_public_access_block" "b" {
  bucket                  = aws_s3_bucket.b.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
resource "aws_s3_bucket_ownership_controls" "b" {
  bucket = aws_s3_bucket.b.id
  rule { object_ownership = "BucketOwnerEnforced" }
}
resource "aws_s3_bucket_policy" "b" {
  bucket     = aws_s3_bucket.b.id
  policy     = jsonencode({ Version = "2012-10-17", Statement = [{ Sid = "tls", Effect = "Deny", Principal = "*", Action = "s3:PutObject", Resource = "${aws_s3_bucket.b.arn}/secret/*", Condition = { StringNotEquals = { "s3:x-amz-server-side-encryption" = "aws:kms" } } }] })
  depends_on = [aws_s3_bucket_public_access_block.b]
}
resource "aws_s3_bucket_cors_configuration" "b" {
  bucket = aws_s3_bucket.b.id
  cors_rule {
    allowed_methods = ["GET", "PUT"]
    allowed_origins = ["https://x.example"]
    allowed_headers = ["*"]
    expose_headers  = ["ETag"]
    max_age_seconds = 3000
  }
}
resource "aws_s3_bucket_website_configuration" "b" {
  bucket = aws_s3_bucket.b.id
  index_document { suffix = "index.html" }
}
resource "aws_s3_bucket_logging" "b" {
  bucket        = aws_s3_bucket.b.id
  target_bucket = aws_s3_bucket.l.id
  target_prefix = "log/"
}
resource "aws_s3_bucket" "l" {
  bucket              = "tf-l"
  object_lock_enabled = true
}
resource "aws_s3_bucket_object_lock_configuration" "l" {
  bucket = aws_s3_bucket.l.id
  rule {
    default_retention {
      mode = "GOVERNANCE"
      days = 1
    }
  }
}
resource "aws_s3_bucket_notification" "b" {
  bucket = aws_s3_bucket.b.id
  topic {
    topic_arn     = aws_sns_topic.t.arn
    events        = ["s3:ObjectCreated:*"]
    filter_suffix = ".log"
  }
}
resource "aws_s3_object" "o" {
  bucket  = aws_s3_bucket_versioning.b.bucket
  key     = "dir/ü x.txt"
  content = "v${var.v}"
  tags    = { x = "y" }
}
data "aws_s3_object" "o" {
  bucket = aws_s3_object.o.bucket
  key    = aws_s3_object.o.key
}
data "aws_s3_objects" "o" {
  bucket = aws_s3_object.o.bucket
}
resource "aws_s3_bucket_metric" "m" {
  bucket = aws_s3_bucket.b.id
  name   = "EntireBucket"
}
# iam
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["kinesisanalytics.amazonaws.com"]
    }
  }
}
data "aws_iam_policy" "ro" { name = "ReadOnlyAccess" }
resource "aws_iam_policy" "p" {
  name        = "p"
  path        = "/a/"
  description = "d"
  policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["kinesis:*"], Resource = "*" }, { Effect = "Allow", Action = "s3:List${var.v == 1 ? "*" : "Bucket"}", Resource = "*" }] })
  tags        = { a = "b" }
}
resource "aws_iam_role" "r" {
  name                 = "r"
  path                 = "/x/"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = "arn:aws:iam::aws:policy/AdministratorAccess"
  max_session_duration = 3600 * var.v
  tags                 = { v = var.v }
}
resource "aws_iam_role_policy_attachment" "a" {
  role       = aws_iam_role.r.name
  policy_arn = aws_iam_policy.p.arn
}
resource "aws_iam_role_policy_attachment" "ro" {
  role       = aws_iam_role.r.name
  policy_arn = data.aws_iam_policy.ro.arn
}
resource "aws_iam_user" "u" {
  name          = "u"
  force_destroy = true
  tags          = { t = "${var.v}" }
}
resource "aws_iam_access_key" "u" { user = aws_iam_user.u.name }
resource "aws_iam_user_policy" "u" {
  user   = aws_iam_user.u.name
  name   = "up"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }] })
}
resource "aws_iam_group" "g" { name = "g" }
resource "aws_iam_group_membership" "g" {
  name  = "m"
  group = aws_iam_group.g.name
  users = [aws_iam_user.u.name]
}
resource "aws_iam_group_policy_attachment" "g" {
  group      = aws_iam_group.g.name
  policy_arn = aws_iam_policy.p.arn
}
resource "aws_iam_instance_profile" "ip" {
  name = "ip"
  role = aws_iam_role.r.name
}
resource "aws_iam_openid_connect_provider" "o" {
  url             = "https://token.example.com"
  client_id_list  = ["sts.amazonaws.com"]
  thumbprint_list = ["cf23df2207d99a74fbe169e3eba035e633b65d94"]
}
resource "aws_iam_service_linked_role" "s" { aws_service_name = "autoscaling.amazonaws.com" }
resource "aws_iam_account_alias" "al" { account_alias = "tf-alias" }
# logs & cloudwatch & sns
resource "aws_cloudwatch_log_group" "lg" {
  name              = "/tf/lg"
  retention_in_days = var.v == 1 ? 7 : 14
  kms_key_id        = var.v == 1 ? aws_kms_key.k.arn : null
  tags              = { a = "${var.v}" }
}
resource "aws_cloudwatch_log_group" "keyed" {
  name       = "/tf/keyed"
  kms_key_id = var.v == 1 ? null : aws_kms_key.k.arn
}
resource "aws_cloudwatch_log_stream" "ls" {
  name           = "application"
  log_group_name = aws_cloudwatch_log_group.lg.name
}
resource "aws_cloudwatch_log_metric_filter" "mf" {
  name           = "mf"
  log_group_name = aws_cloudwatch_log_group.lg.name
  pattern        = "ERROR"
  metric_transformation {
    name          = "errors"
    namespace     = "App"
    value         = "1"
    default_value = "0"
  }
}
resource "aws_cloudwatch_log_subscription_filter" "sf" {
  name            = "sf"
  log_group_name  = aws_cloudwatch_log_group.lg.name
  filter_pattern  = ""
  destination_arn = aws_kinesis_stream.od.arn
  role_arn        = aws_iam_role.logs.arn
  depends_on      = [aws_iam_role_policy.logs]
}
resource "aws_iam_role" "logs" {
  name               = "logs"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "logs.amazonaws.com" } }] })
}
resource "aws_iam_role_policy" "logs" {
  role   = aws_iam_role.logs.id
  name   = "w"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "kinesis:PutRecord*", Resource = "*" }] })
}
resource "aws_cloudwatch_metric_alarm" "a" {
  alarm_name          = "a"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 2
  metric_name         = "downtime"
  namespace           = "AWS/KinesisAnalytics"
  period              = 60
  statistic           = "Average"
  threshold           = var.v
  dimensions          = { Application = "tf" }
  alarm_actions       = [aws_sns_topic.t.arn]
  treat_missing_data  = "notBreaching"
  tags                = { a = "b" }
}
resource "aws_cloudwatch_metric_alarm" "m" {
  alarm_name          = "math"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  threshold           = 5
  metric_query {
    id          = "e"
    expression  = "a+b"
    return_data = true
    label       = "sum"
  }
  metric_query {
    id = "a"
    metric {
      metric_name = "x"
      namespace   = "App"
      period      = 60
      stat        = "Sum"
    }
  }
  metric_query {
    id = "b"
    metric {
      metric_name = "y"
      namespace   = "App"
      period      = 60
      stat        = "p99"
    }
  }
}
resource "aws_cloudwatch_composite_alarm" "c" {
  alarm_name = "comp"
  alarm_rule = "ALARM(${aws_cloudwatch_metric_alarm.a.alarm_name}) OR ALARM(${aws_cloudwatch_metric_alarm.m.alarm_name})"
}
resource "aws_cloudwatch_dashboard" "d" {
  dashboard_name = "d"
  dashboard_body = jsonencode({ widgets = [{ type = "text", x = 0, y = 0, width = 3, height = 3, properties = { markdown = "v${var.v}" } }] })
}
resource "aws_cloudwatch_query_definition" "q" {
  name            = "q"
  log_group_names = [aws_cloudwatch_log_group.lg.name]
  query_string    = "fields @message | limit ${var.v}"
}
resource "aws_sns_topic" "t" {
  name         = "t"
  display_name = "v${var.v}"
  tags         = { a = "b" }

  kms_master_key_id = var.v == 1 ? "alias/aws/sns" : aws_kms_key.k.id
}
resource "aws_sns_topic_policy" "t" {
  arn    = aws_sns_topic.t.arn
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = ["s3.amazonaws.com", "cloudwatch.amazonaws.com"] }, Action = "sns:Publish", Resource = aws_sns_topic.t.arn }] })
}
resource "aws_sns_topic_subscription" "e" {
  topic_arn = aws_sns_topic.t.arn
  protocol  = "email"
  endpoint  = "a@example.com"
}
resource "aws_s3_bucket" "trail" {
  bucket        = "tf-trail"
  force_destroy = true
}
resource "aws_s3_bucket_policy" "trail" {
  bucket = aws_s3_bucket.trail.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "cloudtrail.amazonaws.com" }, Action = "s3:GetBucketAcl", Resource = aws_s3_bucket.trail.arn }, { Effect = "Allow", Principal = { Service = "cloudtrail.amazonaws.com" }, Action = "s3:PutObject", Resource = "${aws_s3_bucket.trail.arn}/*" }] })
}
resource "aws_cloudtrail" "t" {
  name                          = "trail"
  s3_bucket_name                = aws_s3_bucket.trail.id
  enable_log_file_validation    = true
  kms_key_id                    = aws_kms_key.k.arn
  include_global_service_events = true
  event_selector {
    read_write_type           = "All"
    include_management_events = true
    data_resource {
      type   = "AWS::S3::Object"
      values = ["${aws_s3_bucket.b.arn}/"]
    }
  }
  depends_on = [aws_s3_bucket_policy.trail]
}
