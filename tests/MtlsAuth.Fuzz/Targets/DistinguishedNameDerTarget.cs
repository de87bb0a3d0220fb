using MtlsAuth.Certificates;
using MtlsAuth.Names;

namespace MtlsAuth.Fuzz.Targets;

internal sealed class DistinguishedNameDerTarget() : FuzzTarget("name-der", InputShape.Der)
{
    public override void Execute(byte[] input)
    {
        bool isRead = DistinguishedName.TryReadDer(input, out DistinguishedName? name, out DistinguishedNameError error);
        Claim(isRead == (name is not null) && isRead == (error == DistinguishedNameError.None), "what is refused has a reason");
        if (name is not null)
        {
            Claim(DistinguishedNameTextTarget.EqualsItself(name), "a name equals itself");
        }
    }
}
