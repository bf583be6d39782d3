import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.apache.avro.Schema;

/** For each line of a file, a schema's text in base64, prints `accepted`, or `refused` and the reason. */
public class SchemaVerdict {
  public static void main(String[] arguments) throws IOException {
    var out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    for (String line : Files.readAllLines(Path.of(arguments[0]), StandardCharsets.US_ASCII)) {
      var text = new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8);
      out.println(verdict(text).replaceAll("[\\r\\n]+", " "));
    }
    out.flush();
  }

  /** A schema can also be refused by a null pointer or an exhausted stack, which is nothing else to who wanted to use it. */
  private static String verdict(String text) {
    try {
      new Schema.Parser().parse(text);
      return "accepted";
    } catch (Exception | StackOverflowError error) {
      return "refused " + error.getClass().getSimpleName() + ": " + error.getMessage();
    }
  }
}
