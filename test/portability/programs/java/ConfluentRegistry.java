import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.rest.entities.Schema;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What Confluent's registry says of each probe when it is registered as a new schema, by its own classes for that. */
public final class ConfluentRegistry implements Facts.Software<ParsedSchema> {
  private final AvroSchemaProvider provider = new AvroSchemaProvider();

  public static void main(String[] arguments) throws IOException {
    Facts.tell(arguments[0], new ConfluentRegistry());
  }

  private ConfluentRegistry() {
    // The registry's own default.
    provider.configure(Map.of());
  }

  @Override
  public ParsedSchema parse(String text) {
    var asked = new Schema("subject", 0, 0, "AVRO", List.of(), text);
    ParsedSchema schema = provider.parseSchemaOrElseThrow(asked, true, false);
    schema.validate(false);
    schema.canonicalString();
    return schema;
  }
}
