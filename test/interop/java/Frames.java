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
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;

/**
 * For each line of a file, a schema's text in base64, `=` and a value of it in hex, and a sync marker in hex, prints what
 * the value is in single-object encoding and as the only one of an object container, in hex.
 */
public class Frames {
  public static void main(String[] arguments) throws IOException {
    var out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    for (String line : Files.readAllLines(Path.of(arguments[0]), StandardCharsets.US_ASCII)) {
      var words = line.split(" ");
      var schema = new Schema.Parser().parse(new String(Base64.getDecoder().decode(words[0]), StandardCharsets.UTF_8));
      var bytes = HexFormat.of().parseHex(words[1].substring(1));
      Object value = new GenericDatumReader<Object>(schema).read(null, DecoderFactory.get().binaryDecoder(bytes, null));
      out.println(singleObject(schema, value) + " " + container(schema, value, HexFormat.of().parseHex(words[2])));
    }
    out.flush();
  }

  private static String singleObject(Schema schema, Object value) throws IOException {
    var buffer = new BinaryMessageEncoder<>(GenericData.get(), schema).encode(value);
    var bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String container(Schema schema, Object value, byte[] sync) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var writer = new DataFileWriter<>(new GenericDatumWriter<Object>(schema))) {
      writer.setCodec(CodecFactory.nullCodec());
      writer.create(schema, bytes, sync);
      writer.append(value);
    }
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
