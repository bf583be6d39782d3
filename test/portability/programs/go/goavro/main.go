// What goavro makes of each probe of a file. It reads by the writer's schema alone, so it is not asked to read by another.
package main

import (
	"encoding/json"
	"fmt"

	"github.com/linkedin/goavro/v2"

	"portability/facts"
)

func main() {
	facts.Tell(facts.Software[*goavro.Codec]{Parse: goavro.NewCodec, LogicalType: logicalType})
}

// logicalType counts a logical type that changes what is read.
func logicalType(codec *goavro.Codec, text string, data []byte) (string, error) {
	var schema map[string]any
	if err := json.Unmarshal([]byte(text), &schema); err != nil {
		return "", err
	}
	name := fmt.Sprint(schema["logicalType"])
	delete(schema, "logicalType")
	without, err := json.Marshal(schema)
	if err != nil {
		return "", err
	}
	plain, err := goavro.NewCodec(string(without))
	if err != nil {
		return "", err
	}
	value, _, err := codec.NativeFromBinary(data)
	if err != nil {
		return "", err
	}
	underlying, _, err := plain.NativeFromBinary(data)
	if err != nil || fmt.Sprintf("%T", value) == fmt.Sprintf("%T", underlying) {
		return "", err
	}
	return name, nil
}
