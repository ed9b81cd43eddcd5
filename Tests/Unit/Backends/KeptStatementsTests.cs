using ShardClient.Backends.MySql;
using Xunit;

namespace ShardClient.Tests.Unit.Backends;

public sealed class KeptStatementsTests
{
    [Fact]
    public void The_longest_unused_goes_first()
    {
        var kept = new KeptStatements(2);
        Assert.Null(kept.Keep(new KeptStatement("a", 1, 0)));
        Assert.Null(kept.Keep(new KeptStatement("b", 2, 0)));
        Assert.True(kept.TryFind("a", out _));
        Assert.Equal("b", kept.Keep(new KeptStatement("c", 3, 0))?.Text);
        Assert.False(kept.TryFind("b", out _));
        Assert.Equal(2, kept.Count);
    }

    [Fact]
    public void Those_that_the_server_keeps_are_told_when_all_are_forgotten()
    {
        var kept = new KeptStatements(5);
        kept.Keep(new KeptStatement("a", 1, 0));
        kept.Keep(new KeptStatement("b", 0, 0) { IsPrepared = false });
        var told = new List<uint>();
        kept.Clear(statement => told.Add(statement.Id));
        Assert.Equal([1u], told);
        Assert.Equal(0, kept.Count);
    }

    [Theory]
    [InlineData("SELECT * FROM orders WHERE id = ?", false, false)]
    [InlineData("select get_lock('a', 1)", true, false)]
    [InlineData("LOCK TABLES t WRITE", true, false)]
    [InlineData("call p()", true, false)]
    [InlineData("xa prepare 'b'", true, true)]
    [InlineData("XA START 'b'", false, false)]
    public void A_text_that_may_leave_something_behind_is_known(string text, bool mayLeave, bool mayPrepareBranch) =>
        Assert.Equal((mayLeave, mayPrepareBranch), (SessionTraces.MayLeave(text), SessionTraces.MayPrepareBranch(text)));
}
