import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * Tells what a piece of software makes of each probe of a file, a line for a line; test/portability/ask.ts says what stands in
 * the columns of both.
 */
final class Facts {
  interface Software<S> {
    S parse(String text) throws Exception;

    /** The name of the logical type that it knows the schema by, or null. */
    default String logicalType(S schema, byte[] data) throws Exception {
      throw new UnsupportedOperationException("It is not asked for logical types.");
    }

    /** The value as JSON without white space, the keys sorted. */
    default String read(S writer, S reader, byte[] data) throws Exception {
      throw new UnsupportedOperationException("It is not asked to read.");
    }
  }

  static <S> void tell(String file, Software<S> software) throws IOException {
    var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    for (String line : Files.readAllLines(Path.of(file), StandardCharsets.US_ASCII)) {
      String[] columns = line.split("\t");
      out.println(columns[0] + "\t" + tellOne(columns, software));
    }
  }

  /** A schema can also be refused by a null pointer or an exhausted stack, which is nothing else to who wanted to use it. */
  private static <S> String tellOne(String[] columns, Software<S> software) {
    S schema;
    try {
      schema = software.parse(decode(columns[1]));
    } catch (Exception | StackOverflowError error) {
      return "refused\t" + encode(error) + "\t-\t-\t-";
    }
    byte[] data = bytes(columns[4]);
    String logical = "-";
    if (columns[2].equals("1")) {
      try {
        String name = software.logicalType(schema, data);
        if (name != null) logical = name;
      } catch (Exception | StackOverflowError error) {
        return "accepted\t-\t-\tfailed\t" + encode(error);
      }
    }
    if (columns[3].equals("-")) return "accepted\t-\t" + logical + "\t-\t-";
    try {
      S writer = columns[3].equals("=") ? schema : software.parse(decode(columns[3]));
      String value = software.read(writer, schema, data);
      return "accepted\t-\t" + logical + "\tvalue\t" + encode(value);
    } catch (Exception | StackOverflowError error) {
      return "accepted\t-\t" + logical + "\tfailed\t" + encode(error);
    }
  }

  private static String encode(Throwable error) {
    return encode(error.getClass().getSimpleName() + ": " + error.getMessage());
  }

  private static String encode(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String text) {
    return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String hex) {
    if (hex.equals("-")) return new byte[0];
    var bytes = new byte[hex.length() / 2];
    for (int index = 0; index < bytes.length; index++) bytes[index] = (byte) Integer.parseInt(hex.substring(2 * index, 2 * index + 2), 16);
    return bytes;
  }

  private Facts() {}
}
