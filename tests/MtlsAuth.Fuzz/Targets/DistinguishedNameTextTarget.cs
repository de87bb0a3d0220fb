using System.Text;
using MtlsAuth.Certificates;
using MtlsAuth.Names;

namespace MtlsAuth.Fuzz.Targets;

internal sealed class DistinguishedNameTextTarget() : FuzzTarget("name-text", InputShape.Text)
{
    public override IReadOnlyList<string> Tokens =>
    [
        "CN=", "O=", "OU=", "DC=", "UID=", "2.5.4.3=", "1.2.840.113549.1.9.1=", ",", "+", ";", "\\", "\\,", "\\20", "\\C3\\A9", "\"",
        "#0c0141", "#1603", " ", "\0", "OID.", "serialNumber=",
    ];

    public override void Execute(byte[] input)
    {
        // Surrogates without their partners come to a reader as well: a string in JSON may be cut in two.
        string text = input.Length > 1 && input[0] == 0xFE ? Encoding.BigEndianUnicode.GetString(input) : Encoding.UTF8.GetString(input);
        bool isRead = DistinguishedName.TryParse(text, out DistinguishedName? name, out NameFault? fault);
        Claim(isRead == (name is not null) && isRead == (fault is null), "what is refused has a reason");
        if (name is null)
        {
            return;
        }

        Claim(EqualsItself(name), "a name equals itself");
        Claim(
            BrazilianNameForm.FindFault(text) is not { } form || (form.Position >= 0 && form.Position <= text.Length),
            "a fault of the form has a place");
        Claim(
            DistinguishedName.TryParse(name.ToString(), out DistinguishedName? again, out _)
                && again.Equals(name),
            "a name that is written is read as the same name");
    }

    public static bool EqualsItself(DistinguishedName name) => name.IsEmpty || name.Equals(name);
}
