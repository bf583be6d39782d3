// Package facts tells what a piece of software makes of each probe of a file, a line for a line;
// test/portability/ask.ts says what stands in the columns of both.
package facts

import (
	"bufio"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math"
	"os"
	"sort"
	"strconv"
	"strings"
)

// Software is what is asked. LogicalType gives the name of the logical type that the schema is known by, or nothing.
// Read gives the value of data by the writer's and the reader's schema; it is nil where the software knows no such thing.
type Software[S any] struct {
	Parse       func(text string) (S, error)
	LogicalType func(schema S, text string, data []byte) (string, error)
	Read        func(writer, reader S, data []byte) (any, error)
}

// Tell prints a line for each line of the file that the arguments name.
func Tell[S any](software Software[S]) {
	file, err := os.Open(os.Args[1])
	if err != nil {
		panic(err)
	}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		columns := strings.Split(lines.Text(), "\t")
		fmt.Println(columns[0] + "\t" + strings.Join(tellOne(columns, software), "\t"))
	}
}

func tellOne[S any](columns []string, software Software[S]) []string {
	text := decode(columns[1])
	schema, err := guard(func() (S, error) { return software.Parse(text) })
	if err != nil {
		return []string{"refused", encode(err.Error()), "-", "-", "-"}
	}
	data, _ := hex.DecodeString(strings.Trim(columns[4], "-"))
	logical := "-"
	if columns[2] == "1" {
		name, err := guard(func() (string, error) { return software.LogicalType(schema, text, data) })
		if err != nil {
			return []string{"accepted", "-", "-", "failed", encode(err.Error())}
		}
		if name != "" {
			logical = name
		}
	}
	if columns[3] == "-" || software.Read == nil {
		return []string{"accepted", "-", logical, "-", "-"}
	}
	value, err := guard(func() (any, error) {
		if columns[3] == "=" {
			return software.Read(schema, schema, data)
		}
		writer, err := software.Parse(decode(columns[3]))
		if err != nil {
			return nil, err
		}
		return software.Read(writer, schema, data)
	})
	if err != nil {
		return []string{"accepted", "-", logical, "failed", encode(err.Error())}
	}
	return []string{"accepted", "-", logical, "value", encode(toJSON(value))}
}

// guard makes an error of a panic, which is nothing else to who wanted to use the schema.
func guard[T any](ask func() (T, error)) (value T, err error) {
	defer func() {
		if problem := recover(); problem != nil {
			err = fmt.Errorf("panic: %v", problem)
		}
	}()
	return ask()
}

func toJSON(value any) string {
	switch value := value.(type) {
	case nil:
		return "null"
	case string:
		return strconv.Quote(value)
	case []byte:
		return `"0x` + hex.EncodeToString(value) + `"`
	case float32:
		return number(float64(value), 32)
	case float64:
		return number(value, 64)
	case []any:
		items := make([]string, len(value))
		for index, item := range value {
			items[index] = toJSON(item)
		}
		return "[" + strings.Join(items, ",") + "]"
	case map[string]any:
		entries := make([]string, 0, len(value))
		for key, each := range value {
			entries = append(entries, strconv.Quote(key)+":"+toJSON(each))
		}
		sort.Strings(entries)
		return "{" + strings.Join(entries, ",") + "}"
	default:
		return fmt.Sprint(value)
	}
}

func number(value float64, bits int) string {
	switch {
	case math.IsNaN(value):
		return `"NaN"`
	case math.IsInf(value, 1):
		return `"Infinity"`
	case math.IsInf(value, -1):
		return `"-Infinity"`
	}
	return strconv.FormatFloat(value, 'f', -1, bits)
}

func encode(text string) string {
	return base64.StdEncoding.EncodeToString([]byte(text))
}

func decode(text string) string {
	bytes, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		panic(err)
	}
	return string(bytes)
}
