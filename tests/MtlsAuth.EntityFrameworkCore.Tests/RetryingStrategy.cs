using Microsoft.EntityFrameworkCore.Storage;

namespace MtlsAuth.EntityFrameworkCore.Tests;

/// <summary>Tries again what timed out, as the strategies of databases in a cloud do.</summary>
internal sealed class RetryingStrategy(ExecutionStrategyDependencies dependencies)
    : ExecutionStrategy(dependencies, maxRetryCount: 3, maxRetryDelay: TimeSpan.FromMilliseconds(1))
{
    protected override bool ShouldRetryOn(Exception exception) => exception is TimeoutException;
}
