using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MtlsAuth.Docs.Tests;

/// <summary>Compiles a page's C#: each block for itself, with the types that other blocks of its page declare.</summary>
internal static partial class CSharpBlocks
{
    // C# 12 is the language of net8.0. The pages are read by its users, too.
    private static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp12);

    // The libraries are built against .NET of an earlier patch. Not each block waits for something, or uses what it names.
    private static readonly string[] Ignored = ["CS1701", "CS1702", "CS1998", "CS8321", "CS0219", "CS8019", "CS0168"];

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The errors and warnings of a block.</summary>
    public static IEnumerable<string> Compile(CodeBlock block, IEnumerable<CodeBlock> page)
    {
        // What declares types is compiled with all such blocks of the page; what has statements, with those types.
        string[] types =
        [
            .. page.Where(static other => other is { Language: "csharp", Mark: null } && DeclaresTypes(other))
                .Select(static other => other.Code),
        ];
        bool isProgram = block.Code.Contains("WebApplication.CreateBuilder", StringComparison.Ordinal);
        string libraries = string.Join('\n', Libraries.Namespaces.Select(static name => $"global using {name};"));
        IEnumerable<string> sources = DeclaresTypes(block) ? types.Append(libraries).Append(Application)
            : isProgram ? types.Append(block.Code)
            : types.Append(libraries).Append(Application).Append(WriteStatements(block));
        CSharpCompilationOptions options = new(
            isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable,
            generalDiagnosticOption: ReportDiagnostic.Error,
            specificDiagnosticOptions: Ignored.Select(static id => KeyValuePair.Create(id, ReportDiagnostic.Suppress)));
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Block",
            sources.Append(ImplicitUsings).Select(static source => CSharpSyntaxTree.ParseText(source, Language)),
            References,
            options);
        return compilation.GetDiagnostics().Where(static it => it.Severity == DiagnosticSeverity.Error).Select(static it => it.ToString());
    }

    private static bool DeclaresTypes(CodeBlock block) => Declaration().IsMatch(Split(block.Code).Others);

    private static string WriteStatements(CodeBlock block)
    {
        (string usings, string others) = Split(block.Code);

        // A block that goes on with a call, as one in the middle of a longer one.
        string statements = others.TrimStart().StartsWith('.') ? $"_ = builder.Services.AddAuthentication()\n{others}" : others;
        string members = Member().IsMatch(others.TrimStart()) ? others : $"public async Task RunAsync()\n{{\n{statements}\n}}";
        return $"{usings}\npublic abstract class Block : Application\n{{\n{members}\n}}";
    }

    private static (string Usings, string Others) Split(string code)
    {
        string usings = Usings().Match(code).Value;
        return (usings, code[usings.Length..]);
    }

    // What the SDK for the web adds to each file.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Net.Http.Json;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    // What the names mean that are the reader's own, and the libraries' namespaces, where a block leaves its usings out.
    private const string Application = """
        global using System.Net;
        global using System.Net.Security;
        global using System.Security.Cryptography;
        global using System.Security.Cryptography.X509Certificates;
        global using System.Text.Json;
        global using System.Text.Json.Nodes;
        global using Microsoft.AspNetCore.Mvc.Testing;
        global using Microsoft.AspNetCore.TestHost;
        global using Microsoft.EntityFrameworkCore;
        global using Microsoft.Extensions.Logging.Testing;
        global using NUnit.Framework;
        global using AuthenticationBuilder = Microsoft.AspNetCore.Authentication.AuthenticationBuilder;

        public abstract class Application
        {
            protected WebApplicationBuilder builder = null!;
            protected IServiceCollection services = null!;
            protected WebApplication app = null!;
            protected HttpContext context = null!;
            protected OpenIddictServerBuilder server = null!;
            protected IClientMetadataStore clients = null!;
            protected IClientRegistry registry = null!;
            protected IClientChangeObserver observer = null!;
            protected IClientCertificateSource certificates = null!;
            protected TokenBindingPolicy policy = null!;
            protected RegisteredClient client = null!;
            protected ClientMetadata metadata = null!;
            protected ProtectedResourceMetadata resource = null!;
            protected PresentedCertificate presented = null!;
            protected ClientCertificate certificate = null!;
            protected CertificateConfirmation confirmation = null!;
            protected CertificateBindingOptions rules = null!;
            protected Dictionary<string, object?> claims = null!;
            protected ClientJwkSet keys = null!;
            protected Row row = null!;
            protected string clientId = null!;
            protected string? secret;
            protected string? cnf;
            protected string? storedWithRefreshToken;
            protected string tenant = null!;
            protected string audience = null!;
            protected CancellationToken cancellationToken;
            protected TestCertificate own = null!;
            protected TimeProvider clock = null!;
            protected HttpClient http = null!;
            protected HttpRequestMessage request = null!;
            protected HttpContent form = null!;
            protected byte[] octets = null!;
            protected FakeLogCollector log = null!;

            protected abstract Task IssueTokenAsync(HttpContext context, RegisteredClient client, ClientCertificate certificate);

            protected abstract Task AuthenticateByOtherMethodAsync(HttpContext context, RegisteredClient claimed);
        }

        public sealed class Program;

        public sealed class Row
        {
            public required string Id { get; init; }

            public string? Method { get; init; }
        }
        """;

    [GeneratedRegex(@"^(using [^;(]+;\n|//[^\n]*\n|\n)*")]
    private static partial Regex Usings();

    [GeneratedRegex(@"^(\[[^\n]*\]\n)?(public|private|protected) ")]
    private static partial Regex Member();

    [GeneratedRegex(@"^(public|internal) (sealed |static |abstract )*(class|record|enum|interface)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
