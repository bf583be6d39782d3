import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.apache.avro.Protocol;
import org.apache.avro.Schema;

/**
 * For each line of a file, `schema` or `protocol` and the text of one in base64, prints `accepted`, or `refused` and the
 * reason.
 */
public class SchemaVerdict {
  public static void main(String[] arguments) throws IOException {
    var out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    for (String line : Files.readAllLines(Path.of(arguments[0]), StandardCharsets.US_ASCII)) {
      var kindAndText = line.split(" ", 2);
      var text = new String(Base64.getDecoder().decode(kindAndText[1]), StandardCharsets.UTF_8);
      out.println(verdict(kindAndText[0], text).replaceAll("[\\r\\n]+", " "));
    }
    out.flush();
  }

  /** A text can also be refused by a null pointer or an exhausted stack, which is nothing else to who wanted to use it. */
  private static String verdict(String kind, String text) {
    try {
      if (kind.equals("protocol")) Protocol.parse(text);
      else new Schema.Parser().parse(text);
      return "accepted";
    } catch (Exception | StackOverflowError error) {
      return "refused " + error.getClass().getSimpleName() + ": " + error.getMessage();
    }
  }
}
