using System.Data.Common;
using System.Globalization;

namespace ShardClient.Tests.Oracle.Tpch;

/// <summary>Writes rows to all tables of one database, some thousands in a transaction.</summary>
internal sealed class TableWriter(DbConnection connection) : IDisposable
{
    private const int RowsPerTransaction = 50_000;

    private readonly DbCommand?[] _inserts = new DbCommand?[Enum.GetValues<TpchTable>().Length];
    private DbTransaction? _transaction;
    private int _pending;

    public void Write(TpchTable table, object[] row)
    {
        _transaction ??= connection.BeginTransaction();
        var insert = _inserts[(int)table] ??= Insert(table, row.Length);
        insert.Transaction = _transaction;
        for (var column = 0; column < row.Length; column++)
            insert.Parameters[column].Value = row[column];
        insert.ExecuteNonQuery();
        if (++_pending == RowsPerTransaction)
            Flush();
    }

    public void Flush()
    {
        _transaction?.Commit();
        _transaction?.Dispose();
        (_transaction, _pending) = (null, 0);
    }

    public void Dispose()
    {
        foreach (var insert in _inserts)
            insert?.Dispose();
        _transaction?.Dispose();
    }

    private DbCommand Insert(TpchTable table, int columns)
    {
        var command = connection.CreateCommand();
        var names = Enumerable.Range(1, columns).Select(static column => string.Create(CultureInfo.InvariantCulture, $"@p{column}")).ToArray();
        command.CommandText = $"INSERT INTO {table} VALUES ({string.Join(", ", names)})";
        foreach (var name in names)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
