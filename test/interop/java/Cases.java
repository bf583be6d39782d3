import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Topics whose values are to be read by Kafka's own consumer with some deserializers. A file names them, in base64: its first line
 * is the brokers and the registry's address, each other line a topic, how many records its only partition has, and their schema.
 *
 * Prints a line of JSON for each deserializer and record: `consumer`, `topic`, `offset`, and `ok`, or `error` and its `causes`.
 */
final class Cases {
  /** @param registry the address of the interface that speaks as Confluent's registry does */
  record Settings(String brokers, String registry, List<Topic> topics) {
    /** The schema of a topic. */
    String schemaOf(String topic) {
      return topics.stream().filter(each -> each.name.equals(topic)).findFirst().orElseThrow().schema;
    }
  }

  record Topic(String name, long count, String schema) {}

  /** What comes of a value. */
  interface Reads {
    Object read(String topic, Headers headers, byte[] value) throws Exception;
  }

  /** Makes JSON of what was read. */
  interface ToJson {
    String toJson(Object value) throws Exception;
  }

  private record Failure(Throwable thrown) {}

  private final Settings settings;
  private final PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);

  Cases(String file) throws IOException {
    var lines = Files.readAllLines(Path.of(file), StandardCharsets.US_ASCII);
    var first = words(lines.get(0));
    var topics = lines.subList(1, lines.size()).stream().map(Cases::words).map(each -> new Topic(each[0], Long.parseLong(each[1]), each[2]));
    settings = new Settings(first[0], first[1], topics.toList());
  }

  Settings settings() {
    return settings;
  }

  /** Reads all topics with a deserializer of Kafka's, which it configures. */
  void read(String consumer, Deserializer<?> deserializer, Map<String, Object> configuration, ToJson toJson) {
    deserializer.configure(configuration, false);
    read(consumer, deserializer::deserialize, toJson);
  }

  /** Reads all topics. */
  void read(String consumer, Reads reads, ToJson toJson) {
    // A failure is a value here, or the consumer would have to be moved past the record each time.
    Deserializer<Object> deserializer =
      new Deserializer<>() {
        @Override
        public Object deserialize(String topic, byte[] value) {
          throw new IllegalStateException("A consumer hands headers over.");
        }

        @Override
        public Object deserialize(String topic, Headers headers, byte[] value) {
          try {
            return reads.read(topic, headers, value);
          } catch (Exception | StackOverflowError | OutOfMemoryError thrown) {
            return new Failure(thrown);
          }
        }
      };
    Map<String, Object> configuration = Map.of("bootstrap.servers", settings.brokers, "auto.offset.reset", "none", "enable.auto.commit", "false");
    try (var kafka = new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), deserializer)) {
      for (Topic topic : settings.topics) {
        var partition = new TopicPartition(topic.name, 0);
        kafka.assign(List.of(partition));
        kafka.seek(partition, 0);
        while (kafka.position(partition) < topic.count) {
          for (var record : kafka.poll(Duration.ofSeconds(1))) out.println(toLine(consumer, record, toJson));
        }
      }
    }
    out.flush();
  }

  private static String toLine(String consumer, ConsumerRecord<byte[], Object> record, ToJson toJson) {
    var line = new LinkedHashMap<String, String>();
    line.put("consumer", quote(consumer));
    line.put("topic", quote(record.topic()));
    line.put("offset", String.valueOf(record.offset()));
    var failure = record.value() instanceof Failure failed ? failed.thrown : null;
    if (failure == null) {
      try {
        line.put("ok", toJson.toJson(record.value()));
      } catch (Exception thrown) {
        failure = thrown;
      }
    }
    if (failure != null) {
      line.put("error", quote(describe(failure)));
      var causes = new ArrayList<String>();
      for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) causes.add(quote(describe(cause)));
      line.put("causes", "[" + String.join(",", causes) + "]");
    }
    return toJsonObject(line);
  }

  /** Java's own classes have their packages; those of others, which are relocated here and there, have not. */
  private static String describe(Throwable thrown) {
    var whole = thrown.getClass().getName();
    var name = whole.startsWith("java.") ? whole : thrown.getClass().getSimpleName();
    return thrown.getMessage() == null ? name : name + ": " + thrown.getMessage();
  }

  /** An object of properties that are JSON already. */
  static String toJsonObject(Map<String, String> properties) {
    return properties.entrySet().stream()
      .map(each -> quote(each.getKey()) + ":" + each.getValue())
      .collect(Collectors.joining(",", "{", "}"));
  }

  static String quote(String text) {
    var quoted = new StringBuilder("\"");
    for (char each : text.toCharArray()) {
      if (each == '"' || each == '\\') quoted.append('\\').append(each);
      else if (each < ' ' || Character.isSurrogate(each) || each == 0x7f) quoted.append(String.format("\\u%04x", (int) each));
      else quoted.append(each);
    }
    return quoted.append('"').toString();
  }

  private static String[] words(String line) {
    var words = line.split(" ");
    for (int index = 0; index < words.length; index++) {
      words[index] = new String(Base64.getDecoder().decode(words[index]), StandardCharsets.UTF_8);
    }
    return words;
  }
}
