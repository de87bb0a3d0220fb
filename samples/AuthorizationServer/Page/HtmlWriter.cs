using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace AuthorizationServer.Page;

/// <summary>What the compiler makes of the interpolated strings that are given to <see cref="Html.Of"/>.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlWriter(int literalLength, int formattedCount)
{
    // Room for what most values need.
    private const int ValueLength = 32;

    private readonly StringBuilder _markup = new(literalLength + (formattedCount * ValueLength));

    public void AppendLiteral(string markup) => _markup.Append(markup);

    public void AppendFormatted(string? text) => _markup.Append(HtmlEncoder.Default.Encode(VisibleText.Of(text ?? string.Empty)));

    public void AppendFormatted(int number) => _markup.Append(CultureInfo.InvariantCulture, $"{number}");

    public void AppendFormatted(Html markup) => _markup.Append(markup);

    public void AppendFormatted(IEnumerable<Html> markup) => _markup.AppendJoin(string.Empty, markup);

    public override string ToString() => _markup.ToString();
}
