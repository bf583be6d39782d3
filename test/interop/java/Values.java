import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;

/**
 * For each line of a file, a schema in base64 and values of it in hex behind `=`, prints of each value what it is, in the
 * notation of `exactText` in base64, and how it is written again in hex, by the plain encoder and by the one that writes the
 * sizes of blocks; the three with commas between. Of a value that can't be read it prints `!` and the kind of the failure;
 * of a schema that is refused `refused`.
 */
public class Values {
  private static final EncoderFactory smallBlocks = new EncoderFactory().configureBlockSize(64);

  public static void main(String[] arguments) throws IOException {
    var out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    for (String line : Files.readAllLines(Path.of(arguments[0]), StandardCharsets.US_ASCII)) out.println(answer(line.split(" ")));
    out.flush();
  }

  private static String answer(String[] words) {
    Schema schema;
    try {
      schema = new Schema.Parser().parse(new String(Base64.getDecoder().decode(words[0]), StandardCharsets.UTF_8));
    } catch (Exception refused) {
      return "refused";
    }
    var answers = new StringJoiner(" ");
    for (int index = 1; index < words.length; index++) answers.add(describe(schema, words[index].substring(1)));
    return answers.toString();
  }

  private static String describe(Schema schema, String hex) {
    try {
      var decoder = DecoderFactory.get().binaryDecoder(HexFormat.of().parseHex(hex), null);
      var value = new GenericDatumReader<Object>(schema).read(null, decoder);
      if (!decoder.isEnd()) return "!left";
      var text = new StringBuilder();
      append(text, schema, value);
      var plain = new ByteArrayOutputStream();
      write(schema, value, EncoderFactory.get().binaryEncoder(plain, null));
      var blocks = new ByteArrayOutputStream();
      write(schema, value, smallBlocks.blockingBinaryEncoder(blocks, null));
      var described = Base64.getEncoder().encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
      return String.join(",", described, HexFormat.of().formatHex(plain.toByteArray()), HexFormat.of().formatHex(blocks.toByteArray()));
    } catch (Exception | StackOverflowError failure) {
      return "!" + failure.getClass().getSimpleName() + ":" + String.valueOf(failure.getMessage()).replaceAll("\\s+", "_");
    }
  }

  private static void write(Schema schema, Object value, Encoder encoder) throws IOException {
    new GenericDatumWriter<Object>(schema).write(value, encoder);
    encoder.flush();
  }

  private static void append(StringBuilder text, Schema schema, Object value) {
    switch (schema.getType()) {
      case NULL, BOOLEAN, INT, LONG -> text.append(value);
      case FLOAT -> text.append('f').append(HexFormat.of().toHexDigits(Float.floatToIntBits((Float) value)));
      case DOUBLE -> text.append('d').append(HexFormat.of().toHexDigits(Double.doubleToLongBits((Double) value)));
      case STRING -> text.append('s').append(utf8(value));
      case ENUM -> text.append('e').append(value);
      case BYTES -> {
        var buffer = ((ByteBuffer) value).duplicate();
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        text.append('b').append(HexFormat.of().formatHex(bytes));
      }
      case FIXED -> text.append('b').append(HexFormat.of().formatHex(((GenericFixed) value).bytes()));
      case UNION -> {
        int branch = GenericData.get().resolveUnion(schema, value);
        text.append('<').append(branch).append('>');
        append(text, schema.getTypes().get(branch), value);
      }
      case ARRAY -> {
        text.append('[');
        for (Object item : (Collection<?>) value) {
          append(text, schema.getElementType(), item);
          text.append(',');
        }
        text.append(']');
      }
      case MAP -> {
        var sorted = new TreeMap<String, Object>();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) sorted.put(utf8(entry.getKey()), entry.getValue());
        text.append('{');
        for (var entry : sorted.entrySet()) {
          text.append(entry.getKey()).append(':');
          append(text, schema.getValueType(), entry.getValue());
          text.append(',');
        }
        text.append('}');
      }
      case RECORD -> {
        text.append('(');
        for (Schema.Field field : schema.getFields()) {
          text.append(field.name()).append(':');
          append(text, field.schema(), ((IndexedRecord) value).get(field.pos()));
          text.append(',');
        }
        text.append(')');
      }
    }
  }

  private static String utf8(Object text) {
    return HexFormat.of().formatHex(text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
