package millrace.sdk;

import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.auth.BasicSessionCredentials;
import com.amazonaws.services.identitymanagement.AmazonIdentityManagement;
import com.amazonaws.services.identitymanagement.AmazonIdentityManagementClientBuilder;
import com.amazonaws.services.identitymanagement.model.AccessKey;
import com.amazonaws.services.identitymanagement.model.CreateAccessKeyRequest;
import com.amazonaws.services.identitymanagement.model.CreateRoleRequest;
import com.amazonaws.services.identitymanagement.model.CreateUserRequest;
import com.amazonaws.services.identitymanagement.model.DeleteAccessKeyRequest;
import com.amazonaws.services.identitymanagement.model.DeleteRolePolicyRequest;
import com.amazonaws.services.identitymanagement.model.DeleteRoleRequest;
import com.amazonaws.services.identitymanagement.model.DeleteUserPolicyRequest;
import com.amazonaws.services.identitymanagement.model.DeleteUserRequest;
import com.amazonaws.services.identitymanagement.model.PutRolePolicyRequest;
import com.amazonaws.services.identitymanagement.model.PutUserPolicyRequest;
import com.amazonaws.services.kinesis.AmazonKinesis;
import com.amazonaws.services.kinesis.AmazonKinesisClientBuilder;
import com.amazonaws.services.kinesisanalyticsv2.AmazonKinesisAnalyticsV2;
import com.amazonaws.services.kinesisanalyticsv2.AmazonKinesisAnalyticsV2ClientBuilder;
import com.amazonaws.services.kinesisanalyticsv2.model.ApplicationCodeConfiguration;
import com.amazonaws.services.kinesisanalyticsv2.model.ApplicationConfiguration;
import com.amazonaws.services.kinesisanalyticsv2.model.ApplicationConfigurationUpdate;
import com.amazonaws.services.kinesisanalyticsv2.model.ApplicationDetail;
import com.amazonaws.services.kinesisanalyticsv2.model.CodeContent;
import com.amazonaws.services.kinesisanalyticsv2.model.CreateApplicationRequest;
import com.amazonaws.services.kinesisanalyticsv2.model.DeleteApplicationRequest;
import com.amazonaws.services.kinesisanalyticsv2.model.DescribeApplicationRequest;
import com.amazonaws.services.kinesisanalyticsv2.model.EnvironmentProperties;
import com.amazonaws.services.kinesisanalyticsv2.model.EnvironmentPropertyUpdates;
import com.amazonaws.services.kinesisanalyticsv2.model.ListApplicationsRequest;
import com.amazonaws.services.kinesisanalyticsv2.model.PropertyGroup;
import com.amazonaws.services.kinesisanalyticsv2.model.S3ContentLocation;
import com.amazonaws.services.kinesisanalyticsv2.model.UpdateApplicationRequest;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import com.amazonaws.services.securitytoken.AWSSecurityTokenService;
import com.amazonaws.services.securitytoken.AWSSecurityTokenServiceClientBuilder;
import com.amazonaws.services.securitytoken.model.AssumeRoleRequest;
import com.amazonaws.services.securitytoken.model.GetCallerIdentityRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/** Who may do what, and applications, through the first SDK. */
final class FirstControlScenes {
  static Map<String, Object> identity(String run) {
    Map<String, Object> facts = new LinkedHashMap<>();
    AmazonIdentityManagement iam = First.client(AmazonIdentityManagementClientBuilder.standard());
    AWSSecurityTokenService sts = First.client(AWSSecurityTokenServiceClientBuilder.standard());
    String user = run + "-user";
    String role = run + "-role";
    String account = sts.getCallerIdentity(new GetCallerIdentityRequest()).getAccount();
    iam.createUser(new CreateUserRequest(user));
    AccessKey key = iam.createAccessKey(new CreateAccessKeyRequest(user)).getAccessKey();
    String trust = ControlScenes.document("\"Principal\":{\"AWS\":\"" + account + "\"},\"Action\":\"sts:AssumeRole\"");
    String arn =
        iam.createRole(new CreateRoleRequest().withRoleName(role).withAssumeRolePolicyDocument(trust)).getRole().getArn();
    iam.putUserPolicy(new PutUserPolicyRequest(user, "assume", ControlScenes.allow("sts:AssumeRole", arn)));
    iam.putRolePolicy(
        new PutRolePolicyRequest()
            .withRoleName(role)
            .withPolicyName("list")
            .withPolicyDocument(ControlScenes.allow("kinesis:ListStreams", "*")));
    AWSSecurityTokenService asUser =
        First.client(
            AWSSecurityTokenServiceClientBuilder.standard(),
            new BasicAWSCredentials(key.getAccessKeyId(), key.getSecretAccessKey()));
    var session = asUser.assumeRole(new AssumeRoleRequest().withRoleArn(arn).withRoleSessionName("session"));
    var given = session.getCredentials();
    var credentials =
        new BasicSessionCredentials(given.getAccessKeyId(), given.getSecretAccessKey(), given.getSessionToken());
    AmazonKinesis kinesis = First.client(AmazonKinesisClientBuilder.standard(), credentials);
    AmazonS3 s3 = First.client(AmazonS3ClientBuilder.standard(), credentials);
    Refusal denied = First.refusal(() -> kinesis.createStream(run + "-denied", 1));
    facts.put("account", account.matches("\\d{12}"));
    facts.put("session", session.getAssumedRoleUser().getArn().endsWith(":assumed-role/" + role + "/session"));
    facts.put("allowed", kinesis.listStreams().getStreamNames() != null);
    facts.put("denied", denied.code);
    facts.put("reason", denied.message);
    facts.put("deniedByS3", First.refusal(s3::listBuckets).code);
    iam.deleteRolePolicy(new DeleteRolePolicyRequest().withRoleName(role).withPolicyName("list"));
    iam.deleteRole(new DeleteRoleRequest().withRoleName(role));
    iam.deleteUserPolicy(new DeleteUserPolicyRequest(user, "assume"));
    iam.deleteAccessKey(new DeleteAccessKeyRequest(user, key.getAccessKeyId()));
    iam.deleteUser(new DeleteUserRequest(user));
    return facts;
  }

  static Map<String, Object> analytics(String run) throws InterruptedException {
    Map<String, Object> facts = new LinkedHashMap<>();
    String name = run + "-application";
    String bucket = run + "-code";
    String role = run + "-execution";
    AmazonKinesisAnalyticsV2 client = First.client(AmazonKinesisAnalyticsV2ClientBuilder.standard());
    AmazonS3 s3 = First.client(AmazonS3ClientBuilder.standard());
    AmazonIdentityManagement iam = First.client(AmazonIdentityManagementClientBuilder.standard());
    s3.createBucket(bucket);
    s3.putObject(bucket, "app.jar", "a JAR in name only");
    String service = "\"Principal\":{\"Service\":\"kinesisanalytics.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"";
    String arn =
        iam.createRole(
                new CreateRoleRequest()
                    .withRoleName(role)
                    .withAssumeRolePolicyDocument(ControlScenes.document(service)))
            .getRole()
            .getArn();
    iam.putRolePolicy(
        new PutRolePolicyRequest()
            .withRoleName(role)
            .withPolicyName("code")
            .withPolicyDocument(ControlScenes.allow("s3:GetObject*", "*")));
    CreateApplicationRequest application = application(name, arn, bucket);
    client.createApplication(application);
    DescribeApplicationRequest describe = new DescribeApplicationRequest().withApplicationName(name);
    ApplicationDetail detail = client.describeApplication(describe).getApplicationDetail();
    facts.put("status", detail.getApplicationStatus());
    facts.put("runtime", detail.getRuntimeEnvironment());
    facts.put("version", detail.getApplicationVersionId());
    facts.put(
        "property",
        detail
            .getApplicationConfigurationDescription()
            .getEnvironmentPropertyDescriptions()
            .getPropertyGroupDescriptions()
            .get(0)
            .getPropertyMap()
            .get("stream"));
    facts.put(
        "listed",
        client.listApplications(new ListApplicationsRequest().withLimit(50)).getApplicationSummaries().stream()
            .anyMatch(summary -> summary.getApplicationName().equals(name)));
    facts.put("again", First.refusal(() -> client.createApplication(application)).code);
    EnvironmentPropertyUpdates change = new EnvironmentPropertyUpdates().withPropertyGroups(group("returns"));
    facts.put(
        "updated",
        client
            .updateApplication(
                new UpdateApplicationRequest()
                    .withApplicationName(name)
                    .withCurrentApplicationVersionId(1L)
                    .withApplicationConfigurationUpdate(
                        new ApplicationConfigurationUpdate().withEnvironmentPropertyUpdates(change)))
            .getApplicationDetail()
            .getApplicationVersionId());
    client.deleteApplication(
        new DeleteApplicationRequest().withApplicationName(name).withCreateTimestamp(detail.getCreateTimestamp()));
    String gone = "";
    for (int tries = 0; tries < 100 && !gone.equals("ResourceNotFoundException"); tries++) {
      gone = First.refusal(() -> client.describeApplication(describe)).code;
      if (!gone.equals("ResourceNotFoundException")) Thread.sleep(100);
    }
    facts.put("gone", gone);
    iam.deleteRolePolicy(new DeleteRolePolicyRequest().withRoleName(role).withPolicyName("code"));
    iam.deleteRole(new DeleteRoleRequest().withRoleName(role));
    s3.deleteObject(bucket, "app.jar");
    s3.deleteBucket(bucket);
    return facts;
  }

  private static CreateApplicationRequest application(String name, String role, String bucket) {
    S3ContentLocation location = new S3ContentLocation().withBucketARN("arn:aws:s3:::" + bucket).withFileKey("app.jar");
    return new CreateApplicationRequest()
        .withApplicationName(name)
        .withRuntimeEnvironment("FLINK-1_20")
        .withServiceExecutionRole(role)
        .withApplicationConfiguration(
            new ApplicationConfiguration()
                .withApplicationCodeConfiguration(
                    new ApplicationCodeConfiguration()
                        .withCodeContentType("ZIPFILE")
                        .withCodeContent(new CodeContent().withS3ContentLocation(location)))
                .withEnvironmentProperties(new EnvironmentProperties().withPropertyGroups(group("orders"))));
  }

  private static PropertyGroup group(String stream) {
    return new PropertyGroup().withPropertyGroupId("g").withPropertyMap(Map.of("stream", stream));
  }

  private FirstControlScenes() {}
}
