using System.Text.Json.Nodes;

namespace MtlsAuth.Tests.Discovery;

internal static class JsonNodeAssertions
{
    public static Assertions Should(this JsonNode node) => new(node);

    internal sealed class Assertions(JsonNode node)
    {
        public void BeJson(string expected) =>
            JsonNode.DeepEquals(node, JsonNode.Parse(expected)).Should().BeTrue("the document is {0}", node.ToJsonString());
    }
}
