import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;

/**
 * Runs scripts of SQL as they are, each in a session of its own. Each line of a file is how many rows the script's last statement
 * has, and the script, in base64. A topic has no end, so that no more rows are waited for.
 *
 * Prints of each row the script's place and JSON.
 */
public class FlinkSql {
  public static void main(String[] arguments) throws Exception {
    var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    var lines = Files.readAllLines(Path.of(arguments[0]));
    for (int script = 0; script < lines.size(); script++) {
      var words = lines.get(script).split(" ");
      var settings = new Configuration();
      settings.setString("parallelism.default", "1");
      settings.setString("rest.bind-port", "0");
      var session = TableEnvironment.create(EnvironmentSettings.newInstance().inStreamingMode().withConfiguration(settings).build());
      var statements = split(new String(Base64.getDecoder().decode(words[1]), StandardCharsets.UTF_8));
      for (var statement : statements.subList(0, statements.size() - 1)) session.executeSql(statement);
      var result = session.executeSql(statements.get(statements.size() - 1));
      var names = result.getResolvedSchema().getColumnNames();
      try (var rows = result.collect()) {
        for (int row = 0; row < Integer.parseInt(words[0]); row++) out.println(script + " " + toJson(names, rows.next()));
      }
    }
    System.exit(0);
  }

  /** Statements end with a semicolon that stands in no text and no comment. */
  private static List<String> split(String script) {
    var statements = new ArrayList<String>();
    var statement = new StringBuilder();
    var isQuoted = false;
    for (var line : script.split("\n")) {
      if (!isQuoted && line.startsWith("--")) continue;
      for (char each : line.toCharArray()) {
        if (each == '\'') isQuoted = !isQuoted;
        if (each == ';' && !isQuoted) {
          statements.add(statement.toString());
          statement.setLength(0);
        } else {
          statement.append(each);
        }
      }
      statement.append('\n');
    }
    if (!statement.toString().isBlank()) throw new IllegalStateException("Its last statement has no end.");
    return statements;
  }

  private static String toJson(List<String> names, Row row) {
    var fields = new ArrayList<String>();
    for (int index = 0; index < row.getArity(); index++) fields.add(quote(names.get(index)) + ":" + toJson(row.getField(index)));
    return "{" + String.join(",", fields) + "}";
  }

  private static String toJson(Object value) {
    if (value instanceof Object[] items) return toJson(List.of(items));
    if (value instanceof Collection<?> items) return items.stream().map(FlinkSql::toJson).collect(Collectors.joining(",", "[", "]"));
    return value instanceof String text ? quote(text) : String.valueOf(value);
  }

  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
