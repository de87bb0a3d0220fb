namespace AuthorizationServer.Page;

/// <summary>Markup that was put together with every value in it encoded.</summary>
/// <remarks>There is no way to make markup of a string: a value that reaches a page is text there, whoever wrote it.</remarks>
internal sealed class Html
{
    private readonly string _markup;

    private Html(string markup) => _markup = markup;

    /// <summary>Nothing.</summary>
    public static Html Empty { get; } = new(string.Empty);

    /// <summary>
    /// Makes markup of an interpolated string: what stands in the source is markup, and each value between braces is encoded text, unless
    /// it is markup itself. Values stand between tags and in quoted attributes, nowhere else.
    /// </summary>
    public static Html Of(HtmlWriter markup) => new(markup.ToString());

    /// <summary>The markup, for the response.</summary>
    public override string ToString() => _markup;
}
