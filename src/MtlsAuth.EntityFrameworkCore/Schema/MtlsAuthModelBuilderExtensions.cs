using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MtlsAuth.EntityFrameworkCore;

/// <summary>Adds the library's tables to the application's model.</summary>
public static class MtlsAuthModelBuilderExtensions
{
    private const string ClientTable = "MtlsAuthClients";
    private const string KeyUseTable = "MtlsAuthKeyUses";
    private const int ThumbprintLength = 43;

    /// <summary>
    /// Adds the tables with clients, <c>MtlsAuthClients</c>, and with uses of their keys, <c>MtlsAuthKeyUses</c>, to the model. Migrations
    /// are the application's.
    /// </summary>
    /// <param name="modelBuilder">The model.</param>
    /// <param name="schema">The tables' schema; null for the default.</param>
    /// <param name="clientIdCollation">
    /// The collation of ids, which has to compare octet by octet. Null for what SQLite does by itself and PostgreSQL by <c>C</c>, as this
    /// method sees from the model; other databases need the name of theirs.
    /// </param>
    /// <example>
    /// <code>
    /// protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseMtlsAuth();
    /// </code>
    /// </example>
    public static ModelBuilder UseMtlsAuth(this ModelBuilder modelBuilder, string? schema = null, string? clientIdCollation = null)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        EntityTypeBuilder<MtlsAuthClient> client = modelBuilder.Entity<MtlsAuthClient>();
        string? collation = clientIdCollation ?? DefaultCollation(modelBuilder);
        client.ToTable(ClientTable, schema);
        client.HasKey(static row => row.ClientId);
        client.Property(static row => row.ClientId).HasMaxLength(ClientRecord.MaximumClientIdLength).UseCollation(collation);
        client.Property(static row => row.Metadata);
        client.Property(static row => row.UpdatedAt);
        client.Property(static row => row.RowVersion).IsConcurrencyToken().ValueGeneratedNever();
        client.Property(static row => row.RegistrationAccessTokenHash);

        EntityTypeBuilder<MtlsAuthKeyUse> use = modelBuilder.Entity<MtlsAuthKeyUse>();
        use.ToTable(KeyUseTable, schema);
        use.HasKey(static row => new { row.ClientId, row.KeyThumbprint });
        use.Property(static row => row.ClientId).HasMaxLength(ClientRecord.MaximumClientIdLength).UseCollation(collation);
        use.Property(static row => row.KeyThumbprint).HasMaxLength(ThumbprintLength).UseCollation(collation);
        use.Property(static row => row.LastUsedAt);

        // What is known of a client goes with it.
        use.HasOne<MtlsAuthClient>().WithMany().HasForeignKey(static row => row.ClientId).OnDelete(DeleteBehavior.Cascade);
        return modelBuilder;
    }

    // Npgsql leaves its mark on each model before the application builds it. The package depends on no provider.
    private static string? DefaultCollation(ModelBuilder modelBuilder) =>
        modelBuilder.Model.GetAnnotations().Any(static annotation => annotation.Name.StartsWith("Npgsql:", StringComparison.Ordinal))
            ? "C"
            : null;
}
