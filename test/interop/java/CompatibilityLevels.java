import io.confluent.kafka.schemaregistry.CompatibilityChecker;
import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;

/**
 * For each line of a file, a schema and then the versions of its subject, ascending, each in base64, prints the compatibility levels at
 * which Confluent's registry takes the schema, in the order of their names; or `refused` and the reason.
 */
public class CompatibilityLevels {
  public static void main(String[] arguments) throws IOException {
    var out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    for (String line : Files.readAllLines(Path.of(arguments[0]), StandardCharsets.US_ASCII)) {
      out.println(judge(line).replaceAll("[\\r\\n]+", " "));
    }
    out.flush();
  }

  private static String judge(String line) {
    try {
      List<ParsedSchema> schemas = new ArrayList<>();
      for (String text : line.split(" ")) {
        schemas.add(new AvroSchema(new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8)));
      }
      var versions = schemas.subList(1, schemas.size());
      var taken = new TreeSet<String>();
      for (CompatibilityLevel level : CompatibilityLevel.values()) {
        if (CompatibilityChecker.checker(level).isCompatible(schemas.get(0), versions).isEmpty()) taken.add(level.name());
      }
      return String.join(" ", taken);
    } catch (Exception | StackOverflowError error) {
      return "refused " + error.getClass().getSimpleName() + ": " + error.getMessage();
    }
  }
}
