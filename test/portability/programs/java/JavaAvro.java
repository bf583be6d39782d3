import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.Conversion;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;

/** What Java's Avro, of whatever release is on the class path, makes of the probes. */
public final class JavaAvro implements Facts.Software<Schema> {
  public static void main(String[] arguments) throws IOException {
    Facts.tell(arguments[0], new JavaAvro());
  }

  @Override
  public Schema parse(String text) {
    return new Schema.Parser().parse(text);
  }

  /** Where the release has no such class, the logical type has no meaning in Java. */
  private static final List<String> CONVERSIONS =
      List.of(
          "Conversions$DecimalConversion",
          "Conversions$BigDecimalConversion",
          "Conversions$UUIDConversion",
          "Conversions$DurationConversion",
          "data.TimeConversions$DateConversion",
          // The two that 1.8 has instead of those for milliseconds.
          "data.TimeConversions$TimeConversion",
          "data.TimeConversions$TimestampConversion",
          "data.TimeConversions$TimeMillisConversion",
          "data.TimeConversions$TimeMicrosConversion",
          "data.TimeConversions$TimestampMillisConversion",
          "data.TimeConversions$TimestampMicrosConversion",
          "data.TimeConversions$TimestampNanosConversion",
          "data.TimeConversions$LocalTimestampMillisConversion",
          "data.TimeConversions$LocalTimestampMicrosConversion",
          "data.TimeConversions$LocalTimestampNanosConversion");

  /** A logical type counts that changes what is read where the program has added all conversions that the release has. */
  @Override
  public String logicalType(Schema schema, byte[] data) throws ReflectiveOperationException, IOException {
    LogicalType type = schema.getLogicalType();
    if (type == null) return null;
    var converting = new GenericData();
    for (String name : CONVERSIONS) {
      try {
        Object conversion = Class.forName("org.apache.avro." + name).getDeclaredConstructor().newInstance();
        converting.addLogicalTypeConversion((Conversion<?>) conversion);
      } catch (ClassNotFoundException missing) {
        continue;
      }
    }
    return read(schema, data, converting).getClass() == read(schema, data, new GenericData()).getClass() ? null : type.getName();
  }

  private static Object read(Schema schema, byte[] data, GenericData model) throws IOException {
    return new GenericDatumReader<>(schema, schema, model).read(null, DecoderFactory.get().binaryDecoder(data, null));
  }

  @Override
  public String read(Schema writer, Schema reader, byte[] data) throws IOException {
    return toJson(new GenericDatumReader<>(writer, reader).read(null, DecoderFactory.get().binaryDecoder(data, null)));
  }

  static String toJson(Object value) {
    if (value instanceof GenericRecord) {
      var fields = new TreeMap<String, Object>();
      for (Schema.Field field : ((GenericRecord) value).getSchema().getFields())
        fields.put(field.name(), ((GenericRecord) value).get(field.pos()));
      return toJson(fields);
    }
    if (value instanceof Map) {
      return ((Map<?, ?>) value)
          .entrySet().stream()
              .map(entry -> "\"" + entry.getKey() + "\":" + toJson(entry.getValue()))
              .sorted()
              .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof List) return ((List<?>) value).stream().map(JavaAvro::toJson).collect(Collectors.joining(",", "[", "]"));
    if (value instanceof GenericFixed) return toHex(((GenericFixed) value).bytes());
    if (value instanceof ByteBuffer) {
      ByteBuffer buffer = ((ByteBuffer) value).duplicate();
      var bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return toHex(bytes);
    }
    if (value == null || value instanceof Integer || value instanceof Long || value instanceof Boolean) return String.valueOf(value);
    boolean isNumber = value instanceof Number && !Double.isNaN(((Number) value).doubleValue()) && !Double.isInfinite(((Number) value).doubleValue());
    return isNumber ? String.valueOf(value) : "\"" + value + "\"";
  }

  static String toHex(byte[] bytes) {
    var text = new StringBuilder("\"0x");
    for (byte each : bytes) text.append(String.format("%02x", each));
    return text.append('"').toString();
  }
}
