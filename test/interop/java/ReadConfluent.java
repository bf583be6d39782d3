import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/**
 * The first line of a file is the registry's address, in base64. Each other line is a topic and a value, each in base64: prints what
 * Confluent's KafkaAvroDeserializer reads it as, or `failed` and its texts, from the outermost to the innermost.
 */
public class ReadConfluent {
  public static void main(String[] arguments) throws IOException {
    var out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    var lines = Files.readAllLines(Path.of(arguments[0]), StandardCharsets.US_ASCII);
    try (var deserializer = new KafkaAvroDeserializer()) {
      deserializer.configure(Map.of("schema.registry.url", text(lines.get(0))), false);
      for (String line : lines.subList(1, lines.size())) {
        var parts = line.split(" ");
        out.println(read(deserializer, text(parts[0]), Base64.getDecoder().decode(parts[1])).replaceAll("[\\r\\n]+", " "));
      }
    }
    out.flush();
  }

  private static String read(KafkaAvroDeserializer deserializer, String topic, byte[] value) {
    try {
      return String.valueOf(deserializer.deserialize(topic, value));
    } catch (Exception exception) {
      var texts = new StringBuilder("failed");
      for (Throwable each = exception; each != null; each = each.getCause()) {
        texts.append(" ").append(each.getClass().getSimpleName()).append(": ").append(each.getMessage());
      }
      return texts.toString();
    }
  }

  private static String text(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
