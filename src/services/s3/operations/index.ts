import type { Operations } from '#api/s3';
import { type OperationTable, unsupported } from '#core';
import type { S3Deps } from '../deps.ts';
import { abortMultipartUpload } from './abort-multipart-upload.ts';
import { completeMultipartUpload } from './complete-multipart-upload.ts';
import { copyObject } from './copy-object.ts';
import { createBucket } from './create-bucket.ts';
import { createMultipartUpload } from './create-multipart-upload.ts';
import { deleteBucket } from './delete-bucket.ts';
import { deleteBucketEncryption } from './delete-bucket-encryption.ts';
import { deleteBucketOwnershipControls } from './delete-bucket-ownership-controls.ts';
import { deleteBucketPolicy } from './delete-bucket-policy.ts';
import { deleteBucketTagging } from './delete-bucket-tagging.ts';
import { deleteObject } from './delete-object.ts';
import { deleteObjectTagging } from './delete-object-tagging.ts';
import { deleteObjects } from './delete-objects.ts';
import { deletePublicAccessBlock } from './delete-public-access-block.ts';
import { getBucketAccelerateConfiguration } from './get-bucket-accelerate-configuration.ts';
import { getBucketAcl } from './get-bucket-acl.ts';
import { getBucketCors } from './get-bucket-cors.ts';
import { getBucketEncryption } from './get-bucket-encryption.ts';
import { getBucketLocation } from './get-bucket-location.ts';
import { getBucketLogging } from './get-bucket-logging.ts';
import { getBucketNotificationConfiguration } from './get-bucket-notification-configuration.ts';
import { getBucketOwnershipControls } from './get-bucket-ownership-controls.ts';
import { getBucketPolicy } from './get-bucket-policy.ts';
import { getBucketPolicyStatus } from './get-bucket-policy-status.ts';
import { getBucketReplication } from './get-bucket-replication.ts';
import { getBucketRequestPayment } from './get-bucket-request-payment.ts';
import { getBucketTagging } from './get-bucket-tagging.ts';
import { getBucketVersioning } from './get-bucket-versioning.ts';
import { getBucketWebsite } from './get-bucket-website.ts';
import { getObject } from './get-object.ts';
import { getObjectAcl } from './get-object-acl.ts';
import { getObjectAttributes } from './get-object-attributes.ts';
import { getObjectLockConfiguration } from './get-object-lock-configuration.ts';
import { getObjectTagging } from './get-object-tagging.ts';
import { getPublicAccessBlock } from './get-public-access-block.ts';
import { headBucket } from './head-bucket.ts';
import { headObject } from './head-object.ts';
import { listBucketAnalyticsConfigurations } from './list-bucket-analytics-configurations.ts';
import { listBucketIntelligentTieringConfigurations } from './list-bucket-intelligent-tiering-configurations.ts';
import { listBucketInventoryConfigurations } from './list-bucket-inventory-configurations.ts';
import { listBucketMetricsConfigurations } from './list-bucket-metrics-configurations.ts';
import { listBuckets } from './list-buckets.ts';
import { listMultipartUploads } from './list-multipart-uploads.ts';
import { listObjectVersions } from './list-object-versions.ts';
import { listObjects } from './list-objects.ts';
import { listObjectsV2 } from './list-objects-v2.ts';
import { listParts } from './list-parts.ts';
import { putBucketAcl } from './put-bucket-acl.ts';
import { putBucketEncryption } from './put-bucket-encryption.ts';
import { putBucketOwnershipControls } from './put-bucket-ownership-controls.ts';
import { putBucketPolicy } from './put-bucket-policy.ts';
import { putBucketTagging } from './put-bucket-tagging.ts';
import { putBucketVersioning } from './put-bucket-versioning.ts';
import { putObject } from './put-object.ts';
import { putObjectAcl } from './put-object-acl.ts';
import { putObjectTagging } from './put-object-tagging.ts';
import { putPublicAccessBlock } from './put-public-access-block.ts';
import { uploadPart } from './upload-part.ts';
import { uploadPartCopy } from './upload-part-copy.ts';

/** Every operation of the model: what it does, or why it does nothing. */
export const operations = {
  AbortMultipartUpload: abortMultipartUpload,
  CompleteMultipartUpload: completeMultipartUpload,
  CopyObject: copyObject,
  CreateBucket: createBucket,
  CreateBucketMetadataConfiguration: unsupported('not built yet'),
  CreateBucketMetadataTableConfiguration: unsupported('not built yet'),
  CreateMultipartUpload: createMultipartUpload,
  CreateSession: unsupported('not built yet'),
  DeleteBucket: deleteBucket,
  DeleteBucketAnalyticsConfiguration: unsupported('not built yet'),
  DeleteBucketCors: unsupported('not built yet'),
  DeleteBucketEncryption: deleteBucketEncryption,
  DeleteBucketIntelligentTieringConfiguration: unsupported('not built yet'),
  DeleteBucketInventoryConfiguration: unsupported('not built yet'),
  DeleteBucketLifecycle: unsupported('not built yet'),
  DeleteBucketMetadataConfiguration: unsupported('not built yet'),
  DeleteBucketMetadataTableConfiguration: unsupported('not built yet'),
  DeleteBucketMetricsConfiguration: unsupported('not built yet'),
  DeleteBucketOwnershipControls: deleteBucketOwnershipControls,
  DeleteBucketPolicy: deleteBucketPolicy,
  DeleteBucketReplication: unsupported('not built yet'),
  DeleteBucketTagging: deleteBucketTagging,
  DeleteBucketWebsite: unsupported('not built yet'),
  DeleteObject: deleteObject,
  DeleteObjectAnnotation: unsupported('not built yet'),
  DeleteObjectTagging: deleteObjectTagging,
  DeleteObjects: deleteObjects,
  DeletePublicAccessBlock: deletePublicAccessBlock,
  GetBucketAbac: unsupported('not built yet'),
  GetBucketAccelerateConfiguration: getBucketAccelerateConfiguration,
  GetBucketAcl: getBucketAcl,
  GetBucketAnalyticsConfiguration: unsupported('not built yet'),
  GetBucketCors: getBucketCors,
  GetBucketEncryption: getBucketEncryption,
  GetBucketIntelligentTieringConfiguration: unsupported('not built yet'),
  GetBucketInventoryConfiguration: unsupported('not built yet'),
  GetBucketLifecycle: unsupported('not built yet'),
  GetBucketLifecycleConfiguration: unsupported('not built yet'),
  GetBucketLocation: getBucketLocation,
  GetBucketLogging: getBucketLogging,
  GetBucketMetadataConfiguration: unsupported('not built yet'),
  GetBucketMetadataTableConfiguration: unsupported('not built yet'),
  GetBucketMetricsConfiguration: unsupported('not built yet'),
  GetBucketNotification: unsupported('not built yet'),
  GetBucketNotificationConfiguration: getBucketNotificationConfiguration,
  GetBucketOwnershipControls: getBucketOwnershipControls,
  GetBucketPolicy: getBucketPolicy,
  GetBucketPolicyStatus: getBucketPolicyStatus,
  GetBucketReplication: getBucketReplication,
  GetBucketRequestPayment: getBucketRequestPayment,
  GetBucketTagging: getBucketTagging,
  GetBucketVersioning: getBucketVersioning,
  GetBucketWebsite: getBucketWebsite,
  GetObject: getObject,
  GetObjectAcl: getObjectAcl,
  GetObjectAnnotation: unsupported('not built yet'),
  GetObjectAttributes: getObjectAttributes,
  GetObjectLegalHold: unsupported('not built yet'),
  GetObjectLockConfiguration: getObjectLockConfiguration,
  GetObjectRetention: unsupported('not built yet'),
  GetObjectTagging: getObjectTagging,
  GetObjectTorrent: unsupported('not built yet'),
  GetPublicAccessBlock: getPublicAccessBlock,
  HeadBucket: headBucket,
  HeadObject: headObject,
  ListBucketAnalyticsConfigurations: listBucketAnalyticsConfigurations,
  ListBucketIntelligentTieringConfigurations: listBucketIntelligentTieringConfigurations,
  ListBucketInventoryConfigurations: listBucketInventoryConfigurations,
  ListBucketMetricsConfigurations: listBucketMetricsConfigurations,
  ListBuckets: listBuckets,
  ListDirectoryBuckets: unsupported('not built yet'),
  ListMultipartUploads: listMultipartUploads,
  ListObjectAnnotations: unsupported('not built yet'),
  ListObjectVersions: listObjectVersions,
  ListObjects: listObjects,
  ListObjectsV2: listObjectsV2,
  ListParts: listParts,
  PutBucketAbac: unsupported('not built yet'),
  PutBucketAccelerateConfiguration: unsupported('not built yet'),
  PutBucketAcl: putBucketAcl,
  PutBucketAnalyticsConfiguration: unsupported('not built yet'),
  PutBucketCors: unsupported('not built yet'),
  PutBucketEncryption: putBucketEncryption,
  PutBucketIntelligentTieringConfiguration: unsupported('not built yet'),
  PutBucketInventoryConfiguration: unsupported('not built yet'),
  PutBucketLifecycle: unsupported('not built yet'),
  PutBucketLifecycleConfiguration: unsupported('not built yet'),
  PutBucketLogging: unsupported('not built yet'),
  PutBucketMetricsConfiguration: unsupported('not built yet'),
  PutBucketNotification: unsupported('not built yet'),
  PutBucketNotificationConfiguration: unsupported('not built yet'),
  PutBucketOwnershipControls: putBucketOwnershipControls,
  PutBucketPolicy: putBucketPolicy,
  PutBucketReplication: unsupported('not built yet'),
  PutBucketRequestPayment: unsupported('not built yet'),
  PutBucketTagging: putBucketTagging,
  PutBucketVersioning: putBucketVersioning,
  PutBucketWebsite: unsupported('not built yet'),
  PutObject: putObject,
  PutObjectAcl: putObjectAcl,
  PutObjectAnnotation: unsupported('not built yet'),
  PutObjectLegalHold: unsupported('not built yet'),
  PutObjectLockConfiguration: unsupported('not built yet'),
  PutObjectRetention: unsupported('not built yet'),
  PutObjectTagging: putObjectTagging,
  PutPublicAccessBlock: putPublicAccessBlock,
  RenameObject: unsupported('not built yet'),
  RestoreObject: unsupported('not built yet'),
  SelectObjectContent: unsupported('not built yet'),
  UpdateBucketMetadataAnnotationTableConfiguration: unsupported('not built yet'),
  UpdateBucketMetadataInventoryTableConfiguration: unsupported('not built yet'),
  UpdateBucketMetadataJournalTableConfiguration: unsupported('not built yet'),
  UpdateObjectEncryption: unsupported('not built yet'),
  UploadPart: uploadPart,
  UploadPartCopy: uploadPartCopy,
  WriteGetObjectResponse: unsupported('not built yet'),
} satisfies OperationTable<Operations, S3Deps>;
