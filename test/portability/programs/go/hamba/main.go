// What hamba/avro makes of each probe of a file.
package main

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/hamba/avro/v2"

	"portability/facts"
)

func main() {
	facts.Tell(facts.Software[avro.Schema]{Parse: parse, LogicalType: logicalType, Read: read})
}

// parse gives each schema a cache of its own: with the common one, the name of one probe would be known to the next.
func parse(text string) (avro.Schema, error) {
	return avro.ParseWithCache(text, "", &avro.SchemaCache{})
}

// logicalType counts a logical type that changes what is read.
func logicalType(schema avro.Schema, text string, data []byte) (string, error) {
	annotated, ok := schema.(avro.LogicalTypeSchema)
	if !ok || annotated.Logical() == nil {
		return "", nil
	}
	var attributes map[string]any
	if err := json.Unmarshal([]byte(text), &attributes); err != nil {
		return "", err
	}
	delete(attributes, "logicalType")
	without, err := json.Marshal(attributes)
	if err != nil {
		return "", err
	}
	plain, err := parse(string(without))
	if err != nil {
		return "", err
	}
	var value, underlying any
	if err := avro.Unmarshal(schema, data, &value); err != nil {
		return "", err
	}
	if err := avro.Unmarshal(plain, data, &underlying); err != nil {
		return "", err
	}
	if fmt.Sprintf("%T", value) == fmt.Sprintf("%T", underlying) {
		return "", nil
	}
	return string(annotated.Logical().Type()), nil
}

func read(writer, reader avro.Schema, data []byte) (any, error) {
	resolved := reader
	if writer != reader {
		var err error
		if resolved, err = avro.NewSchemaCompatibility().Resolve(reader, writer); err != nil {
			return nil, err
		}
	}
	var value any
	err := avro.Unmarshal(resolved, data, &value)
	return unwrap(reader, value), err
}

// unwrap takes the values of unions out of the maps of one key that they are in, and makes bytes of arrays.
func unwrap(schema avro.Schema, value any) any {
	switch schema := schema.(type) {
	case *avro.RefSchema:
		return unwrap(schema.Schema(), value)
	case *avro.RecordSchema:
		if fields, ok := value.(map[string]any); ok {
			for _, field := range schema.Fields() {
				fields[field.Name()] = unwrap(field.Type(), fields[field.Name()])
			}
		}
	case *avro.UnionSchema:
		wrapped, ok := value.(map[string]any)
		for _, branch := range schema.Types() {
			if inner, has := wrapped[nameOf(branch)]; ok && has && len(wrapped) == 1 {
				return unwrap(branch, inner)
			}
		}
	case *avro.FixedSchema:
		bytes := make([]byte, schema.Size())
		reflect.Copy(reflect.ValueOf(bytes), reflect.ValueOf(value))
		return bytes
	}
	return value
}

func nameOf(schema avro.Schema) string {
	if named, ok := schema.(avro.NamedSchema); ok {
		return named.FullName()
	}
	if reference, ok := schema.(*avro.RefSchema); ok {
		return reference.Schema().FullName()
	}
	return string(schema.Type())
}
