import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * For each line of a file, a schema's text in base64, prints its Parsing Canonical Form in base64 and its fingerprints,
 * or `refused` and the reason.
 */
public class CanonicalForm {
  public static void main(String[] arguments) throws IOException {
    var out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    for (String line : Files.readAllLines(Path.of(arguments[0]), StandardCharsets.US_ASCII)) {
      out.println(describe(line).replaceAll("[\\r\\n]+", " "));
    }
    out.flush();
  }

  private static String describe(String line) {
    try {
      var schema = new Schema.Parser().parse(new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8));
      var form = SchemaNormalization.toParsingForm(schema);
      return String.join(
          " ",
          Base64.getEncoder().encodeToString(form.getBytes(StandardCharsets.UTF_8)),
          Long.toString(SchemaNormalization.parsingFingerprint64(schema)),
          fingerprint("CRC-64-AVRO", schema),
          fingerprint("MD5", schema),
          fingerprint("SHA-256", schema));
    } catch (Exception | StackOverflowError error) {
      return "refused " + error.getClass().getSimpleName() + ": " + error.getMessage();
    }
  }

  private static String fingerprint(String algorithm, Schema schema) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(SchemaNormalization.parsingFingerprint(algorithm, schema));
  }
}
