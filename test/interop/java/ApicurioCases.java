import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import java.io.IOException;
import java.util.Map;

/** What Apicurio's deserializer reads the values of topics as, as it is without further settings; see Cases. */
public class ApicurioCases {
  /** The second argument is the consumer's name, the third the path of the interface that it speaks. */
  public static void main(String[] arguments) throws IOException {
    var cases = new Cases(arguments[0]);
    var registry = cases.settings().registry().replaceFirst("/apis/.*", arguments[2]);
    cases.read(arguments[1], new AvroKafkaDeserializer<>(), Map.of("apicurio.registry.url", registry), String::valueOf);
    // Its client keeps threads.
    System.exit(0);
  }
}
