using ShardClient.Backends.MySql;
using ShardClient.Execution;
using ShardClient.Planning;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>What the tests of shared sessions look at: what a plan says of a statement, and what the pools have done.</summary>
internal static class SharedReading
{
    public const string Options = "Multiplexing=Reads;Multiplexing Sessions=2;";

    /// <summary>Answers that came by shared sessions so far.</summary>
    public static long Answered(ShardDataSource source)
    {
        using var connection = source.OpenConnection();
        return Pools(connection.Session.Runtime).Sum(static pool => pool.Shared!.Answered + pool.SharedByThreads!.Answered);
    }

    /// <summary>Reads until every shard has a shared session: they are opened beside, on nobody's time.</summary>
    public static async Task WarmAsync(ShardDataSource source, string text, int keys = 64, bool isAsync = true)
    {
        await using var connection = source.OpenConnection();
        for (var round = 0; Pools(connection.Session.Runtime).Any(pool => (isAsync ? pool.Shared! : pool.SharedByThreads!).Count == 0); round++)
        {
            Assert.True(round < 200, "Not every shard got a shared session.");
            for (var key = 1; key <= keys; key++)
            {
                if (isAsync)
                    await ScalarAsync(source, text, (long)key);
                else
                    Scalar(source, text, (long)key);
            }

            await Task.Delay(20);
        }
    }

    public static async Task<object?> ScalarAsync(ShardDataSource source, string text, params object[] parameters)
    {
        await using var connection = source.OpenConnection();
        await using var command = Command(connection, text, parameters);
        return await command.ExecuteScalarAsync();
    }

    public static object? Scalar(ShardDataSource source, string text, params object[] parameters)
    {
        using var connection = source.OpenConnection();
        using var command = Command(connection, text, parameters);
        return command.ExecuteScalar();
    }

    public static ShardCommand Command(ShardConnection connection, string text, params object[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var parameter in parameters)
            command.Parameters.Add(new ShardParameter { Value = parameter });
        return command;
    }

    /// <summary>Why a query goes the plain way; null for one that may share.</summary>
    public static async Task<string?> PlainReasonAsync(ShardDataSource source, string text)
    {
        await using var connection = source.OpenConnection();
        var session = connection.Session;
        var statement = session.Prepare(text).Statements[0];
        var bound = await session.Runtime.PlanAsync(session, statement, IOBehavior.Asynchronous, Deadline.Never, default);
        var plan = Assert.IsType<SelectPlan>(bound.Plan);
        Assert.Equal(plan.Point is null, plan.PlainReason is not null);
        return plan.PlainReason;
    }

    private static IEnumerable<MySqlPool> Pools(ClusterRuntime runtime) => runtime.Pools.Cast<MySqlPool>();
}
