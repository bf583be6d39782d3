import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.StringJoiner;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * For each line of a file, a writer and a reader schema in base64 and values of the writer in hex behind them, prints what
 * each value is written as after it was read as one of the reader: `=` and hex, or `!` and the kind of the failure. For
 * schemas that are refused it prints `refused`.
 */
public class ResolvingRead {
  public static void main(String[] arguments) throws IOException {
    var out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    for (String line : Files.readAllLines(Path.of(arguments[0]), StandardCharsets.US_ASCII)) out.println(answer(line.split(" ")));
    out.flush();
  }

  private static String answer(String[] words) {
    Schema writer;
    Schema reader;
    try {
      writer = new Schema.Parser().parse(decoded(words[0]));
      reader = new Schema.Parser().parse(decoded(words[1]));
    } catch (Exception refused) {
      return "refused";
    }
    var answers = new StringJoiner(" ");
    for (int index = 2; index < words.length; index++) answers.add(read(writer, reader, words[index].substring(1)));
    return answers.toString();
  }

  private static String read(Schema writer, Schema reader, String hex) {
    try {
      var decoder = DecoderFactory.get().binaryDecoder(HexFormat.of().parseHex(hex), null);
      var value = new GenericDatumReader<Object>(writer, reader).read(null, decoder);
      if (!decoder.isEnd()) return "!left";
      var bytes = new ByteArrayOutputStream();
      var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
      new GenericDatumWriter<Object>(reader).write(value, encoder);
      encoder.flush();
      return "=" + HexFormat.of().formatHex(bytes.toByteArray());
    } catch (Exception | StackOverflowError failure) {
      return "!" + failure.getClass().getSimpleName() + ":" + String.valueOf(failure.getMessage()).replaceAll("\\s+", "_");
    }
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
