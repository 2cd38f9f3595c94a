package dev.flyball.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.cluster.ApiClient.Response;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class StatusReadsTest {
  private final TestingApiClient api = new TestingApiClient();
  private final StatusReads reads = new StatusReads(api);

  private static String path(int number) {
    return "/api/v1/namespaces/shop/configmaps/app-" + number + "-flyball-status";
  }

  private void put(int number) {
    ObjectNode object = JsonMapper.shared().createObjectNode();
    object.putObject("metadata").put("name", "app-" + number + "-flyball-status");
    object.putObject("data").put("n", Integer.toString(number));
    api.objects.put(path(number), object);
  }

  private List<Future<Response>> ask(int count) {
    List<Future<Response>> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      answers.add(reads.get(path(i)));
    }
    return answers;
  }

  private long lists() {
    return api.requests.stream().filter(r -> r.path().contains("labelSelector=")).count();
  }

  @Test
  void fewAreReadOneByOneSoManyAtATime() {
    api.hold();
    List<Future<Response>> answers = ask(100);
    assertThat(api.waiting()).isEqualTo(StatusReads.MAX_READS);
    api.releaseAll();
    assertThat(answers).allMatch(answer -> answer.result().status() == 404);
    assertThat(lists()).isZero();
  }

  @Test
  void manyAreReadInPages() {
    put(0);
    put(900);
    api.hold();
    List<Future<Response>> answers = ask(1_000);
    api.releaseAll();
    assertThat(answers).allMatch(Future::succeeded);
    assertThat(answers.get(0).result().status()).isEqualTo(200);
    assertThat(answers.get(900).result().body()).contains("\"n\":\"900\"");
    assertThat(answers.get(901).result().status()).isEqualTo(404);
    assertThat(lists()).as("pages").isPositive();
    assertThat(api.requests.size()).as("all requests").isLessThan(500);
  }

  @Test
  void whereAListIsRefusedEachIsRead() {
    put(900);
    api.refuseLists(403);
    api.hold();
    List<Future<Response>> answers = ask(1_000);
    api.releaseAll();
    assertThat(answers.get(900).result().status()).isEqualTo(200);
    assertThat(answers.get(901).result().status()).isEqualTo(404);
    assertThat(lists()).isEqualTo(1);
  }

  @Test
  void whatIsAnsweredWasReadAfterItWasAskedFor() {
    api.hold();
    ask(1_000);
    put(5);
    Future<Response> late = reads.get(path(5));
    api.releaseAll();
    assertThat(late.result().status()).isEqualTo(200);
  }
}
