package dev.flyball.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flyball.metrics.api.Caller;
import dev.flyball.metrics.api.RequestAttributes;
import dev.flyball.metrics.trust.AccessReviews.AccessAnswer;
import dev.flyball.metrics.trust.AccessReviews.TokenAnswer;
import dev.flyball.minicluster.api.Reviews;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiReviewsTest {
  private static final RequestAttributes PATH = RequestAttributes.nonResource("get", "/apis");

  private TestingTrust testing;
  private ApiReviews reviews;

  @BeforeEach
  void start() {
    testing = new TestingTrust();
    reviews = new ApiReviews(testing.api);
  }

  @AfterEach
  void stop() {
    testing.close();
  }

  @Test
  void asksWhoseATokenIs() {
    testing
        .cluster
        .reviews()
        .tokens(t -> t.equals("good") ? new Reviews.User("anna", "7", List.of("devs")) : null);
    assertThat(TestingTrust.await(reviews.token("good")))
        .isEqualTo(new TokenAnswer.Known(new Caller("anna", "7", List.of("devs"), Map.of())));
    assertThat(TestingTrust.await(reviews.token("bad")))
        .isEqualTo(new TokenAnswer.Refused("invalid bearer token"));
  }

  @Test
  void asksWhatACallerMayDo() {
    testing
        .cluster
        .reviews()
        .access(
            spec ->
                spec.path("user").asString("").equals("anna")
                    && spec.path("nonResourceAttributes")
                        .path("path")
                        .asString("")
                        .equals("/apis"));
    assertThat(TestingTrust.await(reviews.access(caller("anna"), PATH)).allowed()).isTrue();
    assertThat(TestingTrust.await(reviews.access(caller("bob"), PATH)))
        .isEqualTo(new AccessAnswer(false, "not allowed by the minicluster's rules"));
  }

  private static Caller caller(String user) {
    return new Caller(user, "", List.of("system:authenticated"), Map.of());
  }

  @Test
  void aRefusalSaysWhatIsMissingAndNothingOfTheToken() {
    testing.cluster.faults().fail(call -> call.path().contains("reviews"), 403, 2);
    assertThatThrownBy(() -> TestingTrust.await(reviews.token("secret-token")))
        .hasMessageContaining(
            "TokenReview was answered with HTTP 403; Flyball's service account needs the"
                + " ClusterRole system:auth-delegator")
        .hasMessageNotContaining("secret-token");
    assertThatThrownBy(() -> TestingTrust.await(reviews.access(caller("anna"), PATH)))
        .hasMessageContaining("SubjectAccessReview was answered with HTTP 403");
  }
}
