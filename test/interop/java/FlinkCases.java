import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.StringJoiner;
import java.util.function.Function;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.avro.shaded.org.apache.avro.Schema;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericRecord;
import org.apache.flink.formats.avro.AvroDeserializationSchema;
import org.apache.flink.formats.avro.AvroRowDataDeserializationSchema;
import org.apache.flink.formats.avro.AvroToRowDataConverters;
import org.apache.flink.formats.avro.registry.confluent.ConfluentRegistryAvroDeserializationSchema;
import org.apache.flink.formats.avro.typeutils.AvroSchemaConverter;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * What the formats `avro` and `avro-confluent` of Flink's tables read the values of topics as: by the schema that Flink makes of the
 * columns, and by the one of the option `avro-confluent.schema`. Each value is read by a deserializer of its own: in one and the same, what a value leaves over is taken for the beginning of the next. See Cases.
 */
public class FlinkCases {
  private record Table(Schema schema, RowType type) {
    DeserializationSchema<RowData> avro() {
      return rows(AvroDeserializationSchema.forGeneric(AvroSchemaConverter.convertToSchema(type.copy(false))));
    }

    DeserializationSchema<RowData> confluent(String registry) {
      return rows(ConfluentRegistryAvroDeserializationSchema.forGeneric(schema, registry));
    }

    private DeserializationSchema<RowData> rows(DeserializationSchema<GenericRecord> records) {
      // It tells others the type of its rows only.
      return new AvroRowDataDeserializationSchema(records, AvroToRowDataConverters.createRowConverter(type), null);
    }

    String toJson(Object row) {
      return FlinkCases.toJson(type, row);
    }
  }

  private record Row(Table table, RowData data) {}

  public static void main(String[] arguments) throws IOException {
    var cases = new Cases(arguments[0]);
    var settings = cases.settings();
    var tables = new HashMap<String, Table>();
    var sequences = new HashMap<String, DeserializationSchema<RowData>>();
    for (var topic : settings.topics()) {
      var type = (RowType) AvroSchemaConverter.convertToDataType(topic.schema()).getLogicalType();
      var table = new Table(new Schema.Parser().parse(topic.schema()), type);
      tables.put(topic.name(), table);
      sequences.put(topic.name(), open(table.avro()));
    }
    read(cases, "flink-avro", tables, topic -> open(tables.get(topic).avro()));
    read(cases, "flink-avro-confluent", tables, topic -> open(tables.get(topic).confluent(settings.registry())));
    read(cases, "flink-avro-in-sequence", tables, sequences::get);
  }

  private static void read(
    Cases cases,
    String consumer,
    HashMap<String, Table> tables,
    Function<String, DeserializationSchema<RowData>> schemas
  ) {
    cases.read(
      consumer,
      (topic, headers, value) -> new Row(tables.get(topic), schemas.apply(topic).deserialize(value)),
      read -> ((Row) read).table.toJson(((Row) read).data)
    );
  }

  private static <T> DeserializationSchema<T> open(DeserializationSchema<T> schema) {
    try {
      schema.open(null);
      return schema;
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String toJson(LogicalType type, Object value) {
    if (value == null) return "null";
    if (type instanceof RowType row) {
      var properties = new LinkedHashMap<String, String>();
      for (int index = 0; index < row.getFieldCount(); index++) {
        var field = row.getTypeAt(index);
        properties.put(row.getFieldNames().get(index), toJson(field, RowData.createFieldGetter(field, index).getFieldOrNull((RowData) value)));
      }
      return Cases.toJsonObject(properties);
    }
    if (type instanceof ArrayType array) return toJson(array.getElementType(), (ArrayData) value);
    if (type instanceof MapType map) {
      var data = (MapData) value;
      var keys = ArrayData.createElementGetter(map.getKeyType());
      var values = ArrayData.createElementGetter(map.getValueType());
      var properties = new LinkedHashMap<String, String>();
      for (int index = 0; index < data.size(); index++) {
        var key = String.valueOf(keys.getElementOrNull(data.keyArray(), index));
        properties.put(key, toJson(map.getValueType(), values.getElementOrNull(data.valueArray(), index)));
      }
      return Cases.toJsonObject(properties);
    }
    return type instanceof VarCharType ? Cases.quote(value.toString()) : value.toString();
  }

  private static String toJson(LogicalType type, ArrayData items) {
    var joined = new StringJoiner(",", "[", "]");
    var elements = ArrayData.createElementGetter(type);
    for (int index = 0; index < items.size(); index++) joined.add(toJson(type, elements.getElementOrNull(items, index)));
    return joined.toString();
  }
}
