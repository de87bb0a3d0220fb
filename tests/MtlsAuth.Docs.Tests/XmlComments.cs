using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MtlsAuth.Docs.Tests;

/// <summary>The doc comments of a library, as Markdown on one line.</summary>
internal sealed partial class XmlComments(Assembly library)
{
    private readonly Dictionary<string, XElement> _members =
        XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{library.GetName().Name}.xml")).Descendants("member")
            .ToDictionary(static member => member.Attribute("name")!.Value);

    public string SummaryOf(Type type) => Write(_members[$"T:{type.FullName}"].Element("summary"));

    public string SummaryOf(PropertyInfo property) => Write(Find(property).Element("summary"));

    public string RemarksOf(PropertyInfo property) => Write(Find(property).Element("remarks"));

    private XElement Find(PropertyInfo property) => _members[$"P:{property.DeclaringType!.FullName}.{property.Name}"];

    private static string Write(XElement? comment)
    {
        StringBuilder text = new();
        foreach (XNode node in comment?.Nodes() ?? [])
        {
            Write(node, text);
        }

        return WhiteSpace().Replace(text.ToString(), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static void Write(XNode node, StringBuilder text)
    {
        switch (node)
        {
            case XText plain:
                text.Append(plain.Value.Replace("<", "&lt;", StringComparison.Ordinal));
                break;
            case XElement { Name.LocalName: "c" } code:
                text.Append('`').Append(code.Value).Append('`');
                break;
            case XElement { Name.LocalName: "see" or "seealso" or "paramref" } reference:
                text.Append('`').Append(NameOf(reference)).Append('`');
                break;
            case XElement { Name.LocalName: "para" } paragraph:
                text.Append(' ');
                paragraph.Nodes().ToList().ForEach(inner => Write(inner, text));
                text.Append(' ');
                break;
            case XElement other:
                throw new NotSupportedException($"Doc comments with <{other.Name}> are not written here.");
        }
    }

    // A property by its own name and its type's, unless the type's name ends in Options: then everybody knows whose it is.
    private static string NameOf(XElement reference)
    {
        string name = (reference.Attribute("cref") ?? reference.Attribute("langword") ?? reference.Attribute("name"))!.Value;
        string[] parts = name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('(')[0].Split('.');
        bool isMember = name.StartsWith("P:", StringComparison.Ordinal)
            || name.StartsWith("F:", StringComparison.Ordinal)
            || name.StartsWith("M:", StringComparison.Ordinal);
        return !isMember || parts[^2].EndsWith("Options", StringComparison.Ordinal) ? parts[^1] : $"{parts[^2]}.{parts[^1]}";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
