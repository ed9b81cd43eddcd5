using Xunit;

namespace ShardClient.Tests.Unit.Errors;

public sealed class ErrorCatalogTests
{
    [Fact]
    public void Only_what_was_surely_not_done_and_may_succeed_next_time_is_transient()
    {
        var transient = Enum.GetValues<ShardErrorCode>().Where(static code => new ShardException(code, "x").IsTransient);
        Assert.Equal([ShardErrorCode.Deadlock, ShardErrorCode.LockTimeout, ShardErrorCode.PoolExhausted], transient);
    }

    [Fact]
    public void Every_code_has_a_SQLSTATE_of_five_characters() =>
        Assert.All(Enum.GetValues<ShardErrorCode>(), static code => Assert.Equal(5, new ShardException(code, "x").SqlState.Length));
}
