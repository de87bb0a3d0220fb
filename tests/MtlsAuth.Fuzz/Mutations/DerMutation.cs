namespace MtlsAuth.Fuzz.Mutations;

/// <summary>Changes whole elements of DER, and mends the lengths around them.</summary>
internal static class DerMutation
{
    private static readonly byte[] Tags =
    [
        0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0A, 0x0C, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1E, 0x30, 0x31,
        0x80, 0x82, 0x86, 0x87, 0xA0, 0xA1, 0xA3,
    ];

    private static readonly byte[][] Values =
    [
        [], [0x00], [0x01], [0xFF], [0x00, 0x80], [0x7F, 0xFF, 0xFF, 0xFF], [0x80, 0x00, 0x00, 0x00],
        [0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
    ];

    /// <summary>One change; null if the input is nothing like DER.</summary>
    public static byte[]? Apply(byte[] input, byte[] other, Random random)
    {
        if (DerNode.Read(input) is not [DerNode root])
        {
            return null;
        }

        DerNode[] nodes = [.. root.All()];
        DerNode node = nodes[random.Next(nodes.Length)];
        DerNode[] parents = [.. nodes.Where(item => item.Children is { Count: > 0 })];
        if (parents.Length == 0 || random.Next(3) == 0)
        {
            ChangeOne(node, random);
        }
        else
        {
            ChangeChildren(parents[random.Next(parents.Length)].Children!, node, other, random);
        }

        return root.ToArray();
    }

    private static void ChangeOne(DerNode node, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                node.Tag = Tags[random.Next(Tags.Length)];
                break;
            case 1:
                node.Tag ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                node.Contents = Values[random.Next(Values.Length)];
                break;
            default:
                node.Contents = OctetMutation.Apply(node.Contents, node.Contents, [], random);
                break;
        }
    }

    private static void ChangeChildren(List<DerNode> children, DerNode any, byte[] other, Random random)
    {
        int at = random.Next(children.Count);
        switch (random.Next(5))
        {
            case 0:
                children.RemoveAt(at);
                break;
            case 1:
                children.Insert(random.Next(children.Count + 1), children[at]);
                break;
            case 2:
                (children[at], children[0]) = (children[0], children[at]);
                break;
            case 3 when !any.All().Contains(children[at]) && !children[at].All().Contains(any) && any.Children is null:
                children[at] = any;
                break;
            default:
                if (DerNode.Read(other) is [DerNode foreign])
                {
                    DerNode[] nodes = [.. foreign.All()];
                    children[at] = nodes[random.Next(nodes.Length)];
                }

                break;
        }
    }
}
