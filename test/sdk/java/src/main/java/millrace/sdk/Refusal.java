package millrace.sdk;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** The error of a call that must fail. */
final class Refusal {
  static final Refusal NONE = new Refusal("nothing was refused", "");

  final String code;
  final String message;

  Refusal(String code, String message) {
    this.code = code;
    this.message = message;
  }

  static Refusal of(Runnable call) {
    try {
      call.run();
    } catch (AwsServiceException refused) {
      return new Refusal(refused.awsErrorDetails().errorCode(), refused.awsErrorDetails().errorMessage());
    }
    return NONE;
  }
}
