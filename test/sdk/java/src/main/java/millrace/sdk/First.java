package millrace.sdk;

import com.amazonaws.AmazonServiceException;
import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.client.builder.AwsClientBuilder;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;

/** What clients of the first SDK for Java have in common. */
final class First {
  /** The first SDK does not read AWS_ENDPOINT_URL. */
  static <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
    String url = System.getenv("AWS_ENDPOINT_URL");
    return builder.withEndpointConfiguration(new EndpointConfiguration(url, System.getenv("AWS_REGION"))).build();
  }

  static <B extends AwsClientBuilder<B, C>, C> C client(B builder, AWSCredentials credentials) {
    return client(builder.withCredentials(new AWSStaticCredentialsProvider(credentials)));
  }

  static Refusal refusal(Runnable call) {
    try {
      call.run();
    } catch (AmazonServiceException refused) {
      return new Refusal(refused.getErrorCode(), refused.getErrorMessage());
    }
    return Refusal.NONE;
  }

  private First() {}
}
