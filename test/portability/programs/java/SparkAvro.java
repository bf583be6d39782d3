import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.spark.sql.avro.AvroDeserializer;
import org.apache.spark.sql.avro.SchemaConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/** What the classes behind Spark's `from_avro` make of the probes, with the release of Java's Avro that Spark ships. */
public final class SparkAvro implements Facts.Software<Schema> {
  public static void main(String[] arguments) throws IOException {
    Facts.tell(arguments[0], new SparkAvro());
  }

  @Override
  public Schema parse(String text) {
    var schema = new Schema.Parser().parse(text);
    deserializer(schema);
    return schema;
  }

  private static AvroDeserializer deserializer(Schema schema) {
    return new AvroDeserializer(schema, typeOf(schema), "CORRECTED", false);
  }

  private static DataType typeOf(Schema schema) {
    return SchemaConverters.toSqlType(schema).dataType();
  }

  /** A logical type counts that makes another type of column. */
  @Override
  public String logicalType(Schema schema, byte[] data) {
    boolean isFixed = schema.getType() == Schema.Type.FIXED;
    var plain = isFixed ? Schema.createFixed(schema.getName(), null, null, schema.getFixedSize()) : Schema.create(schema.getType());
    return typeOf(schema).equals(typeOf(plain)) ? null : schema.getProp("logicalType");
  }

  @Override
  public String read(Schema writer, Schema reader, byte[] data) throws IOException {
    Object value = new GenericDatumReader<>(writer, reader).read(null, DecoderFactory.get().binaryDecoder(data, null));
    return toJson(deserializer(reader).deserialize(value).get(), typeOf(reader), reader);
  }

  private static String toJson(Object value, DataType type, Schema schema) {
    if (schema.getType() == Schema.Type.UNION) return unionToJson(value, type, schema);
    if (value instanceof InternalRow) {
      var fields = new TreeMap<String, String>();
      for (Schema.Field field : schema.getFields()) fields.put(field.name(), fieldToJson(value, type, field.pos(), field.schema()));
      return join(fields);
    }
    if (value instanceof ArrayData) {
      DataType inner = ((ArrayType) type).elementType();
      var items = new ArrayList<String>();
      for (Object item : ((ArrayData) value).toObjectArray(inner)) items.add(toJson(item, inner, schema.getElementType()));
      return "[" + String.join(",", items) + "]";
    }
    if (value instanceof MapData) {
      MapType map = (MapType) type;
      Object[] keys = ((MapData) value).keyArray().toObjectArray(map.keyType());
      Object[] values = ((MapData) value).valueArray().toObjectArray(map.valueType());
      var entries = new TreeMap<String, String>();
      for (int index = 0; index < keys.length; index++)
        entries.put(keys[index].toString(), toJson(values[index], map.valueType(), schema.getValueType()));
      return join(entries);
    }
    return value instanceof byte[] ? JavaAvro.toHex((byte[]) value) : JavaAvro.toJson(value);
  }

  /** A union of several types besides null is a row of them all, of which one has a value, or a number of the widest. */
  private static String unionToJson(Object value, DataType type, Schema union) {
    List<Schema> branches = union.getTypes().stream().filter(branch -> branch.getType() != Schema.Type.NULL).collect(Collectors.toList());
    if (value == null) return "null";
    if (branches.size() == 1) return toJson(value, type, branches.get(0));
    if (!(value instanceof InternalRow)) return JavaAvro.toJson(value);
    for (int index = 0; index < branches.size(); index++) {
      if (!((InternalRow) value).isNullAt(index)) return fieldToJson(value, type, index, branches.get(index));
    }
    return "null";
  }

  private static String fieldToJson(Object row, DataType type, int index, Schema schema) {
    DataType inner = ((StructType) type).fields()[index].dataType();
    return toJson(((InternalRow) row).get(index, inner), inner, schema);
  }

  private static String join(TreeMap<String, String> entries) {
    var texts = new ArrayList<String>();
    entries.forEach((key, value) -> texts.add("\"" + key + "\":" + value));
    return "{" + String.join(",", texts) + "}";
  }
}
