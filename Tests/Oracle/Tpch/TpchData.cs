using System.Data.Common;

namespace ShardClient.Tests.Oracle.Tpch;

/// <summary>The same rows in one plain database and in a cluster.</summary>
internal abstract class TpchData : IDisposable
{
    /// <summary>The rows are the same at every run.</summary>
    protected const ulong Seed = 20_240_229;

    /// <summary>What the plain database is called in a table of times.</summary>
    public abstract string PlainName { get; }

    public abstract DbConnection Plain { get; }

    public abstract ShardConnection Cluster { get; }

    /// <summary>Words before a query that leave it to the plain database as it is.</summary>
    public virtual string PlainPrefix => "";

    /// <summary>Processor time that the databases' own processes have used.</summary>
    public virtual TimeSpan ServerTime => TimeSpan.Zero;

    public abstract void Dispose();

    protected static void Execute(DbConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }
}
