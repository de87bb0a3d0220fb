using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MtlsAuth.AspNetCore;
using MtlsAuth.JwksUri;
using MtlsAuth.Registration;

namespace MtlsAuth.Docs.Tests;

/// <summary>Reads a page's JSON as the library would: settings are bound and checked, clients go through registration.</summary>
internal static class JsonBlocks
{
    private static readonly string[] Settings = ["MtlsAuth", "ForwardedCertificate", "JwksUri", "ClientCache"];

    // What an application has beside the library's settings.
    private static readonly string[] OtherSections = ["Logging", "Kestrel", "AllowedHosts", "ConnectionStrings", "ReverseProxy"];

    public static IEnumerable<string> Check(CodeBlock block)
    {
        using JsonDocument document = JsonDocument.Parse(block.Code);
        JsonElement root = document.RootElement;
        if (block.Mark == "data")
        {
            return [];
        }

        if (root.ValueKind == JsonValueKind.Array)
        {
            return [.. root.EnumerateArray().SelectMany(static client => CheckClient(client.GetRawText()))];
        }

        string[] names = [.. root.EnumerateObject().Select(static member => member.Name)];
        return names.Any(Settings.Contains) && names.All(name => Settings.Contains(name) || OtherSections.Contains(name))
            ? CheckSettings(block.Code)
            : CheckClient(block.Code);
    }

    private static IEnumerable<string> CheckClient(string json)
    {
        ClientRegistrationValidator validator = new(new ClientRegistrationValidatorOptions
        {
            EnabledMethods =
            [
                ClientAuthenticationMethods.PubKeyTlsClientAuth,
                ClientAuthenticationMethods.SelfSignedTlsClientAuth,
                ClientAuthenticationMethods.TlsClientAuth,
            ],
            OtherMethods = ["none", "client_secret_basic", "client_secret_post", "private_key_jwt"],
            SupportsJwksUri = true,
            IsTrustedSource = true,
        });
        return validator.Validate(Encoding.UTF8.GetBytes(json)).Findings
            .Where(static finding => finding.Severity != ClientRegistrationSeverity.Information)
            .Select(static finding => finding.ToString());
    }

    private static IEnumerable<string> CheckSettings(string json)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(json));
        IConfigurationRoot configuration = new ConfigurationBuilder().AddJsonStream(stream).Build();
        ServiceCollection services = new();
        services.AddLogging();
        MtlsAuthBuilder builder = services.AddMtlsAuth(configuration.GetSection("MtlsAuth")).AddInMemoryClients([]);
        if (configuration.GetSection("ForwardedCertificate").Exists())
        {
            builder.AddForwardedCertificate(configuration.GetSection("ForwardedCertificate"));
        }

        services.AddMtlsJwksUri(configuration.GetSection("JwksUri"));
        services.AddMtlsClientCache(configuration.GetSection("ClientCache"));
        using ServiceProvider provider = services.BuildServiceProvider();
        try
        {
            provider.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return exception.Failures;
        }
        catch (AggregateException exception)
        {
            return exception.InnerExceptions.Select(static inner => inner.Message);
        }
        catch (InvalidOperationException exception)
        {
            return [exception.Message];
        }
    }
}
