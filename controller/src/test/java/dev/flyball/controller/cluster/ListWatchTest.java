package dev.flyball.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.minicluster.api.ApiCall;
import dev.flyball.minicluster.api.ObjectApi;
import dev.flyball.minicluster.api.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;

class ListWatchTest {
  private final TestingTrust testing = new TestingTrust();
  private final ResourceType type = testing.type("", "v1", "configmaps");
  private final Told told = new Told();
  private final ListWatch<String> follow =
      new ListWatch<>(
          testing.api,
          testing.context,
          "/api/v1/namespaces/" + TestingTrust.NAMESPACE + "/configmaps",
          ListWatchTest::nameOf,
          told);

  /** What there is, as the listener has been told. */
  private static final class Told implements ListWatch.Listener<String> {
    final Set<String> names = new ConcurrentSkipListSet<>();
    final List<String> changes = new CopyOnWriteArrayList<>();
    final AtomicInteger lists = new AtomicInteger();
    private final List<String> listed = new ArrayList<>();
    private boolean listing;

    @Override
    public void listing() {
      listing = true;
      listed.clear();
    }

    @Override
    public void there(String name) {
      names.add(name);
      if (listing) {
        listed.add(name);
      } else {
        changes.add("+" + name);
      }
    }

    @Override
    public void gone(String namespace, String name) {
      names.remove(name);
      changes.add("-" + name);
    }

    @Override
    public void listed() {
      listing = false;
      names.retainAll(listed);
      lists.incrementAndGet();
    }
  }

  private static ObjectDecoder.Found<String> nameOf(JsonParser parser) {
    ObjectMetadata metadata = new ObjectMetadata();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      if (name.equals("metadata")) {
        metadata.read(parser);
      } else {
        JsonFields.skip(parser);
      }
    }
    return new ObjectDecoder.Found<>(
        metadata.namespace, metadata.name, metadata.version, () -> metadata.name);
  }

  private void apply(String name, String data) {
    testing.cluster.apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: %s, namespace: %s}
        data: {text: "%s"}
        """
            .formatted(name, TestingTrust.NAMESPACE, data));
  }

  private void delete(String name) {
    testing.cluster.objects().delete(type, TestingTrust.NAMESPACE, name, ObjectApi.Deletion.NOW);
  }

  private void start() {
    testing.context.runOnContext(v -> follow.start());
    TestingTrust.eventually("a list", () -> told.lists.get() == 1);
  }

  private static boolean watches(ApiCall call) {
    return call.verb().equals("watch") && call.resource().equals("configmaps");
  }

  private static boolean lists(ApiCall call) {
    return call.verb().equals("list") && call.resource().equals("configmaps");
  }

  @AfterEach
  void stop() {
    testing.context.runOnContext(v -> follow.close());
    testing.close();
  }

  @Test
  void tellsWhatIsThereAndThenWhatChanges() {
    apply("a", "1");
    apply("b", "1");
    start();
    assertThat(told.names).containsExactly("a", "b");
    apply("c", "1");
    apply("a", "2");
    delete("b");
    TestingTrust.eventually("changes", () -> told.changes.size() == 3);
    assertThat(told.changes).containsExactly("+c", "+a", "-b");
  }

  @Test
  void listsInPages() {
    for (int i = 0; i < 1_201; i++) {
      apply("cm-%04d".formatted(i), "");
    }
    start();
    assertThat(told.names).hasSize(1_201);
    assertThat(testing.cluster.requests().counts().get("list configmaps").requests()).isEqualTo(3);
  }

  @Test
  void takesAWatchUpWhereItWasCut() {
    apply("a", "1");
    start();
    testing.cluster.faults().dropWatches();
    apply("b", "1");
    delete("a");
    TestingTrust.eventually("changes", () -> told.changes.equals(List.of("+b", "-a")));
    assertThat(told.lists.get()).isEqualTo(1);
  }

  @Test
  void listsAnewWhatTheServerHasForgotten() {
    apply("a", "1");
    apply("b", "1");
    start();
    testing.cluster.faults().fail(ListWatchTest::watches, 410, 1);
    testing.cluster.faults().dropWatches();
    delete("a");
    apply("c", "1");
    TestingTrust.eventually("another list", () -> told.lists.get() == 2);
    TestingTrust.eventually("b and c", () -> told.names.equals(Set.of("b", "c")));
    apply("d", "1");
    TestingTrust.eventually("a change after it", () -> told.names.contains("d"));
  }

  @Test
  void triesUntilTheServerAnswers() {
    apply("a", "1");
    testing.cluster.faults().fail(ListWatchTest::lists, 403, 2);
    testing.cluster.faults().fail(ListWatchTest::watches, 403, 2);
    start();
    apply("b", "1");
    TestingTrust.eventually("b", () -> told.names.equals(Set.of("a", "b")));
  }
}
