import java.io.IOException;
import java.util.HashMap;
import org.apache.flink.avro.shaded.org.apache.avro.Schema;
import org.apache.flink.formats.avro.AvroDeserializationSchema;
import org.apache.flink.formats.avro.registry.confluent.ConfluentRegistryAvroDeserializationSchema;

/**
 * What Flink's formats `avro` and `avro-confluent` read the values of topics as, each value by a deserializer of its own: in one and
 * the same, what a value leaves over is taken for the beginning of the next; see Cases.
 */
public class FlinkCases {
  public static void main(String[] arguments) throws IOException {
    var cases = new Cases(arguments[0]);
    var settings = cases.settings();
    var schemas = new HashMap<String, Schema>();
    for (var topic : settings.topics()) schemas.put(topic.name(), new Schema.Parser().parse(topic.schema()));
    cases.read(
      "flink-avro",
      (topic, headers, value) -> AvroDeserializationSchema.forGeneric(schemas.get(topic)).deserialize(value),
      String::valueOf
    );
    cases.read(
      "flink-avro-confluent",
      (topic, headers, value) ->
        ConfluentRegistryAvroDeserializationSchema.forGeneric(schemas.get(topic), settings.registry()).deserialize(value),
      String::valueOf
    );
    var avro = new HashMap<String, AvroDeserializationSchema<?>>();
    for (var topic : settings.topics()) avro.put(topic.name(), AvroDeserializationSchema.forGeneric(schemas.get(topic.name())));
    cases.read("flink-avro-in-sequence", (topic, headers, value) -> avro.get(topic).deserialize(value), String::valueOf);
  }
}
