package io.datapunk.retry.agent.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.datapunk.retry.agent.rules.syntax.Node;
import io.datapunk.retry.agent.rules.syntax.ProblemList;
import io.datapunk.retry.agent.rules.syntax.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The JSON schema of rules files, as an editor uses it. */
final class Schema {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final JsonSchema schema;

    private Schema(JsonSchema schema) {
        this.schema = schema;
    }

    static Schema ofRepository() {
        try {
            String text = Files.readString(Path.of("../retry-rules.schema.json"));
            return new Schema(
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(text));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The schema itself. */
    JsonNode node() {
        return schema.getSchemaNode();
    }

    /** What it says against a file; {@code null} where the file is no YAML. */
    List<String> problems(String yaml) {
        ProblemList syntax = new ProblemList();
        Node root = new YamlReader("f.yml", syntax).read(yaml);
        if (root == null || !syntax.isEmpty()) {
            return null;
        }
        return schema.validate(json(root)).stream().map(Object::toString).toList();
    }

    private static JsonNode json(Node node) {
        if (node instanceof Node.Mapping mapping) {
            ObjectNode object = JSON.objectNode();
            for (Map.Entry<String, Node.Entry> entry : mapping.entries().entrySet()) {
                object.set(entry.getKey(), json(entry.getValue().value()));
            }
            return object;
        }
        if (node instanceof Node.Sequence sequence) {
            return JSON.arrayNode()
                    .addAll(sequence.items().stream().map(Schema::json).toList());
        }
        Object value = ((Node.Scalar) node).value();
        if (value == null) {
            return JSON.nullNode();
        }
        if (value instanceof Boolean truth) {
            return JSON.booleanNode(truth);
        }
        if (value instanceof Long number) {
            return JSON.numberNode(number);
        }
        // JSON has no infinity: an editor sees a text there.
        return value instanceof Double number && Double.isFinite(number)
                ? JSON.numberNode(number)
                : JSON.textNode(value.toString());
    }
}
