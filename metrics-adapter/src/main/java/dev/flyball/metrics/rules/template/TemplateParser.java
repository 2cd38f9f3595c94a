package dev.flyball.metrics.rules.template;

import dev.flyball.metrics.rules.template.Node.Command;
import dev.flyball.metrics.rules.template.Node.Operand;
import dev.flyball.metrics.rules.template.Node.Pipeline;
import dev.flyball.metrics.rules.template.Segment.Action;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Makes nodes of the segments of a template, and refuses what no data could make work. */
final class TemplateParser {
  private static final Set<String> UNSUPPORTED =
      Set.of("define", "template", "block", "break", "continue");

  private final List<Segment> segments;
  private final Set<String> fields;
  private final Deque<String> variables = new ArrayDeque<>();
  private int at;
  private int movedDots;

  /**
   * A parser of these segments.
   *
   * @param fields names of the fields that the data have
   */
  TemplateParser(List<Segment> segments, Set<String> fields) {
    this.segments = segments;
    this.fields = fields;
  }

  /** What ended a list of nodes: the end of the template, {@code end}, or {@code else}. */
  private record Stop(String keyword, TokenReader rest) {}

  private record Body(List<Node> nodes, Stop stop) {}

  List<Node> parse() throws TemplateException {
    Body body = body();
    if (!body.stop.keyword.isEmpty()) {
      throw body.stop.rest.wrong(body.stop.keyword + " ends nothing that was begun");
    }
    return body.nodes;
  }

  private Body body() throws TemplateException {
    int known = variables.size();
    List<Node> nodes = new ArrayList<>();
    while (at < segments.size()) {
      switch (segments.get(at++)) {
        case Segment.Text text -> nodes.add(new Node.Text(text.text()));
        case Action action -> {
          TokenReader tokens = new TokenReader(action);
          Token first = tokens.peek();
          String word = first.kind() == Token.Kind.NAME ? first.text() : "";
          if (word.equals("end") || word.equals("else")) {
            tokens.next();
            forget(known);
            return new Body(nodes, new Stop(word, tokens));
          }
          nodes.add(node(word, tokens));
        }
      }
    }
    return new Body(nodes, new Stop("", new TokenReader(new Action("", List.of()))));
  }

  private void forget(int known) {
    while (variables.size() > known) {
      variables.pop();
    }
  }

  private Node node(String word, TokenReader tokens) throws TemplateException {
    if (UNSUPPORTED.contains(word)) {
      throw tokens.wrong(word + " is not supported in rules");
    }
    if (!word.equals("if") && !word.equals("with") && !word.equals("range")) {
      Pipeline pipeline = pipeline(tokens, 1);
      tokens.expectEnd();
      return new Node.Output(pipeline);
    }
    tokens.next();
    return control(word, tokens);
  }

  private Node control(String word, TokenReader tokens) throws TemplateException {
    int known = variables.size();
    Pipeline head = pipeline(tokens, word.equals("range") ? 2 : 1);
    tokens.expectEnd();
    boolean moves = !word.equals("if");
    movedDots += moves ? 1 : 0;
    Body then = body();
    movedDots -= moves ? 1 : 0;
    List<Node> otherwise =
        then.stop.keyword.equals("else") ? otherwise(word, then.stop) : List.of();
    if (then.stop.keyword.isEmpty()) {
      throw tokens.wrong(word + " has no end");
    }
    if (then.stop.keyword.equals("end")) {
      then.stop.rest.expectEnd();
    }
    forget(known);
    return word.equals("range")
        ? new Node.Loop(head, then.nodes, otherwise)
        : new Node.Branch(moves, head, then.nodes, otherwise);
  }

  private List<Node> otherwise(String word, Stop otherwise) throws TemplateException {
    TokenReader rest = otherwise.rest;
    Token next = rest.peek();
    if (next.kind() == Token.Kind.NAME && next.text().equals(word) && !word.equals("range")) {
      rest.next();
      return List.of(control(word, rest));
    }
    rest.expectEnd();
    Body body = body();
    if (!body.stop.keyword.equals("end")) {
      throw rest.wrong("else has no end");
    }
    body.stop.rest.expectEnd();
    return body.nodes;
  }

  private Pipeline pipeline(TokenReader tokens, int mostVariables) throws TemplateException {
    List<String> targets = tokens.targets(mostVariables);
    boolean declares = !targets.isEmpty() && tokens.next().is(":=");
    List<Command> commands = new ArrayList<>();
    do {
      commands.add(command(tokens, !commands.isEmpty()));
    } while (tokens.skip("|"));
    for (String target : targets) {
      if (declares) {
        variables.push(target);
      } else {
        requireVariable(tokens, target);
      }
    }
    return new Pipeline(tokens.source(), targets, declares, commands);
  }

  private void requireVariable(TokenReader tokens, String name) throws TemplateException {
    if (!name.equals("$") && !variables.contains(name)) {
      throw tokens.wrong("there is no variable " + name);
    }
  }

  private Command command(TokenReader tokens, boolean piped) throws TemplateException {
    List<Operand> operands = new ArrayList<>();
    while (!tokens.endsCommand()) {
      operands.add(operand(tokens));
    }
    if (operands.isEmpty()) {
      throw tokens.wrong("a value is missing");
    }
    boolean function = operands.getFirst() instanceof Operand.Function;
    if (!function && (operands.size() > 1 || piped)) {
      throw tokens.wrong("only a function takes arguments");
    }
    return new Command(operands);
  }

  private Operand operand(TokenReader tokens) throws TemplateException {
    Token token = tokens.next();
    return switch (token.kind()) {
      case FIELD -> {
        List<String> path = tokens.path(token.text());
        if (movedDots == 0) {
          requireField(tokens, path.getFirst());
        }
        yield new Operand.Field(path);
      }
      case VARIABLE -> {
        requireVariable(tokens, token.text());
        List<String> path = tokens.path();
        if (token.text().equals("$") && !path.isEmpty()) {
          requireField(tokens, path.getFirst());
        }
        yield new Operand.Variable(token.text(), path);
      }
      case DOT -> new Operand.Dot();
      case STRING -> new Operand.Literal(token.text());
      case NUMBER -> new Operand.Literal(Long.valueOf(token.text()));
      case NAME -> named(tokens, token.text());
      case PUNCTUATION -> {
        if (!token.is("(")) {
          throw tokens.wrong(token.text() + " is out of place");
        }
        Pipeline inner = pipeline(tokens, 0);
        if (!tokens.skip(")")) {
          throw tokens.wrong("a parenthesis is not closed");
        }
        yield new Operand.Nested(inner, tokens.path());
      }
      case END -> throw tokens.wrong("a value is missing");
    };
  }

  private static Operand named(TokenReader tokens, String name) throws TemplateException {
    if (name.equals("true") || name.equals("false")) {
      return new Operand.Literal(Boolean.valueOf(name));
    }
    if (!TemplateFunctions.NAMES.contains(name)) {
      throw tokens.wrong(
          "there is no function "
              + name
              + "; there are "
              + String.join(", ", TemplateFunctions.NAMES.stream().sorted().toList()));
    }
    return new Operand.Function(name);
  }

  private void requireField(TokenReader tokens, String field) throws TemplateException {
    if (!fields.contains(field)) {
      throw tokens.wrong(
          "there is no field ."
              + field
              + "; there are ."
              + String.join(", .", fields.stream().sorted().toList()));
    }
  }
}
