import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.IdentityHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/**
 * For each line of a file, a reader's and a writer's schema in base64, prints `checked` and of each incompatibility, as often as it is
 * given the first time, its kind, its location and its message, the last two in base64; or `threw`; or `refused` and the reason.
 */
public class Compatibility {
  public static void main(String[] arguments) throws IOException {
    var out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    for (String line : Files.readAllLines(Path.of(arguments[0]), StandardCharsets.US_ASCII)) {
      out.println(check(line.split(" ")).replaceAll("[\\r\\n]+", " "));
    }
    out.flush();
  }

  private static String check(String[] pair) {
    Schema reader;
    Schema writer;
    try {
      reader = parse(pair[0]);
      writer = parse(pair[1]);
    } catch (Exception | StackOverflowError error) {
      return "refused " + error.getClass().getSimpleName() + ": " + error.getMessage();
    }
    try {
      var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult();
      var told = Collections.newSetFromMap(new IdentityHashMap<Incompatibility, Boolean>());
      var line = new StringBuilder("checked");
      for (Incompatibility each : result.getIncompatibilities()) {
        if (told.add(each)) {
          line.append(' ').append(each.getType()).append(' ').append(encode(each.getLocation()));
          line.append(' ').append(encode(each.getMessage()));
        }
      }
      return line.toString();
    } catch (AvroRuntimeException error) {
      return "threw " + error.getMessage();
    }
  }

  private static Schema parse(String text) {
    return new Schema.Parser().parse(new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8));
  }

  private static String encode(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
