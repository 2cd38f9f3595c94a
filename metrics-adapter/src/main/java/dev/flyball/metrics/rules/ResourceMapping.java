package dev.flyball.metrics.rules;

import dev.flyball.metrics.api.GroupResource;
import dev.flyball.metrics.rules.template.GoTemplate;
import dev.flyball.metrics.rules.template.TemplateException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** How labels name objects, both ways. */
final class ResourceMapping {
  private static final Set<String> FIELDS = Set.of("Group", "Resource");

  private final ResourceKinds kinds;
  private final Map<String, ResourceKind> kindByLabel;
  private final Map<GroupResource, String> labelByResource;
  private final @Nullable GoTemplate template;
  private final @Nullable GoRegex labels;

  private ResourceMapping(
      ResourceKinds kinds,
      Map<String, ResourceKind> kindByLabel,
      @Nullable GoTemplate template,
      @Nullable GoRegex labels) {
    this.kinds = kinds;
    this.kindByLabel = kindByLabel;
    this.template = template;
    this.labels = labels;
    labelByResource = new HashMap<>();
    kindByLabel.forEach((label, kind) -> labelByResource.putIfAbsent(kind.resource(), label));
  }

  static ResourceMapping compile(AdapterRule.Resources resources, ResourceKinds kinds)
      throws RuleException {
    Map<String, ResourceKind> overrides = new TreeMap<>();
    for (Map.Entry<String, AdapterRule.GroupResource> entry : resources.overrides().entrySet()) {
      overrides.put(entry.getKey(), kind(entry.getKey(), entry.getValue(), kinds));
    }
    String written = resources.template();
    if (written.isEmpty()) {
      return new ResourceMapping(kinds, overrides, null, null);
    }
    try {
      GoTemplate template = GoTemplate.parse(written, FIELDS);
      return new ResourceMapping(kinds, overrides, template, labels(template, written));
    } catch (TemplateException e) {
      throw new RuleException(
          "resources.template",
          e.expression() + ": " + e.getMessage(),
          "write a template such as \"kube_<<.Resource>>\"");
    }
  }

  private static ResourceKind kind(
      String label, AdapterRule.GroupResource resource, ResourceKinds kinds) throws RuleException {
    String field = "resources.overrides." + label;
    if (!label.matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
      throw new RuleException(field, "is no name of a label", "write letters, digits and _");
    }
    return kinds
        .find(resource.group(), resource.resource())
        .orElseThrow(
            () ->
                new RuleException(
                    field,
                    "the cluster has no resource "
                        + new GroupResource(resource.group(), resource.resource()),
                    "write a resource and its group, such as {group: apps, resource: deployment}"));
  }

  private static GoRegex labels(GoTemplate template, String written)
      throws TemplateException, RuleException {
    // A group may have several underscores, a resource has none.
    String expression =
        template.render(Map.of("Group", "(?P<group>.+)", "Resource", "(?P<resource>.+?)"));
    GoRegex labels = GoRegex.compile("resources.template", "^" + expression + "$");
    if (!labels.groups().contains("resource")) {
      throw new RuleException(
          "resources.template",
          "\"" + written + "\" does not name the resource",
          "add <<.Resource>>");
    }
    return labels;
  }

  /** The group as it can be part of a label's name. */
  static String asLabelPart(String group) {
    return group.replace('.', '_').replace('-', '_');
  }

  /** Whether no label names any resource. */
  boolean isEmpty() {
    return kindByLabel.isEmpty() && template == null;
  }

  /** The label that holds the names of such objects. */
  Optional<String> label(ResourceKind kind) {
    String label = labelByResource.get(kind.resource());
    if (label != null || template == null) {
      return Optional.ofNullable(label);
    }
    try {
      String group = asLabelPart(kind.resource().group());
      String name = template.render(Map.of("Group", group, "Resource", kind.singular()));
      return Optional.of(name).filter(text -> text.matches("[a-zA-Z_][a-zA-Z0-9_]*"));
    } catch (TemplateException e) {
      return Optional.empty();
    }
  }

  /** The kind of objects whose names a label holds; empty if it holds something else. */
  Optional<ResourceKind> kind(String label) {
    ResourceKind override = kindByLabel.get(label);
    if (override != null || labels == null) {
      return Optional.ofNullable(override);
    }
    Matcher match = labels.matcher(label);
    if (!match.find()) {
      return Optional.empty();
    }
    int group = labels.group("group");
    return kinds.find(group < 0 ? "" : match.group(group), match.group(labels.group("resource")));
  }
}
