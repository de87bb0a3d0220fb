using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MtlsAuth.AspNetCore.Tests;

/// <summary>Compiles the examples in the doc comments, as they are printed, with the compiler's warnings.</summary>
public sealed class ExampleTests
{
    // C# 12 is the language of net8.0. The examples are read by its users, too.
    private static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp12);

    // The library is built against .NET of an earlier patch. Not each example waits for something.
    private static readonly string[] Ignored = ["CS1701", "CS1702", "CS1998"];

    private static readonly CSharpCompilationOptions Library = new(
        OutputKind.DynamicallyLinkedLibrary,
        nullableContextOptions: NullableContextOptions.Enable,
        generalDiagnosticOption: ReportDiagnostic.Error,
        specificDiagnosticOptions: Ignored.Select(static id => KeyValuePair.Create(id, ReportDiagnostic.Suppress)));

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly string[] Libraries = ["MtlsAuth", "MtlsAuth.AspNetCore", "MtlsAuth.AspNetCore.JwtBearer", "MtlsAuth.Testing"];

    [TestCaseSource(nameof(Cases))]
    public void Example_compiles(string code) => Compile(code).Should().BeEmpty();

    [Test]
    public void Each_library_has_examples([ValueSource(nameof(Libraries))] string library) => Examples(library).Should().NotBeEmpty();

    [Test]
    public void Most_of_what_users_meet_first_has_an_example() =>
        Libraries.Sum(static library => Examples(library).Count()).Should().BeGreaterThanOrEqualTo(20);

    [TestCase("certificate.Subjekt.ToString();")]
    [TestCase("string name = certificate.Subject!.Attributes.First().Text;")]
    public void Example_with_an_error_or_a_warning_is_found(string code) => Compile(code).Should().ContainSingle();

    private static IEnumerable<TestCaseData> Cases() =>
        from library in Libraries
        from example in Examples(library)
        select new TestCaseData(example.Code).SetArgDisplayNames(example.Member);

    private static IEnumerable<(string Member, string Code)> Examples(string library) =>
        from member in XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{library}.xml")).Descendants("member")
        from code in member.Elements("example").Elements("code")
        select (member.Attribute("name")!.Value, code.Value);

    private static string[] Compile(string code)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(Write(code), Language);
        CSharpCompilation compilation = CSharpCompilation.Create("Example", [tree], References, Library);
        return
        [
            .. from diagnostic in compilation.GetDiagnostics()
               where diagnostic.Severity == DiagnosticSeverity.Error
               select diagnostic.ToString(),
        ];
    }

    // What the names mean that are the application's own.
    private static string Write(string code) => $$"""
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Net.Http;
        using System.Net.Security;
        using System.Security.Cryptography.X509Certificates;
        using System.Text.Json;
        using System.Text.Json.Nodes;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Hosting;
        using Microsoft.AspNetCore.Http;
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.DependencyInjection;
        using MtlsAuth;
        using MtlsAuth.AspNetCore;
        using MtlsAuth.AspNetCore.JwtBearer;
        using MtlsAuth.Certificates;
        using MtlsAuth.Forwarding;
        using MtlsAuth.Registration;
        using MtlsAuth.Testing;

        public abstract class Application
        {
            protected WebApplicationBuilder builder = null!;
            protected WebApplication app = null!;
            protected HttpContext context = null!;
            protected SslStream tls = null!;
            protected X509Certificate2 serverCertificate = null!;
            protected Database database = null!;
            protected IClientMetadataStore clients = null!;
            protected IClientRegistry registry = null!;
            protected TokenBindingPolicy policy = null!;
            protected RegisteredClient client = null!;
            protected ClientMetadata metadata = null!;
            protected PresentedCertificate presented = null!;
            protected ClientCertificate certificate = null!;
            protected ClientCertificate authority = null!;
            protected byte[] utf8Json = null!;
            protected string clientId = null!;
            protected string? bearerToken;
            protected string? secret;
            protected string? cnf;
            protected string? storedWithRefreshToken;
            protected JsonElement introspection;
            protected Dictionary<string, object?> claims = null!;

            protected abstract Task IssueTokenAsync(HttpContext context, RegisteredClient client, ClientCertificate certificate);

            protected abstract Task AuthenticateByOtherMethodAsync(HttpContext context, RegisteredClient client);
        }

        public abstract class Database
        {
            public abstract Task<byte[]?> ReadClientAsync(string clientId, CancellationToken cancellationToken);
        }

        public abstract class DatabaseClients : IClientMetadataStore
        {
            public abstract ValueTask<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken);
        }

        public abstract class Example : Application
        {
            {{(code.TrimStart().StartsWith("public ", StringComparison.Ordinal) ? code : $"public async Task RunAsync() {{ {code} }}")}}
        }
        """;
}
