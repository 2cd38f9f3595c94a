package dev.flyball.minicluster.api;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Programmable answers of TokenReview and SubjectAccessReview. By default no token is known and all
 * is allowed.
 */
public final class Reviews {
  /** Who a token belongs to. */
  public record User(String name, String uid, List<String> groups) {
    public User {
      groups = List.copyOf(groups);
    }
  }

  private volatile Function<String, @Nullable User> tokens = token -> null;
  private volatile Function<JsonNode, Boolean> access = spec -> true;

  /** Who a token belongs to; null for tokens that are not valid. */
  public void tokens(Function<String, @Nullable User> answer) {
    tokens = answer;
  }

  /** Whether the {@code spec} of a SubjectAccessReview is allowed. */
  public void access(Function<JsonNode, Boolean> answer) {
    access = answer;
  }

  @Nullable User userOf(String token) {
    return tokens.apply(token);
  }

  ObjectNode answer(String plural, ObjectNode review) {
    return switch (plural) {
      case "tokenreviews" -> token(review);
      case "subjectaccessreviews", "selfsubjectaccessreviews" -> {
        boolean allowed = access.apply(review.path("spec"));
        ObjectNode status = review.putObject("status").put("allowed", allowed);
        if (!allowed) {
          status.put("reason", "not allowed by the minicluster's rules");
        }
        yield review;
      }
      default -> throw ApiException.noSuchPath();
    };
  }

  private ObjectNode token(ObjectNode review) {
    User user = tokens.apply(Json.text(review.path("spec"), "token"));
    ObjectNode status = review.putObject("status");
    if (user == null) {
      status.put("authenticated", false).put("error", "invalid bearer token");
      return review;
    }
    ObjectNode who = status.put("authenticated", true).putObject("user");
    who.put("username", user.name()).put("uid", user.uid());
    ArrayNode groups = who.putArray("groups");
    user.groups().forEach(groups::add);
    return review;
  }
}
