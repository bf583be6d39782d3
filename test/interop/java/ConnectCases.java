import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.pulsar.kafka.shade.io.confluent.connect.avro.AvroConverter;

/** What Kafka Connect's AvroConverter makes of the values of topics; see Cases. */
public class ConnectCases {
  public static void main(String[] arguments) throws IOException {
    var cases = new Cases(arguments[0]);
    var converter = new AvroConverter();
    converter.configure(Map.of("schema.registry.url", cases.settings().registry()), false);
    cases.read("connect", converter::toConnectData, ConnectCases::toJson);
  }

  static String toJson(Object value) {
    if (value instanceof SchemaAndValue both) return toJson(both.value());
    if (value instanceof Struct struct) {
      var properties = new LinkedHashMap<String, String>();
      for (var field : struct.schema().fields()) properties.put(field.name(), toJson(struct.get(field)));
      return Cases.toJsonObject(properties);
    }
    if (value instanceof Map<?, ?> map) {
      var properties = new LinkedHashMap<String, String>();
      map.forEach((key, each) -> properties.put((String) key, toJson(each)));
      return Cases.toJsonObject(properties);
    }
    if (value instanceof Collection<?> items) return items.stream().map(ConnectCases::toJson).collect(Collectors.joining(",", "[", "]"));
    return value instanceof String text ? Cases.quote(text) : String.valueOf(value);
  }
}
