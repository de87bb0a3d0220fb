using System.Text.Json.Nodes;

namespace MtlsAuth.Tests.Registration;

internal static class JsonNodeAssertions
{
    public static void ShouldBeJson(this JsonNode node, string expected) =>
        JsonNode.DeepEquals(node, JsonNode.Parse(expected)).Should().BeTrue("the document is {0}", node.ToJsonString());
}
