using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MtlsAuth.EntityFrameworkCore.Tests;

/// <summary>Loses the database's answer to a command that was executed, as a broken connection does.</summary>
internal sealed class LostAnswer : DbCommandInterceptor
{
    /// <summary>How the command begins whose answer is lost, once.</summary>
    public string? To { get; set; }

    public int Lost { get; private set; }

    public override async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        if (To is { } beginning && command.CommandText.StartsWith(beginning, StringComparison.Ordinal))
        {
            To = null;
            Lost++;
            await result.DisposeAsync();
            throw new TimeoutException("The answer was lost.");
        }

        return result;
    }
}
