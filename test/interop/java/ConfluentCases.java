import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageDecoder;

/** What Confluent's KafkaAvroDeserializer and Java's Avro itself read the values of topics as; see Cases. */
public class ConfluentCases {
  public static void main(String[] arguments) throws IOException {
    var cases = new Cases(arguments[0]);
    var settings = cases.settings();
    cases.read(
      "java-confluent",
      new KafkaAvroDeserializer(),
      Map.of("schema.registry.url", settings.registry()),
      Object::toString
    );
    var schemas = new HashMap<String, Schema>();
    for (var topic : settings.topics()) schemas.put(topic.name(), new Schema.Parser().parse(topic.schema()));
    cases.read(
      "java-single-object",
      (topic, headers, value) -> new BinaryMessageDecoder<>(GenericData.get(), schemas.get(topic)).decode(value),
      Object::toString
    );
    cases.read(
      "java-binary",
      (topic, headers, value) ->
        new GenericDatumReader<>(schemas.get(topic)).read(null, DecoderFactory.get().binaryDecoder(value, null)),
      Object::toString
    );
  }
}
