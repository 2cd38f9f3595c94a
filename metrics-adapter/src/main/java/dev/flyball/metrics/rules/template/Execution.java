package dev.flyball.metrics.rules.template;

import dev.flyball.metrics.rules.template.Node.Command;
import dev.flyball.metrics.rules.template.Node.Operand;
import dev.flyball.metrics.rules.template.Node.Pipeline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One run of a template over its data. */
final class Execution {
  private static final class Variable {
    final String name;
    Object value;

    Variable(String name, Object value) {
      this.name = name;
      this.value = value;
    }
  }

  private final StringBuilder out = new StringBuilder();
  private final Deque<Variable> variables = new ArrayDeque<>();
  private String source = "";

  /** A run whose dot, and {@code $}, is the data. */
  Execution(Map<String, ?> data) {
    variables.push(new Variable("$", data));
  }

  String run(List<Node> nodes, Map<String, ?> data) throws TemplateException {
    walk(nodes, data);
    return out.toString();
  }

  private void walk(List<Node> nodes, Object dot) throws TemplateException {
    for (Node node : nodes) {
      switch (node) {
        case Node.Text text -> out.append(text.text());
        case Node.Output output -> {
          Object value = value(output.pipeline(), dot);
          if (output.pipeline().variables().isEmpty()) {
            out.append(Values.print(value));
          }
        }
        case Node.Branch branch -> branch(branch, dot);
        case Node.Loop loop -> loop(loop, dot);
      }
    }
  }

  private void branch(Node.Branch branch, Object dot) throws TemplateException {
    int known = variables.size();
    Object value = value(branch.condition(), dot);
    if (Values.isTrue(value)) {
      walk(branch.then(), branch.movesDot() ? value : dot);
    } else {
      walk(branch.otherwise(), dot);
    }
    forget(known);
  }

  private void loop(Node.Loop loop, Object dot) throws TemplateException {
    int known = variables.size();
    Pipeline over = loop.over();
    Object value = value(new Pipeline(over.source(), List.of(), false, over.commands()), dot);
    List<Object> keys = new ArrayList<>();
    List<Object> elements = new ArrayList<>();
    switch (value) {
      case List<?> list -> {
        for (Object element : list) {
          keys.add((long) keys.size());
          elements.add(element);
        }
      }
      case Map<?, ?> map ->
          new TreeMap<Object, Object>(map)
              .forEach(
                  (key, element) -> {
                    keys.add(key);
                    elements.add(element);
                  });
      default -> throw TemplateException.wrong(over.source(), "range goes over a list or a map");
    }
    for (int i = 0; i < keys.size(); i++) {
      int before = variables.size();
      List<String> names = over.variables();
      if (names.size() == 2) {
        set(names.get(0), keys.get(i), over.declares());
        set(names.get(1), elements.get(i), over.declares());
      } else if (names.size() == 1) {
        set(names.get(0), elements.get(i), over.declares());
      }
      walk(loop.body(), elements.get(i));
      forget(before);
    }
    if (keys.isEmpty()) {
      walk(loop.otherwise(), dot);
    }
    forget(known);
  }

  private void forget(int known) {
    while (variables.size() > known) {
      variables.pop();
    }
  }

  private void set(String name, Object value, boolean declares) {
    if (declares) {
      variables.push(new Variable(name, value));
    } else {
      variable(name).value = value;
    }
  }

  private Variable variable(String name) {
    for (Variable variable : variables) {
      if (variable.name.equals(name)) {
        return variable;
      }
    }
    throw new IllegalStateException("the parser let an unknown variable pass: " + name);
  }

  private Object value(Pipeline pipeline, Object dot) throws TemplateException {
    Object value = null;
    for (Command command : pipeline.commands()) {
      source = pipeline.source();
      value = value(command, value, dot);
    }
    if (value == null) {
      throw new IllegalStateException("the parser let an empty pipeline pass");
    }
    for (String name : pipeline.variables()) {
      set(name, value, pipeline.declares());
    }
    return value;
  }

  private Object value(Command command, @Nullable Object piped, Object dot)
      throws TemplateException {
    Operand first = command.operands().getFirst();
    if (!(first instanceof Operand.Function function)) {
      return value(first, dot);
    }
    List<Operand> operands = command.operands().subList(1, command.operands().size());
    if (function.name().equals("and") || function.name().equals("or")) {
      return firstDeciding(function.name().equals("or"), operands, piped, dot);
    }
    List<Object> arguments = new ArrayList<>();
    for (Operand operand : operands) {
      arguments.add(value(operand, dot));
    }
    if (piped != null) {
      arguments.add(piped);
    }
    return new TemplateFunctions(source).call(function.name(), arguments);
  }

  /** The first argument whose truth decides, or the last one; those after it are not looked at. */
  private Object firstDeciding(
      boolean deciding, List<Operand> operands, @Nullable Object piped, Object dot)
      throws TemplateException {
    Object value = null;
    for (Operand operand : operands) {
      value = value(operand, dot);
      if (Values.isTrue(value) == deciding) {
        return value;
      }
    }
    Object last = piped == null ? value : piped;
    if (last == null) {
      throw TemplateException.wrong(source, "and and or take one argument or more");
    }
    return last;
  }

  private Object value(Operand operand, Object dot) throws TemplateException {
    return switch (operand) {
      case Operand.Field field -> field(dot, field.path());
      case Operand.Variable variable -> field(variable(variable.name()).value, variable.path());
      case Operand.Dot ignored -> dot;
      case Operand.Literal literal -> literal.value();
      case Operand.Nested nested -> field(value(nested.pipeline(), dot), nested.path());
      case Operand.Function function ->
          new TemplateFunctions(source).call(function.name(), List.of());
    };
  }

  private Object field(Object from, List<String> path) throws TemplateException {
    Object value = from;
    for (String name : path) {
      if (!(value instanceof Map<?, ?> map)) {
        throw TemplateException.wrong(source, "there is no field ." + name + " there");
      }
      Object entry = map.get(name);
      value = entry == null ? Values.NONE : entry;
    }
    return value;
  }
}
