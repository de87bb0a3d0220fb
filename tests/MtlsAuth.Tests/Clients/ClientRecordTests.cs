namespace MtlsAuth.Tests.Clients;

public sealed class ClientRecordTests
{
    [TestCase("", false)]
    [TestCase(" ", true)]
    [TestCase("~", true)]
    [TestCase("\u001f", false)]
    [TestCase("\u007f", false)]
    [TestCase("ä", false)]
    public void A_client_id_is_printable_ASCII(string clientId, bool expected) =>
        ClientRecord.IsAllowedClientId(clientId).Should().Be(expected);

    [TestCase(ClientRecord.MaximumClientIdLength, true)]
    [TestCase(ClientRecord.MaximumClientIdLength + 1, false)]
    public void A_client_id_has_a_largest_length(int length, bool expected) =>
        ClientRecord.IsAllowedClientId(new string('a', length)).Should().Be(expected);
}
