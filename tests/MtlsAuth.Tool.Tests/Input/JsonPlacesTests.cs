using System.Text;
using MtlsAuth.Tool.Input;

namespace MtlsAuth.Tool.Tests.Input;

public sealed class JsonPlacesTests
{
    private const string Clients = """
        [
          { "client_id": "a", "jwks": { "keys": [ { "kty": "EC", "x5t#S256": "x" }, 5 ] } },
          {
            "näme": [ [], [ 1, 2 ], {} ], "jw\u006bs": { "keys": [] } }
        ]
        """;

    [TestCase("$", "1:1")]
    [TestCase("$[0]", "2:3")]
    [TestCase("$[0].client_id", "2:5")]
    [TestCase("$[0].jwks.keys[0].kty", "2:45")]
    [TestCase("$[0].jwks.keys[0]['x5t#S256']", "2:58")]
    [TestCase("$[0].jwks.keys[0].x5t#S256", "2:58")]
    [TestCase("$[0].jwks.keys[1]", "2:77")]
    [TestCase("$[1]", "3:3")]
    [TestCase("$[1].näme", "4:5")]
    [TestCase("$[1].näme[1][1]", "4:24")]
    [TestCase("$[1].näme[2]", "4:29")]
    [TestCase("$[1].jwks.keys", "4:50")]
    public void A_path_leads_to_line_and_column(string path, string place)
    {
        byte[] text = Encoding.UTF8.GetBytes(Clients);
        byte[] withCarriageReturns = Encoding.UTF8.GetBytes(Clients.ReplaceLineEndings("\r\n"));

        TextPlace.Of(text, JsonPlaces.Find(text, [path])[path]).ToString().Should().Be(place);
        TextPlace.Of(withCarriageReturns, JsonPlaces.Find(withCarriageReturns, [path])[path]).ToString().Should().Be(place);
    }

    [TestCase("$[0].jwks.keys[0].crv", "2:43")]
    [TestCase("$[0].token_endpoint_auth_method", "2:3")]
    [TestCase("$[9].jwks", "1:1")]
    [TestCase("$[1].jwks.keys[0].n", "4:50")]
    [TestCase("$.nothing", "1:1")]
    [TestCase("$[", "1:1")]
    public void What_is_not_there_is_found_where_it_should_be(string path, string place)
    {
        byte[] text = Encoding.UTF8.GetBytes(Clients);

        TextPlace.Of(text, JsonPlaces.Find(text, [path])[path]).ToString().Should().Be(place);
    }

    [Test]
    public void Many_paths_are_found_at_once()
    {
        byte[] text = Encoding.UTF8.GetBytes(Clients);

        JsonPlaces.Find(text, ["$", "$[1]", "$[1]", "$[0].jwks"]).Should().HaveCount(3);
        JsonPlaces.Find(text, []).Should().BeEmpty();
    }
}
