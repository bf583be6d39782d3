import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.pulsar.kafka.shade.io.confluent.connect.avro.AvroConverter;

/**
 * What the converter of a sink's configuration makes of its topic. A file's first line is the brokers, each other line how many
 * records the topic's only partition has, and the configuration as a file of properties, in base64.
 *
 * Prints of each record the topic, the offset, and JSON of what was converted.
 */
public class ConnectSink {
  public static void main(String[] arguments) throws IOException {
    var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    var lines = Files.readAllLines(Path.of(arguments[0]));
    Map<String, Object> settings = Map.of("bootstrap.servers", lines.get(0), "enable.auto.commit", "false");
    try (var kafka = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      for (var line : lines.subList(1, lines.size())) {
        var words = line.split(" ");
        var sink = new Properties();
        sink.load(new StringReader(new String(Base64.getDecoder().decode(words[1]), StandardCharsets.UTF_8)));
        var isKey = sink.getProperty("key.converter").endsWith("AvroConverter");
        var converter = converterOf(sink, isKey);
        var partition = new TopicPartition(sink.getProperty("topics"), 0);
        kafka.assign(List.of(partition));
        kafka.seek(partition, 0);
        while (kafka.position(partition) < Long.parseLong(words[0])) {
          for (var record : kafka.poll(Duration.ofSeconds(1))) {
            var data = isKey ? record.key() : record.value();
            var converted = converter.toConnectData(record.topic(), record.headers(), data);
            out.println(record.topic() + " " + record.offset() + " " + ConnectCases.toJson(converted));
          }
        }
      }
    }
  }

  /** With all that is set for it and nothing else, as a worker configures it. Its class has another name here. */
  private static AvroConverter converterOf(Properties sink, boolean isKey) {
    var prefix = isKey ? "key.converter" : "value.converter";
    var name = "org.apache.pulsar.kafka.shade." + sink.getProperty(prefix);
    if (!name.equals(AvroConverter.class.getName())) throw new IllegalStateException("Nobody has " + name);
    var own = new HashMap<String, Object>();
    for (var each : sink.stringPropertyNames()) {
      if (each.startsWith(prefix + ".")) own.put(each.substring(prefix.length() + 1), sink.getProperty(each));
    }
    var converter = new AvroConverter();
    converter.configure(own, isKey);
    return converter;
  }
}
